"""What people own by name here: products that are not issued and wait for them as the senior officer."""

from fourpoint.access import checks, standing
from fourpoint.domain.duties import Duty
from fourpoint.records.products.models import DRAFTING, IN_REVIEW, Product
from fourpoint.services.agencies.caseload import Caseload, Leaving, Passed


def _hand_over(leaving: Leaving) -> Passed:
    """Only who releases may review one, and never its author: another of them takes it when the successor may not."""
    able = _reviewing(leaving)
    rows = Product.objects.select_for_update().filter(
        owner_id=leaving.agency_id, senior_id=leaving.leaver_id, state__in=(DRAFTING, IN_REVIEW)
    )
    done = left = 0
    for row in rows.order_by("pk"):
        taker = next((one for one in able if one != row.made_by_id), None)
        if taker is None:
            left += 1
        else:
            row.senior_id = taker
            row.save(update_fields=["senior"])
            done += 1
    return Passed(count=done, left=left)


def _reviewing(leaving: Leaving) -> tuple[int, ...]:
    """Who stays and may review products of the agency: the successor first, if she may."""
    people = standing.people_of([leaving.agency_id], at=leaving.at)[leaving.agency_id]
    able = {
        one.person_id
        for one in people
        if one.person_id and checks.has_duty(one, duty=Duty.RELEASE, agency_id=leaving.agency_id)
    }
    able.discard(leaving.leaver_id)
    return tuple(sorted(able, key=lambda one: (one != leaving.successor_id, one)))


CASELOAD = Caseload(code="products", name="products to review", owners=((Product, "senior"),), hand_over=_hand_over)
