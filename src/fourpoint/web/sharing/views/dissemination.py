"""Pages of dissemination: to whom a report or product is given, who has it, and the receipt of one's own agency."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Audience
from fourpoint.services.disclosure import dissemination, receipts
from fourpoint.services.disclosure.choices import Choice, options
from fourpoint.services.disclosure.forums import list_forums
from fourpoint.services.marked.finding import Found
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.records import page_of
from fourpoint.web.sharing.forms import (
    GivingForm,
    NoDay,
    UseForm,
    has_choice,
    read_given_route,
    read_giving,
    read_last_day,
)
from fourpoint.web.sharing.views.about import own
from fourpoint.web.sharing.views.share import Foreseen, foresee

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def disseminate(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Choose a forum or agencies, be told who will see it and why, and give it to them with the necessity."""
    who = acting(request)
    found, head = own(request, kind, record)
    if kind not in dissemination.DISSEMINATED:
        raise checks.NotOpen("Only reports and products are disseminated.")
    sent = request.POST if request.method == "POST" else request.GET
    form = GivingForm(request.POST if request.method == "POST" and "check" not in request.POST else None)
    giving, audience, problem = _chosen(sent, found, form, who)
    if form.is_bound and form.is_valid() and audience is not None and giving is not None:
        try:
            reference = dissemination.disseminate(who=who, giving=giving)
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:dissemination", reference=reference)
    wrong = form.is_bound and bool(form.errors or problem)
    choice = giving.choice if giving else Choice()
    context = {
        "head": head,
        "kept": found.kind.keeps(found.row),
        "forums": [one for one in list_forums(who) if one.is_member],
        "options": options(found.row.owner_id, at=who.at),
        "choice": choice,
        "last_day": read_last_day(sent, choice),
        "forum": giving.forum if giving else "",
        "held": tuple(sorted(set(found.audience.conditions))),
        "form": form,
        "typed": sent,
        "problem": problem if form.is_bound else "",
        "foreseen": _foreseen(found, audience, giving, problem, who) if has_choice(sent) else None,
    }
    return answer(request, "sharing/disseminate.html.jinja", context, status=400 if wrong else 200)


@require_http_methods(METHODS)
def one_dissemination(request: HttpRequest, reference: str) -> HttpResponse:
    """Show to the owner who has it and how many read it, and to a recipient a form by which her agency says it does."""
    who = acting(request)
    card, receipt = receipts.get_given(reference, who=who), receipts.get_receipt(reference, who=who)
    if card is None and receipt is None:
        raise checks.NotOpen("There is no such dissemination, or it is not open to you.")
    form, problem = UseForm(request.POST if request.method == "POST" else None), ""
    if form.is_bound and form.is_valid():
        try:
            dissemination.receive(who=who, reference=reference, use=form.cleaned_data["use"])
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:dissemination", reference=reference)
    shown = card or receipt
    context = {
        "card": card,
        "receipt": receipt,
        "reference": reference,
        "href": page_of(shown.kind, shown.record_id) if shown else "",
        "form": form,
        "problem": problem,
    }
    return answer(request, "sharing/dissemination.html.jinja", context, status=400 if form.errors or problem else 200)


def _chosen(
    sent: QueryDict, found: Found, form: GivingForm, who: Acting
) -> tuple[dissemination.Giving | None, Audience | None, str]:
    """What was chosen, with the audience that it makes, or why it makes none."""
    if not has_choice(sent):
        return None, None, "Choose a forum, or an agreement and the agencies that need it." if form.is_bound else ""
    named: dict[str, Any] = {"kind": found.kind.code, "record_id": found.row.pk}
    try:
        giving = read_giving(sent, read_given_route(sent), **named)
    except NoDay as wrong:
        return read_giving(sent, wrong.choice, **named), None, str(wrong)
    try:
        return giving, dissemination.audience_of(found, giving, who=who), ""
    except (Refused, Unusable) as refusal:
        return giving, None, str(refusal)


def _foreseen(
    found: Found, audience: Audience | None, giving: dissemination.Giving | None, problem: str, who: Acting
) -> Foreseen:
    return foresee(found, audience, giving.choice if giving else Choice(), problem, who)
