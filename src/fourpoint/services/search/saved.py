"""
Searches that a person keeps, and tells her when one of them finds more.

A kept search is run as its owner, for its purpose, by what is open to her at that moment: when an agreement ended, what
it opened is found no more. What is kept of the answer are numbers of entries of the index, and nothing that they say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from fourpoint.access import checks, context, standing, trail
from fourpoint.access.context import Acting, somebody
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Membership
from fourpoint.records.search.models import SavedSearch
from fourpoint.services.agencies import letters
from fourpoint.services.search.asking import Asked, check_reason, from_kept, make_sought
from fourpoint.services.search.finding import find_all

KIND, PAGE = "saved-search", "/search/saved/"
MOST_SAVED, LONGEST_NAME = 50, 120


@dataclass(frozen=True, kw_only=True)
class SavedLine:
    """A kept search; `fresh` is how much of what it finds now was not there when its owner last opened it."""

    saved_id: int
    name: str
    asked: Asked
    purpose: str
    alerts: bool
    fresh: int
    looked_at: datetime


@transaction.atomic
def save(*, by: Actor, purpose: str, at: datetime, name: str, asked: Asked, alerts: bool) -> int:
    """
    Keep a search under a name and return its number; what it finds now is known from the start.

    raises  Unusable for no name or one that is taken, too many, or a search that cannot be made; ReasonMissing
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise Unusable("Give the search a name.")
    check_reason(asked)
    known = _found(asked)
    mine = SavedSearch.objects.filter(person_id=by.person_id, agency_id=by.agency_id or 0)
    if mine.count() >= MOST_SAVED:
        raise Unusable(f"You keep {MOST_SAVED} searches already: remove one first.")
    try:
        with transaction.atomic():
            row = SavedSearch.objects.create(
                person_id=by.person_id,
                agency_id=by.agency_id or 0,
                name=name,
                asked=asked.kept(),
                purpose=purpose,
                reason=asked.reason,
                alerts=alerts,
                known=known,
                made_at=at,
                looked_at=at,
            )
    except IntegrityError:
        raise Unusable("You keep a search of that name already: choose another.") from None
    change = trail.Change(action="saved-search.keep", object_kind=KIND, object_id=row.pk, reason=asked.reason)
    trail.record(change, by=by, purpose=purpose, at=at)
    return row.pk


@transaction.atomic
def open_saved(*, by: Actor, at: datetime, saved_id: int) -> Asked:
    """Return what a kept search asks for, and count what it finds from now on as known; raises NotOpen."""
    row = _mine(by, saved_id)
    asked = from_kept(row.asked, reason=row.reason)
    row.known, row.fresh, row.looked_at = _found(asked), [], at
    row.save(update_fields=["known", "fresh", "looked_at"])
    return asked


@transaction.atomic
def remove(*, by: Actor, purpose: str, at: datetime, saved_id: int) -> None:
    """Keep a search no longer; raises NotOpen."""
    _mine(by, saved_id).delete()
    change = trail.Change(action="saved-search.remove", object_kind=KIND, object_id=saved_id)
    trail.record(change, by=by, purpose=purpose, at=at)


def list_saved(who: Acting) -> tuple[SavedLine, ...]:
    """Return the searches that the person keeps, those that found more first."""
    rows = SavedSearch.objects.filter(person_id=who.actor.person_id, agency_id=who.actor.agency_id or 0).order_by(
        "name"
    )
    purposes = {one.id: one.name for one in standing.purposes()}
    lines = [
        SavedLine(
            saved_id=row.pk,
            name=row.name,
            asked=from_kept(row.asked, reason=row.reason),
            purpose=purposes.get(row.purpose, row.purpose),
            alerts=row.alerts,
            fresh=len(row.fresh),
            looked_at=row.looked_at,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda one: not one.fresh))


def count_fresh(who: Acting) -> int:
    """Return how many of the person's kept searches found more since she opened them."""
    mine = SavedSearch.objects.filter(person_id=who.actor.person_id, agency_id=who.actor.agency_id or 0)
    return mine.exclude(fresh=[]).count()


def run_alerts(*, at: datetime) -> int:
    """Run every kept search that tells its owner, and tell those whose searches found more; return how many were."""
    return sum(_run_for(person_id, agency_id, at) for person_id, agency_id in _members(at))


# ----------------------------------------------------------------------------------------------------------------------


def _members(at: datetime) -> Iterator[tuple[int, int]]:
    held = Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at, person__is_active=True)
    yield from held.order_by("person_id", "agency_id").values_list("person_id", "agency_id").distinct()


def _run_for(person_id: int, agency_id: int, at: datetime) -> bool:
    """Run one person's kept searches, each for its own purpose; whether any found more."""
    with context.acting(person_id, at=at, agency_id=agency_id):
        mine = list(SavedSearch.objects.filter(alerts=True).values_list("pk", "purpose").order_by("pk"))
    found = [number for number, purpose in mine if _run(person_id, agency_id, number, purpose, at)]
    if found:
        with context.acting(person_id, at=at, agency_id=agency_id):
            letters.write_to({person_id}, kind="search", path=PAGE, agency_id=agency_id, at=at)
    return bool(found)


def _run(person_id: int, agency_id: int, number: int, purpose: str, at: datetime) -> bool:
    with context.acting(person_id, at=at, agency_id=agency_id, purpose=purpose) as who:
        row = SavedSearch.objects.select_for_update().get(pk=number)
        before, found = set(row.known), _found(from_kept(row.asked, reason=row.reason))
        new = [entry for entry in found if entry not in before]
        row.fresh = [entry for entry in row.fresh if entry in set(found)] + [
            entry for entry in new if entry not in row.fresh
        ]
        row.known = found
        row.save(update_fields=["known", "fresh"])
        if new:
            change = trail.Change(
                action="saved-search.tell", object_kind=KIND, object_id=row.pk, facts={"found": len(new)}
            )
            trail.record(change, by=who.actor, purpose=who.purpose, at=at)
        return bool(new)


def _found(asked: Asked) -> list[int]:
    """Numbers of the entries that a search finds for the person of the context; none when nothing is open to her."""
    if not somebody().readable:
        return []
    return [hit.entry_id for hit in find_all(make_sought(asked), most=SavedSearch.MOST_KNOWN)]


def _mine(by: Actor, saved_id: int) -> SavedSearch:
    rows: Iterable[SavedSearch] = SavedSearch.objects.filter(
        pk=saved_id if 0 < saved_id < 2**63 else 0, person_id=by.person_id, agency_id=by.agency_id or 0
    )
    for row in rows:
        return row
    raise checks.NotOpen("You keep no such search.")
