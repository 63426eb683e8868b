"""The invented people, vehicles and the rest that texts of the year name again and again, some far more than others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from fourpoint.services.demo.year.written import Names, Year

# Subjects of each kind in a stream, and the code of the statement that each is found by.
SIZES = {
    "person": 22,
    "vehicle": 9,
    "phone": 8,
    "premises": 6,
    "organisation": 3,
    "online": 4,
    "account": 2,
    "event": 1,
    "place": 2,
}
CODES = {
    "person": "name",
    "vehicle": "plate",
    "phone": "number",
    "premises": "address",
    "organisation": "name",
    "online": "handle",
    "account": "account-number",
    "event": "name",
    "place": "name",
}
_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"
# A mark of age that has not been given out, so that the plate is nobody's.
_AGE = "99"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """
    Somebody or something that is named.

    called       the name or number, by which it is found
    part, basis  what a person is in the matter, by the catalogue's category; empty for most
    born         for some of the people
    """

    kind: str
    called: str
    part: str = ""
    basis: str = ""
    born: date | None = None


class Cast:
    """Everybody and everything that can be named, by stream and kind; the first of a list are named most."""

    def __init__(self, year: Year, random: Random) -> None:
        self._held: dict[tuple[str, str], tuple[Subject, ...]] = {}
        self._year, self._random = year, random
        self._taken: set[str] = set()
        for stream in year.streams:
            for kind, size in SIZES.items():
                self._held[stream.code, kind] = tuple(dict.fromkeys(self._make(kind) for _ in range(size)))

    def draw(self, stream: str, kind: str, random: Random, *, apart: Sequence[Subject] = ()) -> Subject:
        """Draw one of that stream and kind, none of `apart`."""
        held = [one for one in self._held[stream, kind] if one not in apart]
        return random.choices(held, [1 / place for place in range(1, len(held) + 1)])[0]

    def _make(self, kind: str) -> Subject:
        called = _called(kind, self._year.names, self._random)
        # Of firms and events there are few: one that another stream has is the same one, seen in both.
        for _ in range(50):
            if called not in self._taken:
                break
            called = _called(kind, self._year.names, self._random)
        self._taken.add(called)
        return self._person(called) if kind == "person" else Subject(kind=kind, called=called)

    def _person(self, name: str) -> Subject:
        drawn, part, basis = self._random.random(), "", ""
        for one in self._year.parts:
            drawn -= one.share
            if drawn < 0:
                part, basis = one.category, self._random.choice(one.bases) if one.bases else ""
                break
        years = self._random.uniform(21, 58)
        born = date(2026, 1, 1) - timedelta(days=int(years * 365.25)) if self._random.random() < 0.3 else None
        return Subject(kind="person", called=name, part=part, basis=basis, born=born)


# ----------------------------------------------------------------------------------------------------------------------


def _called(kind: str, names: Names, random: Random) -> str:
    number = random.randrange
    made = {
        "person": lambda: f"{random.choice(names.given)} {random.choice(names.family)}",
        "vehicle": lambda: f"{_letters(2, random)}{_AGE} {_letters(3, random)}",
        # The range that is kept for drama (Ofcom): nobody has such a number.
        "phone": lambda: f"07700 900{number(1000):03}",
        "premises": lambda: f"{number(1, 90)} {random.choice(names.streets)} (fictional)",
        "organisation": lambda: random.choice(names.firms),
        "online": lambda: f"{random.choice(names.handles)}{number(100)}",
        "account": lambda: f"00-00-00 {number(10**8):08}",
        "event": lambda: random.choice(names.events),
        "place": lambda: f"The corner of {random.choice(names.streets)} and {random.choice(names.streets)} (fictional)",
    }
    return made[kind]()


def _letters(count: int, random: Random) -> str:
    return "".join(random.choice(_LETTERS) for _ in range(count))
