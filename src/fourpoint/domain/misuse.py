"""
Rules that find look-ups to look at again: of oneself, family, neighbours, colleagues, at odd hours, in bulk.

Every rule gives prompts, and a prompt is no verdict: each of these has honest reasons. A rule sees names and instants
only, and says which entries made it speak. The hours, rates and their sources are the catalogue's.
"""

import re
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from fourpoint.domain.mentions import Terms, find_mentions

# A name shorter than this is in too many words to mean anything.
SHORTEST_SURNAME = 3
PEERS_CENTILE = 95
LEAST_PEERS = 4


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person as far as words can match her: the words of her name, and her e-mail address."""

    person_id: int
    name: str
    email: str

    @property
    def words(self) -> frozenset[str]:
        """The words of the name, without what stands in brackets."""
        return words_of(re.sub(r"\(.*?\)", " ", self.name))

    @property
    def surname(self) -> str:
        """The last word of the name, as it is compared."""
        found = _WORD.findall(_plain(re.sub(r"\(.*?\)", " ", self.name)))
        return found[-1] if found else ""


@dataclass(frozen=True, kw_only=True)
class Look:
    """
    One look-up: a record that was opened, or a search.

    entry  the entry of the trail that holds it; at: in the time of the place
    words  what was searched for; about: what the opened record says, as far as whoever reviews may read it
    """

    entry: str
    person_id: int
    at: datetime
    words: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When work is usual: days of the week (0 is Monday), and minutes of the day from which until before which."""

    weekdays: frozenset[int]
    starts: int
    ends: int

    def hold(self, at: datetime) -> bool:
        """Return whether the instant lies within them."""
        return at.weekday() in self.weekdays and self.starts <= at.hour * 60 + at.minute < self.ends


@dataclass(frozen=True, kw_only=True)
class Rate:
    """
    What counts as bulk: at least so many look-ups on one day, and so many times both her usual day and her peers'.

    days  of her own past that are compared; with fewer than `least_days` on which she worked, only peers are
    """

    least: int
    times: float
    days: int
    least_days: int = 5


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """Something for a person to look at: which rule, about whom, on which day, in words, and the entries behind it."""

    rule: str
    person_id: int
    day: date
    sentence: str
    entries: tuple[str, ...]

    @property
    def key(self) -> str:
        """The prompt's name, the same whenever it is found again."""
        return f"{self.rule}:{self.person_id}:{self.day}"


@dataclass(frozen=True, kw_only=True)
class Team:
    """The people of an agency by number."""

    people: Mapping[int, Named] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Close:
    """
    What a person declared to be close to her: where she lives, or somebody she knows.

    words     the street, or the name; postcode: of a home, however it is written
    until     the last instant at which it counts; None while it holds
    """

    person_id: int
    is_home: bool
    words: str
    postcode: str = ""
    until: datetime | None = None


_WORD = re.compile(r"\w+")


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared: without accents and capitals."""
    return frozenset(_WORD.findall(_plain(text)))


def find_self(looks: Iterable[Look], team: Team) -> list[Prompt]:
    """Return look-ups whose words, or whose record, hold the person's own whole name or e-mail address."""

    def is_self(look: Look) -> bool:
        me = team.people.get(look.person_id)
        return me is not None and any(_names(me, text) for text in (look.words, look.about))

    return _by_day("self", looks, is_self, "looked up their own name or e-mail address")


def find_family(looks: Iterable[Look], team: Team) -> list[Prompt]:
    """Return look-ups that hold the person's surname and not the rest of the name: a relative's, or by chance."""

    def is_family(look: Look) -> bool:
        me = team.people.get(look.person_id)
        if me is None or len(me.surname) < SHORTEST_SURNAME:
            return False
        return any(me.surname in words_of(text) and not _names(me, text) for text in (look.words, look.about))

    return _by_day("family", looks, is_family, "looked up somebody of their own surname")


def find_declared(looks: Iterable[Look], close: Iterable[Close]) -> list[Prompt]:
    """Return look-ups that hold the whole name of somebody whom the person declared to be close to her."""
    people = [one for one in close if not one.is_home]

    def is_declared(look: Look) -> bool:
        return any(_is_close(one, look) for one in people)

    return _by_day("family", looks, is_declared, "looked up somebody whom they declared to be close to them")


def find_neighbours(looks: Iterable[Look], close: Iterable[Close]) -> list[Prompt]:
    """Return look-ups that hold the postcode or the street of a home that the person declared."""
    homes = [one for one in close if one.is_home]

    def is_near(look: Look) -> bool:
        return any(_is_close(home, look) for home in homes)

    return _by_day("neighbours", looks, is_near, "looked up the street or postcode where they live")


def find_colleagues(looks: Iterable[Look], team: Team) -> list[Prompt]:
    """Return look-ups that hold the whole name or e-mail address of somebody else of the same agency."""

    def is_colleague(look: Look) -> bool:
        others = [one for one in team.people.values() if one.person_id != look.person_id]
        return any(_names(other, text) for text in (look.words, look.about) if text for other in others)

    return _by_day("colleagues", looks, is_colleague, "looked up somebody who works for the same agency")


def find_out_of_hours(looks: Iterable[Look], hours: Hours, *, least: int) -> list[Prompt]:
    """Return days on which a person made at least so many look-ups outside the usual hours."""
    found = _by_day("out-of-hours", looks, lambda look: not hours.hold(look.at), "made look-ups outside usual hours")
    return [prompt for prompt in found if len(prompt.entries) >= least]


def find_bulk(looks: Iterable[Look], rate: Rate, *, since: date) -> list[Prompt]:
    """
    Return days on which a person made many times the look-ups of her own usual day and of her peers' busy days.

    looks  also of the days before `since`, as far back as the rate compares
    """
    counts: dict[int, dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    for look in looks:
        counts[look.person_id][look.at.date()].append(look.entry)
    prompts = []
    for person_id, days in counts.items():
        for day, entries in days.items():
            if day >= since and _is_bulk(counts, person_id, day, len(entries), rate):
                said = f"made {len(entries):,} look-ups in one day, many times their own and others' usual number"
                prompts.append(Prompt(rule="bulk", person_id=person_id, day=day, sentence=said, entries=tuple(entries)))
    return sorted(prompts, key=lambda prompt: (prompt.day, prompt.person_id))


# ----------------------------------------------------------------------------------------------------------------------


def _is_close(one: Close, look: Look) -> bool:
    if one.person_id != look.person_id or (one.until is not None and look.at > one.until):
        return False
    for text in (look.words, look.about):
        if one.postcode and _compact(one.postcode) in _compact(text):
            return True
        # A street of one word is a word like any other.
        if len(words_of(one.words)) > 1 and _says(text, one):
            return True
    return False


def _says(text: str, one: Close) -> bool:
    """Whether the words of the street or of the name stand together in the text."""
    terms = Terms(names=(one.words,), addresses=(one.words,) if one.is_home else ())
    return ("address" if one.is_home else "name") in find_mentions(text, terms)


def _compact(text: str) -> str:
    return "".join(_WORD.findall(_plain(text)))


def _is_bulk(counts: Mapping[int, Mapping[date, list[str]]], person_id: int, day: date, count: int, rate: Rate) -> bool:
    if count < rate.least:
        return False
    past = [len(made) for one, made in counts[person_id].items() if 0 < (day - one).days <= rate.days]
    if len(past) >= rate.least_days and count < rate.times * statistics.median(past):
        return False
    peers = [
        len(made)
        for other, days in counts.items()
        if other != person_id
        for one, made in days.items()
        if 0 <= (day - one).days <= rate.days
    ]
    if len(peers) < LEAST_PEERS:
        return len(past) >= rate.least_days
    return count >= statistics.quantiles(peers, n=100, method="inclusive")[PEERS_CENTILE - 1]


def _by_day(rule: str, looks: Iterable[Look], asks: Callable[[Look], bool], sentence: str) -> list[Prompt]:
    found: dict[tuple[date, int], list[str]] = defaultdict(list)
    for look in looks:
        if asks(look):
            found[look.at.date(), look.person_id].append(look.entry)
    return [
        Prompt(rule=rule, person_id=person_id, day=day, sentence=sentence, entries=tuple(entries))
        for (day, person_id), entries in sorted(found.items())
    ]


def _names(person: Named, text: str) -> bool:
    """Whether a text holds the person's e-mail address, or every word of a name of at least two."""
    if not text:
        return False
    held = words_of(text)
    by_name = len(person.words) > 1 and person.words <= held
    return by_name or (bool(person.email) and person.email.casefold() in text.casefold())


def _plain(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))
