"""
Names a colleague who stands in the place of somebody who left, and ends that.

The owner is never locked out of its own records. A need-to-know list names people, and when the last of the agency's
own has left, nobody reads what it guards: the information governance role then says who does, for a reason. It opens to
her what the leaver read by lists of the agency's own records, within her own clearance, and no list of another agency.
"""

from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.sharing.models import StandIn
from fourpoint.services.agencies import letters
from fourpoint.services.stand_ins.lists import open_stand_ins
from fourpoint.services.stand_ins.queries import get_leaver, list_candidates

LONGEST_REASON = 500
PATH = "/stand-ins/"


class StandsInAlready(Refused):
    """This colleague stands in for the leaver as it is."""


@transaction.atomic
def name_stand_in(*, who: Acting, leaver_id: int, person_id: int, reason: str) -> int:
    """
    Let a colleague stand in the leaver's place from now on, instead of whoever does, and return the new row's id.

    raises  NotAllowed without the governance role; NotOpen unless the leaver stands on a list with nobody else of the
            agency; StandsInAlready; Unusable without a reason, or for oneself or somebody who is not a colleague
    """
    leaver = get_leaver(who, leaver_id)
    reason = _check_reason(reason)
    if person_id not in dict(list_candidates(who)):
        raise Unusable("Choose a colleague who works for your agency now; nobody names herself.")
    agency_id = who.actor.agency_id or 0
    before = open_stand_ins(agency_id, at=who.at).get(leaver.person_id)
    if before is not None and before.person_id == person_id:
        raise StandsInAlready("This colleague stands in for her already.")
    _end_all(agency_id, leaver.person_id, by=who.actor, purpose=who.purpose, at=who.at)
    row = StandIn.objects.create(
        agency_id=agency_id,
        leaver_id=leaver.person_id,
        person_id=person_id,
        made_at=who.at,
        made_by_id=who.actor.person_id,
    )
    _record("stand-in.name", row, by=who.actor, purpose=who.purpose, at=who.at, reason=reason)
    letters.write_to([person_id], kind="stand-in", path=PATH, agency_id=agency_id, at=who.at)
    return row.pk


@transaction.atomic
def end_stand_in(*, who: Acting, leaver_id: int) -> None:
    """Close the leaver's place again; raises NotAllowed, NotOpen when nobody stands in it."""
    checks.check_may_govern(who.actor)
    if not _end_all(who.actor.agency_id or 0, leaver_id, by=who.actor, purpose=who.purpose, at=who.at):
        raise checks.NotOpen("Nobody stands in for that person.")


def _end_all(agency_id: int, leaver_id: int, *, by: Actor, purpose: str, at: datetime) -> int:
    rows = list(StandIn.objects.select_for_update().filter(agency_id=agency_id, leaver_id=leaver_id, ended_at=None))
    for row in rows:
        row.ended_at, row.ended_by_id = at, by.person_id
        row.save(update_fields=["ended_at", "ended_by"])
        _record("stand-in.end", row, by=by, purpose=purpose, at=at)
    return len(rows)


def _check_reason(reason: str) -> str:
    said = reason.strip()
    if not said or "\0" in said:
        raise Unusable("Say why this colleague: it is kept in the trail.")
    if len(said) > LONGEST_REASON:
        raise Unusable(f"Shorten it: {LONGEST_REASON:,} characters are the most to say why.")
    return said


def _record(action: str, row: StandIn, *, by: Actor, purpose: str, at: datetime, reason: str = "") -> None:
    facts: trail.Facts = {"leaver": row.leaver_id, "person": row.person_id}
    change = trail.Change(action=action, object_kind="stand-in", object_id=row.pk, reason=reason, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)
