"""
What lies outside a record and its parts and goes with it all the same. A word that keeps such rows adds a line here.

Each hook removes what it can of one record and says which rows went; what may not go (the trail, the history of a
record's audiences, frozen editions) is counted in `STAYS` and named on the certificate.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fourpoint.records.disclosure.models import Placement, Pointer, PointerTarget, ShareNotice
from fourpoint.records.review.models import Review
from fourpoint.services.marked.kinds import KINDS


@dataclass(frozen=True, kw_only=True)
class Hook:
    """Rows of one table that go with a record: the table's code, and what removes them and returns their numbers."""

    table: str
    remove: Callable[[str, int], tuple[int, ...]]


@dataclass(frozen=True, kw_only=True)
class Stay:
    """What stays of a record for a reason: a code, the reason in a sentence, and how many rows there are."""

    code: str
    words: str
    count: Callable[[str, int], int]


def _reviews(kind: str, record_id: int) -> tuple[int, ...]:
    rows = Review.objects.filter(kind=kind, record_id=record_id)
    numbers = tuple(rows.values_list("pk", flat=True))
    rows.delete()
    return numbers


def _notices(kind: str, record_id: int) -> tuple[int, ...]:
    rows = ShareNotice.objects.filter(kind=kind, record_id=record_id)
    numbers = tuple(rows.values_list("pk", flat=True))
    rows.delete()
    return numbers


def _pointers(kind: str, record_id: int) -> tuple[int, ...]:
    """What points at the record, and the pointers themselves: they would promise what is no longer there."""
    targets = PointerTarget.objects.filter(kind=kind, record_id=record_id)
    numbers = tuple(targets.values_list("pk", flat=True))
    pointers = list(targets.values_list("pointer_id", flat=True))
    targets.delete()
    Pointer.objects.filter(pk__in=pointers).delete()
    return numbers


def _placements(kind: str, record_id: int) -> int:
    return Placement.objects.filter(kind=kind, record_id=record_id).count()


HOOKS: tuple[Hook, ...] = (
    Hook(table="reviews", remove=_reviews),
    Hook(table="share-notices", remove=_notices),
    Hook(table="pointers", remove=_pointers),
)
STAYS: tuple[Stay, ...] = (
    Stay(
        code="placements",
        words="The history of who could read it, with the reasons given: part of the trail, which nobody can change.",
        count=_placements,
    ),
)


def known_tables() -> dict[str, str]:
    """Return the tables that a disposal can name, with their words."""
    made = {hook.table: hook.table.replace("-", " ") for hook in HOOKS}
    for kind in KINDS:
        made[kind.code] = str(kind.model._meta.verbose_name_plural)
        made |= {part.model._meta.label_lower: str(part.model._meta.verbose_name_plural) for part in kind.parts}
    return made
