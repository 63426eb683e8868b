"""The directory of agencies, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.services.agencies import areas, directory
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer


@require_safe
def directory_page(request: HttpRequest) -> HttpResponse:
    """Show the agencies that the reader's agency finds."""
    who = acting(request)
    cards = directory.list_agencies(who.actor)
    grouped = {relation: [card for card in cards if card.relation == relation] for relation in RELATIONS}
    return answer(request, "agencies/directory.html.jinja", {"grouped": grouped, "headings": RELATIONS})


RELATIONS = {
    "own": "My agency",
    "partner": "Agencies that mine has an agreement with",
    "listed": "Other agencies, listed to everybody",
}


@require_safe
def agency(request: HttpRequest, agency: str) -> HttpResponse:
    """Show one agency: what it covers and whom to ask."""
    who = acting(request)
    page = directory.get_agency(who.actor, agency, at=who.at)
    names = areas.area_names(page.area_codes)
    return answer(request, "agencies/agency.html.jinja", {"page": page, "areas": names})
