"""What people of the governance role own by name here: open requests about a person."""

from fourpoint.records.rights.models import OPEN, RightsRequest
from fourpoint.services.agencies.caseload import Caseload, Leaving, Passed
from fourpoint.services.agencies.letters import members_with


def _hand_over(leaving: Leaving) -> Passed:
    """Only who governs may handle one: another of them takes it over when the successor does not."""
    rows = RightsRequest.objects.select_for_update().filter(
        agency_id=leaving.agency_id, handler_id=leaving.leaver_id, state=OPEN
    )
    numbers = list(rows.values_list("pk", flat=True))
    governing = members_with("governs", agency_id=leaving.agency_id, at=leaving.at) - {leaving.leaver_id}
    if not governing:
        return Passed(count=0, left=len(numbers))
    handler = leaving.successor_id if leaving.successor_id in governing else min(governing)
    return Passed(count=RightsRequest.objects.filter(pk__in=numbers).update(handler_id=handler))


CASELOAD = Caseload(
    code="rights-requests",
    name="requests of people about what is held of them",
    owners=((RightsRequest, "handler"),),
    hand_over=_hand_over,
)
