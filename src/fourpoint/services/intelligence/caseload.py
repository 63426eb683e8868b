"""What people at a desk own by name: being on duty, and submissions that are not done with."""

from collections.abc import Iterable

from fourpoint.records.intelligence.models import Desk, Move, Triage
from fourpoint.records.sharing.models import AudienceMember
from fourpoint.services.agencies.caseload import Caseload, Leaving, Passed
from fourpoint.services.agencies.queries import members_of
from fourpoint.services.intelligence.pathway import the_pathway

HANDED_OVER = "hand-over"
REASON = "Its owner left the agency."


def _hand_over_duty(leaving: Leaving) -> Passed:
    """Whoever arrives at a desk must find somebody on duty who works there and stays."""
    done = left = 0
    for desk in Desk.objects.select_for_update().filter(agency_id=leaving.agency_id, on_duty_id=leaving.leaver_id):
        taker = _taker(desk, leaving)
        if taker is None:
            left += 1
        else:
            desk.on_duty_id = taker
            desk.save(update_fields=["on_duty"])
            done += 1
    return Passed(count=done, left=left)


def _hand_over_submissions(leaving: Leaving) -> Passed:
    done_with = [state.code for state in the_pathway().states if state.ends]
    rows = Triage.objects.filter(owner_person_id=leaving.leaver_id, submission__owner_id=leaving.agency_id)
    done = left = 0
    for row in rows.exclude(state__in=done_with).select_related("submission__desk").order_by("pk"):
        taker = _taker(row.submission.desk, leaving)
        if taker is None:
            left += 1
        else:
            _give(row, taker, leaving)
            done += 1
    return Passed(count=done, left=left)


def _give(row: Triage, taker: int, leaving: Leaving) -> None:
    row.owner_person_id, row.acknowledged_at = taker, None
    row.save(update_fields=["owner_person", "acknowledged_at"])
    Move.objects.create(
        submission_id=row.pk,
        audience_id=row.audience_id,
        step=HANDED_OVER,
        state=row.state,
        priority=row.priority,
        owner_person_id=taker,
        moved_at=leaving.at,
        moved_by_id=leaving.closed_by_id,
        reason=REASON,
    )


def _taker(desk: Desk, leaving: Leaving) -> int | None:
    """Who works at the desk and stays: the successor, else whoever is on duty, else the first on its list."""
    listed = AudienceMember.objects.filter(audience_id=desk.arrivals_id, agency_id=leaving.agency_id)
    people = set(listed.values_list("person_id", flat=True)) & members_of(leaving.agency_id, at=leaving.at)
    people.discard(leaving.leaver_id)
    wanted: Iterable[int] = (leaving.successor_id, desk.on_duty_id, *sorted(people))
    return next((one for one in wanted if one in people), None)


CASELOADS = (
    Caseload(code="desks", name="intelligence desks", owners=((Desk, "on_duty"),), hand_over=_hand_over_duty),
    Caseload(
        code="submissions",
        name="submissions",
        owners=((Triage, "owner_person"),),
        hand_over=_hand_over_submissions,
    ),
)
