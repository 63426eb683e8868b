"""
What lies outside a record and its parts and goes with it all the same. A word that keeps such rows adds a line here.

Each hook removes what it can of one record and says which rows went. What is between two agencies (requests, recalls)
stays as numbers and days, and loses its words.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from fourpoint.access.context import somebody
from fourpoint.records.disclosure.models import AccessRequest, Pointer, PointerTarget, Recall, RecallNotice, ShareNotice
from fourpoint.records.disclosure.requests import DECLINED, OPEN
from fourpoint.records.intelligence.models import Report
from fourpoint.records.review.models import Review
from fourpoint.records.rights.models import Restriction
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.review.tables import name_of_many
from fourpoint.services.sharing import kind as pointing

# Stands in place of words that may speak of what went. Both agencies read it.
EMPTIED = "(what this was about has been disposed of)"


@dataclass(frozen=True, kw_only=True)
class Hook:
    """Rows of one table that go with a record: the table's code, and what removes them and returns their numbers."""

    table: str
    remove: Callable[[str, int], tuple[int, ...]]


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


def _ties(table: str) -> Callable[[str, int], tuple[int, ...]]:
    """What hangs on the record in audiences of its own, and which perhaps nobody who disposes of it may read."""

    def remove(kind: str, record_id: int) -> tuple[int, ...]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT fourpoint_dispose_ties(%s, %s, %s)", [table, kind, record_id])
            return tuple(sorted(number for (number,) in cursor.fetchall()))

    return remove


def _restrictions(kind: str, record_id: int) -> tuple[int, ...]:
    rows = Restriction.objects.filter(kind=kind, record_id=record_id)
    numbers = tuple(rows.values_list("pk", flat=True))
    rows.delete()
    return numbers


def _placements(kind: str, record_id: int) -> tuple[int, ...]:
    """The history of who could read it, with the reasons given; that it was placed, and for whom, the trail keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fourpoint_dispose_placements(%s, %s)", [kind, record_id])
        return tuple(sorted(number for (number,) in cursor.fetchall()))


def _recalls(kind: str, record_id: int) -> tuple[int, ...]:
    rows = Recall.objects.filter(kind=kind, record_id=record_id).exclude(reason=EMPTIED)
    numbers = tuple(rows.values_list("pk", flat=True))
    notices = RecallNotice.objects.filter(recall_id__in=numbers)
    notices.exclude(words="").update(words=EMPTIED)
    notices.update(known_as=EMPTIED, reason=EMPTIED)
    Recall.objects.filter(pk__in=numbers).update(reason=EMPTIED)
    return numbers


def _requests(kind: str, record_id: int) -> tuple[int, ...]:
    """Requests for it, through a pointer or granted; one that is open is answered: nothing is held any more."""
    pointers = set(PointerTarget.objects.filter(kind=kind, record_id=record_id).values_list("pointer_id", flat=True))
    if kind == pointing.KIND.code:
        pointers.add(record_id)
    concerned = Q(pointer_id__in=pointers) | Q(kind=kind, record_id=record_id)
    rows = AccessRequest.objects.filter(concerned, owner_id=somebody().actor.agency_id).exclude(reason=EMPTIED)
    numbers = tuple(rows.values_list("pk", flat=True))
    held = AccessRequest.objects.filter(pk__in=numbers)
    held.exclude(words="").update(words=EMPTIED)
    answer = {"decided_at": somebody().at, "decided_by_id": somebody().actor.person_id, "words": EMPTIED}
    held.filter(state=OPEN).update(state=DECLINED, **answer)
    held.exclude(sought="").update(sought=EMPTIED)
    held.update(reason=EMPTIED)
    return numbers


# Requests come before the pointers by which they are known, and keys before the statements that have them.
HOOKS: tuple[Hook, ...] = (
    Hook(table="reviews", remove=_reviews),
    Hook(table="share-notices", remove=_notices),
    Hook(table="words-of-requests", remove=_requests),
    Hook(table="words-of-recalls", remove=_recalls),
    Hook(table="restrictions", remove=_restrictions),
    Hook(table="pointers", remove=_pointers),
    Hook(table="history-of-readers", remove=_placements),
    Hook(table="keys-of-statements", remove=_ties("subjects_key")),
    Hook(table="statements", remove=_ties("subjects_statement")),
    Hook(table="judgements", remove=_ties("subjects_identity")),
    Hook(table="answers", remove=_ties("intelligence_answer")),
    Hook(table="uses-of-sources", remove=_ties("intelligence_sourceuse")),
)


def count_staying(kind: str, record_id: int) -> dict[str, int]:
    """Return, by code, how many records of their own were made of this one and stay, as far as they are open."""
    made_of = {"submission": Q(submission_id=record_id), "report": Q(sanitised_of_id=record_id)}.get(kind)
    count = 0 if made_of is None else Report.objects.filter(made_of).count()
    return {"reports": count} if count else {}


def known_tables() -> dict[str, str]:
    """Return the tables that a disposal can name, with their words."""
    made = {"editions": "editions that printed it", "placements": "history of readers"}
    made |= {hook.table: hook.table.replace("-", " ") for hook in HOOKS}
    for kind in KINDS:
        made[kind.code] = name_of_many(kind.model)
        made |= {part.model._meta.label_lower: name_of_many(part.model) for part in kind.parts}
    return made
