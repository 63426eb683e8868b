"""Preview as another agency: a record as its people would see it, now or after a change. Of one's own agency's only."""

from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting, looking_as
from fourpoint.domain.errors import Unusable
from fourpoint.services.agencies.directory import AgencyCard, list_agencies
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.disclosure.choices import make_audience
from fourpoint.services.disclosure.readers import find_reader, who_will_see
from fourpoint.services.marked.looking import record_preview
from fourpoint.services.marked.summary import in_words
from fourpoint.web.frame.acting import Preview, acting, look_as
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
    card = _agency(seen_by, who)
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
        "seen_by": seen_by,
        "has_page": bool(head.href) and not changed,
    }
    return answer(request, "sharing/preview.html.jinja", context)


@require_safe
def page(request: HttpRequest, kind: str, record: int, seen_by: str) -> HttpResponse:
    """
    Show the record's own page as a reader of that agency has it now, framed as a preview in which nothing can be done.

    What that reader may see and the one who looks may not is left out: a preview opens nothing.
    """
    who = acting(request)
    found, head = own(request, kind, record)
    card = _agency(seen_by, who)
    agency_id = find_agency(seen_by) or 0
    reader = find_reader(found.audience, agency_id, at=who.at)
    if reader is None or not head.href:
        raise checks.NotOpen("For them there is no such page.")
    record_preview(by=who.actor, purpose=who.purpose, at=who.at, found=found, agency_id=agency_id)
    back = reverse("sharing:preview", kwargs={"kind": kind, "record": record, "seen_by": seen_by})
    view = resolve(head.href)
    with looking_as(reader[0], purpose=reader[1], agency_id=agency_id) as theirs:
        look_as(request, theirs, Preview(agency=card.name, href=back))
        try:
            shown: HttpResponse = view.func(request, *view.args, **view.kwargs)
            return shown
        finally:
            look_as(request, who, None)


def _agency(code: str, who: Acting) -> AgencyCard:
    card = next((one for one in list_agencies(who.actor) if one.code == code), None)
    if card is None:
        raise checks.NotOpen("There is no such agency in your directory.")
    return card
