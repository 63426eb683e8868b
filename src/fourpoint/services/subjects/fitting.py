"""
Counts how many known people fit what a text gives away: the fewer, the surer it points at one of them.

Known are people of whom something is stated that is open to the reader. A text that fits nobody known may still point
at one person for somebody who knows more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fourpoint.access import in_force, trail
from fourpoint.access.context import Acting
from fourpoint.catalogue.vocabulary import load_vocabulary
from fourpoint.domain.errors import Unusable
from fourpoint.domain.extraction import extract
from fourpoint.records.subjects.models import Statement, Subject
from fourpoint.services.subjects.finding import Clue, compared
from fourpoint.services.subjects.suggesting import MAKES

# From how alike on a name or number is taken for the same; our choice, and a person looks at the words anyway.
ALIKE = 0.8
MOST = 12


@dataclass(frozen=True, kw_only=True)
class Fits:
    """
    How many known people fit.

    people  how many are known
    each    what the text gives away, and how many fit that
    all     how many fit everything at once
    """

    people: int
    each: tuple[tuple[str, int], ...]
    all: int


def fit(who: Acting, texts: Sequence[str]) -> Fits | None:
    """Return how many known people fit the names and numbers in the texts; None where they have none."""
    clues = _clues("\n".join(texts), who)
    if not clues:
        return None
    known = Statement.objects.filter(withdrawn_at=None).values("subject_id")
    people = set(Subject.objects.filter(kind="person", pk__in=known).values_list("pk", flat=True))
    found = [(clue.text, _people(clue) & people) for clue in clues]
    everything = set.intersection(*(fitting for _, fitting in found))
    words = "; ".join(clue.text for clue in clues)
    trail.record_searched("subject", [], words=words, total=len(everything))
    each = tuple((text, len(fitting)) for text, fitting in found)
    return Fits(people=len(people), each=each, all=len(everything))


# ----------------------------------------------------------------------------------------------------------------------


def _clues(text: str, who: Acting) -> list[Clue]:
    seen = extract(text, load_vocabulary(in_force.override()), reference=who.at.date())
    named = {(MAKES[one.kind][1], one.text): None for one in seen if one.kind in MAKES}
    return [Clue(code=code, text=words) for code, words in named][:MOST]


def _people(clue: Clue) -> set[int]:
    """Those of that name, or tied to the thing of that number."""
    try:
        found = {row.subject_id for row, score, _ in compared(clue) if score >= ALIKE}
    except Unusable:
        return set()
    tied = Statement.objects.filter(object_id__in=found, withdrawn_at=None)
    return found | set(tied.values_list("subject_id", flat=True))
