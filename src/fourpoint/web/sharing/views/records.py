"""The page of one record's sharing: who can see it and why, what can be done, and its history."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.services.agencies.directory import list_agencies
from fourpoint.services.disclosure.readers import who_will_see
from fourpoint.services.disclosure.recalls import whom_to_tell
from fourpoint.services.disclosure.why import list_history
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.sharing.views.about import about


@require_safe
def record(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Show who can see the record; to its owner also how many of whom, and how that came about."""
    who = acting(request)
    found, head = about(kind, record)
    is_owner = head.summary.is_owner
    context = {
        "head": head,
        "may_recall": head.summary.may_change and bool(whom_to_tell(found)),
        "readers": who_will_see(found.audience, for_agency=who.actor.agency_id, at=who.at) if is_owner else (),
        "history": list_history(kind, record, who=who) if is_owner else (),
        "agencies": [card for card in list_agencies(who.actor) if card.relation != "own"] if is_owner else (),
    }
    return answer(request, "sharing/record.html.jinja", context)
