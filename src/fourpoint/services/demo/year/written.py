"""The year as its file writes it: streams of what is passed on, the words they are made of, and who sends and works."""

from dataclasses import dataclass
from pathlib import Path

from fourpoint.catalogue import reading
from fourpoint.catalogue.reading import CatalogueError
from fourpoint.services.demo.requirements import DemoAnswer, DemoRequirement
from fourpoint.services.demo.world import DemoDesk, DemoPerson

Weighted = tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Span:
    """How the year is drawn: the seed of its randomness, and how many days back it begins."""

    seed: int
    days: int


@dataclass(frozen=True, kw_only=True)
class DemoCapacity:
    """How many submissions a desk can evaluate in a day from now on, and who says so."""

    desk: str
    by: str
    capacity: int


@dataclass(frozen=True, kw_only=True)
class Slot:
    """Words that can stand in one place of a sentence; `plain` stands there in what is released, the word if empty."""

    name: str
    words: tuple[str, ...]
    plain: str = ""


@dataclass(frozen=True, kw_only=True)
class Names:
    """What invented people, firms and the rest are called."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    firms: tuple[str, ...]
    handles: tuple[str, ...]
    streets: tuple[str, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Stream:
    """
    What is passed on about one threat.

    months, weekdays  how much more or less of it comes, January and Monday first
    senders, areas    each "what weight"
    first, then, last  pools of sentences; a text has one of each
    names_subject     the share of texts that name somebody or something, 0 to 1
    urgent            the share that tells of danger, 0 to 1
    """

    code: str
    threat: str
    desk: str
    count: int
    months: tuple[float, ...]
    weekdays: tuple[float, ...]
    urgent: float
    names_subject: float
    senders: tuple[str, ...]
    areas: tuple[str, ...]
    first: tuple[str, ...]
    then: tuple[str, ...]
    last: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.months) != 12 or len(self.weekdays) != 7:
            raise CatalogueError(f"stream '{self.code}': twelve months and seven weekdays are needed.")

    @property
    def by_sender(self) -> Weighted:
        """Addresses of those who send, each with a weight."""
        return tuple(_weighed(one) for one in self.senders)

    @property
    def by_area(self) -> Weighted:
        """Codes of areas, each with a weight."""
        return tuple(_weighed(one) for one in self.areas)


@dataclass(frozen=True, kw_only=True)
class Common:
    """Words of every stream: what a sender adds, and what a desk says."""

    who: tuple[str, ...]
    happened: tuple[str, ...]
    how_known: tuple[str, ...]
    comes_back: tuple[str, ...]
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    outcomes: tuple[str, ...]
    passed: tuple[str, ...]
    closed: tuple[str, ...]
    decisions: tuple[str, ...]
    released: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A sentence that names subjects in its slots, and the ties that it states, each "a code b"."""

    sentence: str
    weight: int
    ties: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """What a share of those named are in the matter: a category, and on what basis."""

    category: str
    share: float
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class YearRequirement(DemoRequirement):
    """A requirement of the year; one that was closed has a day and an outcome."""

    closed_days_ago: int = 0
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """Which released reports a partner reads under an agreement; the oldest of them was recalled, and answered."""

    by: str
    agreement: str
    agencies: tuple[str, ...]
    purposes: tuple[str, ...]
    marking: str
    count: int
    areas: tuple[str, ...]
    read_by: tuple[str, ...]
    recall_reason: str
    recall_known_as: str
    recall_answer: str
    recall_words: str


@dataclass(frozen=True, kw_only=True)
class Year:
    """The whole file, in its order."""

    span: Span
    desks: tuple[DemoDesk, ...]
    capacities: tuple[DemoCapacity, ...]
    people: tuple[DemoPerson, ...]
    slots: tuple[Slot, ...]
    names: Names
    streams: tuple[Stream, ...]
    common: Common
    mentions: tuple[Mention, ...]
    parts: tuple[Part, ...]
    requirements: tuple[YearRequirement, ...]
    answers: tuple[DemoAnswer, ...]
    sharing: Sharing


def read_year(path: Path) -> Year:
    """Return the year of that file; raises CatalogueError with file, key and reason."""
    held = reading.read(path)

    def table(key: str) -> dict[str, object]:
        found = held.get(key)
        if not isinstance(found, dict):
            raise CatalogueError(f"{path}: '{key}': must be one table, written as [{key}].")
        return found

    return Year(
        span=reading.build(Span, table("year"), f"{path}: year"),
        desks=reading.entries(path, "desks", DemoDesk),
        capacities=reading.entries(path, "capacities", DemoCapacity),
        people=reading.entries(path, "people", DemoPerson),
        slots=reading.entries(path, "slots", Slot),
        names=reading.build(Names, table("names"), f"{path}: names"),
        streams=reading.entries(path, "streams", Stream),
        common=reading.build(Common, table("common"), f"{path}: common"),
        mentions=reading.entries(path, "mentions", Mention),
        parts=reading.entries(path, "parts", Part),
        requirements=reading.entries(path, "requirements", YearRequirement),
        answers=reading.entries(path, "answers", DemoAnswer),
        sharing=reading.build(Sharing, table("sharing"), f"{path}: sharing"),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _weighed(said: str) -> tuple[str, int]:
    what, _, weight = said.rpartition(" ")
    if not what or not weight.isdigit():
        raise CatalogueError(f"'{said}': must be a code and a weight, parted by a space.")
    return what, int(weight)
