"""Preview as another agency: a record as its people would see it, now or after a change. Of one's own agency's only."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.access import checks, trail
from fourpoint.domain.errors import Unusable
from fourpoint.services.agencies.directory import list_agencies
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.disclosure.choices import make_audience
from fourpoint.services.disclosure.readers import who_will_see
from fourpoint.services.marked.summary import in_words
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.sharing.forms import has_choice, read_choice
from fourpoint.web.sharing.views.about import own


@require_safe
def preview(request: HttpRequest, kind: str, record: int, seen_by: str) -> HttpResponse:
    """
    Show what people of the agency of that code would see of the record; with a choice in the address, after it.

    The reader sees nothing she may not see anyway: it is her own agency's record, and she may change it.
    """
    who = acting(request)
    found, head = own(request, kind, record)
    card = next((one for one in list_agencies(who.actor) if one.code == seen_by), None)
    if card is None:
        raise checks.NotOpen("There is no such agency in your directory.")
    changed = has_choice(request.GET)
    if changed and "others" in request.GET:
        raise Unusable("People of other agencies are named in the form only, never in an address.")
    audience = make_audience(found.audience, read_choice(request.GET), at=who.at) if changed else found.audience
    trail.record_shown(kind, [found.row])
    agency_id = find_agency(seen_by)
    told = who_will_see(audience, for_agency=who.actor.agency_id, at=who.at)
    context = {
        "head": head,
        "agency": card.name,
        "changed": changed,
        "readers": next((one for one in told if one.agency_id == agency_id), None),
        "texts": [text for text in found.kind.texts(found.row) if text and text != found.title],
        "audience": in_words(audience, agency_id=agency_id),
    }
    return answer(request, "sharing/preview.html.jinja", context)
