"""Which desks an agency has and who works at them: what lies on a desk is searched by nobody else."""

from fourpoint.records.intelligence.models import Desk
from fourpoint.records.rights.models import RightsCall


def desk_of_each(agency_id: int) -> dict[int, str]:
    """Return the name of the desk at which each person works, the first of several."""
    held: dict[int, str] = {}
    for desk in Desk.objects.filter(agency_id=agency_id).order_by("id"):
        for person_id in _people(desk):
            held.setdefault(person_id, desk.name)
    return held


def unsearched_desks(request_id: int, agency_id: int) -> tuple[str, ...]:
    """Return the names of the agency's desks from which nobody has answered a call for that request."""
    answered = RightsCall.objects.filter(request_id=request_id).exclude(answered_at=None).exclude(searched_at=None)
    people = set(answered.values_list("person_id", flat=True))
    desks = Desk.objects.filter(agency_id=agency_id).order_by("id")
    return tuple(desk.name for desk in desks if not people & _people(desk))


def _people(desk: Desk) -> set[int]:
    return set(desk.arrivals.members.filter(agency_id=desk.agency_id).values_list("person_id", flat=True))
