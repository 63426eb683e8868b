"""
The kinds of entry that intelligence rests on: pathways, desks, release, statements, products and searches.

What `status` says is told in `entries`.
"""

from dataclasses import dataclass
from typing import Literal

from fourpoint.catalogue.entries import Entry


@dataclass(frozen=True, kw_only=True)
class PriorityEntry(Entry):
    """How soon a piece of work is looked at; the ids are those of `domain.submissions.Priority`."""

    words: str


@dataclass(frozen=True, kw_only=True)
class ChannelEntry(Entry):
    """Somewhere else to go than an intelligence desk: for what (`words`), and how (`ways`, each a sentence)."""

    words: str
    ways: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RiskLevelEntry(Entry):
    """A level of risk in the queue of a threat; `priority` is the least that it gives."""

    threat: str
    words: str
    priority: str


@dataclass(frozen=True, kw_only=True)
class TriageAlertEntry(Entry):
    """Something that a desk raises over a submission; `cues` propose it from the wording, `priority` is its least."""

    words: str
    cues: tuple[str, ...]
    priority: str


@dataclass(frozen=True, kw_only=True)
class OutcomeChangeEntry(Entry):
    """What a submission can have changed; `told` is the heading under which its sender reads the desk's words."""

    told: str


@dataclass(frozen=True, kw_only=True)
class PathwayEntry(Entry):
    """A movement of work; its states, steps and clocks name it."""

    words: str


@dataclass(frozen=True, kw_only=True)
class PathwayStateEntry(Entry):
    """A state of a pathway: the id is the pathway's, a dot and the state's code. `told` is what a sender learns."""

    pathway: str
    told: str
    ends: bool = False


@dataclass(frozen=True, kw_only=True)
class PathwayStepEntry(Entry):
    """A step of a pathway, from the states `before` to the state `after`; one that `explains` needs a reason."""

    pathway: str
    before: tuple[str, ...]
    after: str
    explains: bool = False


@dataclass(frozen=True, kw_only=True)
class PathwayDeadlineEntry(Entry):
    """For how many minutes work of that priority may stand in that state."""

    pathway: str
    state: str
    priority: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class ReleaseRuleEntry(Entry):
    """How a sanitised report with that handling code (the id) is released, or "outcome": words to a sender."""

    words: str
    second_person: bool


@dataclass(frozen=True, kw_only=True)
class StatementKindEntry(Entry):
    """
    What can be stated of a subject.

    of      the kinds of subject of which it is stated
    to      the kinds of subject to which it ties them; empty for words
    keyed   how its words are read and found: a code of `domain.linkage.identifiers.Keyed`; empty for words alone
    one     whether two different values contradict one another
    """

    words: str
    of: tuple[str, ...]
    to: tuple[str, ...] = ()
    keyed: str = ""
    one: bool = False


@dataclass(frozen=True, kw_only=True)
class SubjectCategoryEntry(Entry):
    """
    What a person is in a matter; somebody may be several things at once.

    first          shown before the others, because it calls for care
    based          given only with a basis, and with a day on which it is looked at again
    never_suspect  whoever has it is left out of lists of suspects
    """

    words: str
    first: bool = False
    based: bool = False
    never_suspect: bool = False


@dataclass(frozen=True, kw_only=True)
class ProductTemplateEntry(Entry):
    """A kind of intelligence product: what it is about, and after how many months an issued one is looked at again."""

    words: str
    about: Literal["subject", "problem"]
    months: int


@dataclass(frozen=True, kw_only=True)
class ProductSectionEntry(Entry):
    """
    A section of a product; the id is the template's, a full stop and the section's own code.

    words     what it must say, for the author and the reviewer
    required  the product is not sent to review without it
    apart     children and victims are cited here and nowhere else, and nobody who is suspected is
    """

    template: str
    words: str
    required: bool = True
    apart: bool = False


@dataclass(frozen=True, kw_only=True)
class SubjectLimitEntry(Entry):
    """A length of time of statements: `months`."""

    words: str
    months: int


@dataclass(frozen=True, kw_only=True)
class SensitiveSearchEntry(Entry):
    """
    A kind of search for which a reason is asked.

    words          what the searcher is told
    met_by         what in a search makes it one: a word that is a given name, other spellings asked for, a telephone
                   number, a registration
    least_letters  how many letters a reason has at least
    """

    words: str
    met_by: tuple[Literal["name", "spelling", "phone", "plate"], ...]
    least_letters: int
