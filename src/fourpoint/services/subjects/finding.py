"""Searches before another subject is made: candidates open to the reader, with reasons, the likeliest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from fourpoint.access import trail
from fourpoint.domain.errors import Unusable
from fourpoint.domain.linkage.identifiers import compare, wanted
from fourpoint.records.subjects.models import Key, Statement, Subject
from fourpoint.services.subjects.barring import shown
from fourpoint.services.subjects.words import KIND_WORDS, UNKNOWN, UNNAMED, keyed, kinds_of, labels, variants

MOST = 50
# More than anybody compares: what was asked for is then too common to find by.
MOST_MET = 500


@dataclass(frozen=True, kw_only=True)
class Clue:
    """What is known of who or what is looked for: a code of the catalogue's statement_kinds, and the words."""

    code: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """
    A subject that could be the one looked for. That it is, a person decides.

    score    0 to 1, to put candidates in order and for nothing else
    reasons  what was seen, in words
    """

    subject_id: int
    reference: str
    kind: str
    label: str
    score: float
    reasons: tuple[str, ...]


def find(clues: Sequence[Clue], *, kind: str = "", to_read: bool = False) -> tuple[Candidate, ...]:
    """
    Return the subjects that one of the clues points at, the likeliest first; the likeliest 50.

    to_read  also other agencies' subjects, of which she reads statements and to which she can add none

    raises  Unusable, in one sentence, for no clue or one that cannot be read
    """
    asked = [clue for clue in clues if clue.text.strip()]
    if not asked:
        raise Unusable("Write a name, a number or another thing to look for.")
    found: dict[int, dict[int, tuple[float, tuple[str, ...]]]] = {}
    for number, clue in enumerate(asked):
        for row, score, reasons in compared(clue):
            held = found.setdefault(row.subject_id, {})
            if score > held.get(number, (0.0, ()))[0]:
                held[number] = (score, reasons)
    rows = {row.pk: row for row in Subject.objects.filter(pk__in=found)}
    kinds = kinds_of(found if to_read else rows)
    names = labels(kinds)
    candidates = [
        Candidate(
            subject_id=number,
            reference=rows[number].reference if number in rows else "",
            kind=KIND_WORDS.get(code, UNKNOWN),
            label=names.get(number, rows[number].reference if number in rows else UNNAMED),
            score=sum(score for score, _ in found[number].values()) / len(asked),
            reasons=tuple(reason for _, reasons in found[number].values() for reason in reasons),
        )
        for number, code in kinds.items()
        if not kind or code == kind
    ]
    kept = sorted(candidates, key=lambda one: (-one.score, one.subject_id))[:MOST]
    listed = {one.subject_id for one in kept}
    words = "; ".join(f"{clue.code}: {clue.text.strip()}" for clue in asked)
    met = [row for number, row in rows.items() if number in listed]
    trail.record_searched("subject", met, words=words, total=len(candidates))
    if others := listed - set(rows):
        said = Statement.objects.filter(subject_id__in=others, withdrawn_at=None)
        trail.record_listed("statement", list(shown(said)))
    return tuple(kept)


# ----------------------------------------------------------------------------------------------------------------------


def compared(clue: Clue) -> list[tuple[Statement, float, tuple[str, ...]]]:
    """Statements that the clue meets, each with how alike it is; what is not alike at all is left out."""
    how = keyed(clue.code)
    if how is None:
        raise Unusable("Nothing is found by that: choose a name, a number or another identifier.")
    spelt = variants()
    sets = wanted(how, clue.text, spelt)
    rows = {row.pk: row for row in _meeting(clue.code, sets)[:MOST_MET]}
    if len(sets) > 2:  # a name may lack a word
        for left in range(len(sets)):
            rows |= {row.pk: row for row in _meeting(clue.code, (*sets[:left], *sets[left + 1 :]))[:MOST_MET]}
    matches = [(row, compare(how, clue.text, row.text, spelt)) for row in rows.values()]
    return [(row, match.score, match.reasons) for row, match in matches if match.score]


def _meeting(code: str, sets: Sequence[frozenset[str]]) -> QuerySet[Statement]:
    rows = Statement.objects.filter(code=code, withdrawn_at=None)
    for one in sets:
        rows = rows.filter(pk__in=Key.objects.filter(key__in=sorted(one)).values("statement_id"))
    return rows.order_by("pk")
