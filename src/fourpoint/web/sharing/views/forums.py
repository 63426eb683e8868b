"""Pages of forums: which there are, who belongs to each, and who says so."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.disclosure import forums
from fourpoint.services.disclosure.choices import Option, options
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.sharing.forms import ForumForm, read_members

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the forums under the reader's agreements; governance founds one."""
    who = acting(request)
    form, problem = ForumForm(request.POST if request.method == "POST" else None), ""
    if form.is_bound and form.is_valid():
        try:
            forums.found_forum(by=who.actor, purpose=who.purpose, at=who.at, forum=_draft(form, request.POST, who))
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:forums")
    may_found = checks.may_govern(who.actor)
    context = {
        "forums": forums.list_forums(who),
        "may_found": may_found,
        "options": options(who.actor.agency_id or 0, at=who.at) if may_found else None,
        "form": form,
        "problem": problem,
        "sent": request.POST,
    }
    return answer(request, "sharing/forums.html.jinja", context, status=400 if form.errors or problem else 200)


@require_http_methods(METHODS)
def one_forum(request: HttpRequest, forum: str) -> HttpResponse:
    """Show a forum; whoever keeps it says who belongs to it, or that it is over."""
    who = acting(request)
    card = forums.get_forum(who, forum)
    parties = _parties(card, who) if card.may_change else ()
    problem = ""
    if request.method == "POST":
        given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "code": forum}
        try:
            if "end" in request.POST:
                forums.end_forum(**given)
            else:
                forums.set_members(**given, members=read_members(request.POST, "member", own=who.actor.agency_id))
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:forums")
    chosen = [str(agency_id) for agency_id, _ in card.others]
    context = {"forum": card, "parties": parties, "chosen": chosen, "problem": problem}
    return answer(request, "sharing/forum.html.jinja", context, status=400 if problem else 200)


def _parties(card: forums.ForumCard, who: Acting) -> tuple[Option, ...]:
    held = options(who.actor.agency_id or 0, at=who.at).agreements
    return next((one.agencies for one in held if one.agreement_id == card.agreement_id), ())


def _draft(form: ForumForm, sent: QueryDict, who: Acting) -> forums.ForumDraft:
    agreement = form.cleaned_data["agreement"]
    return forums.ForumDraft(
        name=form.cleaned_data["name"],
        words=form.cleaned_data["words"],
        agreement_id=agreement,
        members=read_members(sent, f"agency-{agreement}", own=who.actor.agency_id),
    )
