"""Lists on which a leaver stands with nobody else of the agency: nobody inherits them, governance is written to."""

from fourpoint.access import context
from fourpoint.services.agencies import letters
from fourpoint.services.agencies.caseload import Caseload, Leaving, Passed
from fourpoint.services.stand_ins.actions import PATH
from fourpoint.services.stand_ins.lists import lists_of_leavers

NOBODY = Passed(count=0)


def _tell_governance(leaving: Leaving) -> Passed:
    # Asked in the leaver's context and in her successor's: once is enough.
    if context.somebody().actor.person_id != leaving.successor_id:
        return NOBODY
    lists = lists_of_leavers(leaving.agency_id, at=leaving.at, going=frozenset({leaving.leaver_id}))
    if leaving.leaver_id not in lists:
        return NOBODY
    governing = letters.members_with("governs", agency_id=leaving.agency_id, at=leaving.at) - {leaving.leaver_id}
    letters.write_to(governing, kind="stand-in-wanted", path=PATH, agency_id=leaving.agency_id, at=leaving.at)
    return Passed(count=0, left=lists[leaving.leaver_id].alone)


CASELOAD = Caseload(
    code="lists",
    name="need-to-know lists that name nobody else (the information governance role says who stands in)",
    owners=(),
    hand_over=_tell_governance,
)
