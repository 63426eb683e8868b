"""How every page of an agency's people begins: it is the reader's own agency, and they keep its people."""

from dataclasses import dataclass

from django.http import HttpRequest

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.services.agencies import actions, directory, roster
from fourpoint.services.agencies.directory import AgencyPage
from fourpoint.services.agencies.roster import PersonFile
from fourpoint.web.frame.acting import acting


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Who asks, and the agency whose people they keep."""

    who: Acting
    page: AgencyPage


def keep(request: HttpRequest, agency: str) -> Kept:
    """
    Return who asks and the agency of that code.

    raises  NotOpen for an agency the reader does not find; NotAllowed for one whose people they do not keep
    """
    who = acting(request)
    page = directory.get_agency(who.actor, agency, at=who.at)
    checks.check_may_keep_people(who.actor, agency_id=page.agency_id)
    return Kept(who=who, page=page)


def keep_member(request: HttpRequest, agency: str, person_id: int) -> tuple[Kept, PersonFile]:
    """Return who asks, the agency, and the file of a member of it; raises as `keep`, and for somebody who has left."""
    kept = keep(request, agency)
    file = roster.get_person(kept.who.actor, person_id, at=kept.who.at)
    if file.current is None:
        raise actions.MembershipAlreadyEnded(
            "This person has left the agency, so nothing about their place can change."
        )
    return kept, file
