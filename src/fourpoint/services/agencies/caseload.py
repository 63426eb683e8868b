"""
Whose records a person answers for, and how they pass to a colleague when somebody leaves.

That a person made a record stays true for ever and is never rewritten. A handover says who answers for it from then on:
a word that shows "my records" asks `answers_for`, and one that shows whom to ask about a record asks `answerable`.

A word in which a row names who owns it now (a submission at a desk, a request about a person) states a `Caseload` in
`services/<word>/caseload.py`. `services/caseload/registered.py` holds them all, and a test that none is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from fourpoint.access.kinds import Kind
from fourpoint.records.agencies.models import Handover


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Who leaves which agency, who takes over, and who closes the place at which instant."""

    agency_id: int
    leaver_id: int
    successor_id: int
    closed_by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Passed:
    """How many rows have another owner now, and how many nobody of the agency can take over."""

    count: int
    left: int = 0


@dataclass(frozen=True, kw_only=True)
class Caseload:
    """
    What people own by name in one word.

    code       stable, for the trail
    name       what a page calls it, in the plural and in lower case
    owners     the tables and columns that name the owner
    hand_over  gives everything open that the leaver owns to the successor, or to whoever else may have it when the
               successor may not. It runs in a context of the leaver and then of the successor, since whoever closes the
               place may not read what is handed over; what it is given at a second call is what the first left.
    """

    code: str
    name: str
    owners: tuple[tuple[type[Model], str], ...]
    hand_over: Callable[[Leaving], Passed]


@dataclass(frozen=True, kw_only=True)
class Holding:
    """How many records of a kind the reader can see that were made by a person and so pass with a handover."""

    kind: str
    count: int


def count_made_by(person_ids: Iterable[int], *, agency_id: int, kinds: Iterable[Kind]) -> tuple[Holding, ...]:
    """Return what those people made for the agency, by kind; only records open to the reader are counted."""
    made = set(person_ids)
    counted = (
        (kind, kind.model._default_manager.filter(made_by_id__in=made, owner_id=agency_id).count()) for kind in kinds
    )
    return tuple(Holding(kind=kind.name, count=count) for kind, count in counted if count)


def answerable(person_id: int, *, agency_id: int, at: datetime) -> int:
    """Return who answers at that instant for what this person made for the agency: the person, or who took over."""
    latest = _latest(agency_id, at=at)
    seen = {person_id}
    while (successor := latest.get(person_id)) is not None and successor not in seen:
        person_id = successor
        seen.add(person_id)
    return person_id


def answers_for(person_id: int, *, agency_id: int, at: datetime) -> frozenset[int]:
    """Return the people whose records this person answers for at that instant, their own included unless handed on."""
    latest = _latest(agency_id, at=at)
    people = {person_id, *latest}
    return frozenset(one for one in people if answerable(one, agency_id=agency_id, at=at) == person_id)


def _latest(agency_id: int, *, at: datetime) -> dict[int, int]:
    rows = Handover.objects.filter(agency_id=agency_id, made_at__lte=at).order_by("made_at", "id")
    return dict(rows.values_list("leaver_id", "successor_id"))
