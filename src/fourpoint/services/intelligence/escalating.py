"""
Sees that no submission waits unseen: pages who is on duty when someone is in danger, passes up what stands too long.

A page is a mail that says only that something needs its reader, a line at the top of the desk, and a row of the
submission's moves. The clock acts in the name of whoever is on duty, and its moves say so.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from fourpoint.access import context, standing
from fourpoint.domain.duties import Duty
from fourpoint.records.agencies.models import Membership
from fourpoint.records.intelligence.models import Desk, Move, Submission, Triage
from fourpoint.records.sharing.models import AudienceMember
from fourpoint.services.agencies import letters
from fourpoint.services.intelligence.pathway import the_pathway

EMPTY, AGAIN = "empty-desk", timedelta(hours=1)
BY_CLOCK = "The clock ran out, and this was done by the system in that person's name."


def page(row: Submission, *, at: datetime) -> None:
    """Page who is on duty at the desk, inside the transaction in which a submission that tells of danger arrives."""
    _write((row.desk.on_duty_id,), row, at=at)


def escalate_due(*, at: datetime) -> int:
    """
    Pass up what has stood in its state for longer than its clock allows, desk by desk; return how many.

    It goes to a supervisor of the desk other than who had it, then on to the next at each further running out of the
    clock; each is told. What was acknowledged is passed up too, when it stands still all the same. It is done in the
    name of who is on duty, or of the first on the list who can read it; where nobody can, who keeps people is told.
    """
    return sum(_escalate_desk(desk_id, at=at) for desk_id in Desk.objects.order_by("id").values_list("id", flat=True))


def _escalate_desk(desk_id: int, *, at: datetime) -> int:
    desk = Desk.objects.get(pk=desk_id)
    for person_id in (desk.on_duty_id, *(one for one in _listed(desk) if one != desk.on_duty_id)):
        with context.acting(person_id, at=at, agency_id=desk.agency_id) as who:
            # Who left, or was not confirmed, reads nothing: then the next one's name is used.
            if desk.arrivals_id in who.readable:
                return _escalate_all(desk, in_name_of=person_id, at=at)
    # Nobody reads what arrives: whoever keeps the agency's people must know, whatever waits.
    if not letters.wrote(kind=EMPTY, agency_id=desk.agency_id, since=at - AGAIN):
        keepers = letters.members_with("keeps_people", agency_id=desk.agency_id, at=at)
        letters.write_to(keepers, kind=EMPTY, path="/intelligence/desk/", agency_id=desk.agency_id, at=at)
    return 0


def _escalate_all(desk: Desk, *, in_name_of: int, at: datetime) -> int:
    due = Triage.objects.select_for_update(of=("self",), skip_locked=True).select_related("submission")
    rows = list(due.filter(submission__desk=desk, due_at__lte=at).order_by("due_at"))
    supervisors = _supervisors(desk, at=at) or (in_name_of,)
    for row in rows:
        _escalate(row, supervisors, in_name_of=in_name_of, at=at)
    return len(rows)


def _escalate(row: Triage, supervisors: tuple[int, ...], *, in_name_of: int, at: datetime) -> None:
    others = [one for one in supervisors if one != row.owner_person_id] or list(supervisors)
    to = others[row.escalations % len(others)]
    row.escalations += 1
    row.owner_person_id, row.acknowledged_at = to, None
    row.due_at = the_pathway().due_at(row.state, priority=row.priority, since=at)
    row.save(update_fields=["escalations", "owner_person", "acknowledged_at", "due_at"])
    Move.objects.create(
        submission_id=row.pk,
        audience_id=row.audience_id,
        step="escalate",
        state=row.state,
        priority=row.priority,
        owner_person_id=to,
        moved_at=at,
        moved_by_id=in_name_of,
        reason=BY_CLOCK,
    )
    _write((to,), row.submission, at=at)


def _listed(desk: Desk) -> tuple[int, ...]:
    rows = AudienceMember.objects.filter(audience_id=desk.arrivals_id, agency_id=desk.agency_id).order_by("person_id")
    return tuple(rows.values_list("person_id", flat=True))


def _supervisors(desk: Desk, *, at: datetime) -> tuple[int, ...]:
    """Those on the desk's list who release reports, in the order of their numbers."""
    held = Membership.objects.filter(
        person_id__in=_listed(desk), agency_id=desk.agency_id, starts_at__lte=at, person__is_active=True
    )
    return tuple(
        sorted(
            row.person_id
            for row in held
            if (row.ends_at is None or at < row.ends_at) and standing.has_duty(row.roles, Duty.RELEASE)
        )
    )


def _write(people: Iterable[int], row: Submission, *, at: datetime) -> None:
    letters.write_to(
        people,
        kind="submission",
        path=f"/intelligence/desk/{row.reference}/",
        agency_id=row.owner_id,
        at=at,
    )
