"""The page of one request for access: for who asked, and for who decides."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fourpoint.domain.days import day_of, end_of
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.agencies.directory import list_agencies
from fourpoint.services.disclosure import answers, requests
from fourpoint.services.disclosure.clocks import days
from fourpoint.services.sharing.codes import entries
from fourpoint.services.sharing.purposes import list_choosable
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.records import page_of, record_at
from fourpoint.web.sharing.forms import DeclineForm, GrantForm, SeekForm

DOINGS = ("grant", "decline", "withdraw")


@require_http_methods(["GET", "HEAD", "POST"])
def seek(request: HttpRequest) -> HttpResponse:
    """Ask an agency for what one was told of by a reference; the answer is the same whether it holds it or not."""
    who, problem = acting(request), ""
    form = SeekForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        seeking = requests.Seeking(
            owner=sent["owner"],
            sought=sent["sought"],
            purpose=sent["purpose"],
            reason=sent["reason"],
            for_agency=sent["whom"] == "agency",
        )
        try:
            reference = requests.ask_by_reference(by=who.actor, purpose=who.purpose, at=who.at, seeking=seeking)
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:request", reference=reference)
    context = {
        "form": form,
        "problem": problem,
        "agencies": [one for one in list_agencies(who.actor) if one.relation != "own"],
        "purposes": list_choosable(),
        "purpose": who.purpose,
        "days": days("request"),
    }
    return answer(request, "sharing/seek.html.jinja", context, status=400 if form.errors or problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a request with its clock and outcome; grant, decline or withdraw it."""
    who = acting(request)
    card = requests.get_request(reference, who=who)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    offered = {one.id: one.name for one in list_choosable()}
    grant = GrantForm(request.POST if doing == "grant" else None, purposes=offered)
    decline = DeclineForm(request.POST if doing == "decline" else None)
    problem = "" if doing in ("", *DOINGS) else "Choose whether to grant or to decline it."
    if doing in DOINGS and all(form.is_valid() for form in (grant, decline) if form.is_bound):
        try:
            _act(request, reference, doing, grant if doing == "grant" else decline)
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("sharing:request", reference=reference)
    wrong = bool(grant.errors or decline.errors or problem)
    context = {
        "card": card,
        "href": page_of(card.record_kind, card.record_id),
        "grant": grant,
        "decline": decline,
        "doing": doing,
        "problem": problem,
        "purposes": offered,
        "gateways": entries("legal_gateways"),
        "longest": days("one-off"),
        "suggested": day_of(who.at) + timedelta(days=30),
    }
    return answer(request, "sharing/request.html.jinja", context, status=400 if wrong else 200)


def _act(request: HttpRequest, reference: str, doing: str, form: forms.Form) -> None:
    who = acting(request)
    if doing == "withdraw":
        requests.withdraw(by=who.actor, purpose=who.purpose, at=who.at, reference=reference)
        return
    sent = form.cleaned_data
    if doing == "decline":
        answers.decline(by=who.actor, purpose=who.purpose, at=who.at, reference=reference, reason=sent["reason"])
        return
    limits = answers.Limits(
        purposes=tuple(sent["purposes"]),
        gateway=sent["gateway"],
        until=end_of(sent["until"]),
        to_agency=sent["whom"] == "agency",
        record=record_at(sent["record"]),
        words=sent["words"],
    )
    answers.grant(by=who.actor, purpose=who.purpose, at=who.at, reference=reference, limits=limits)
