"""The desk for rights of people: requests, one request step by step, its answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.services.rights import calling, queries, requests, restricting
from fourpoint.services.rights.answering import make_pack
from fourpoint.services.rights.searching import search
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.files import file as send
from fourpoint.web.frame.leasing import NUMBER
from fourpoint.web.rights.forms import RequestForm, StepForm

FORM = ["GET", "HEAD", "POST"]


@require_safe
def list_requests(request: HttpRequest) -> HttpResponse:
    """Show the agency's requests, those due first."""
    return answer(request, "rights/list.html.jinja", {"lines": queries.list_requests(acting(request))})


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Register a request."""
    who = acting(request)
    checks.check_may_govern(who.actor)
    form = RequestForm(request.POST if request.method == "POST" else None, rights=queries.list_rights())
    if request.method == "POST" and form.is_valid():
        try:
            number = requests.register(by=who.actor, purpose=who.purpose, at=who.at, asked=form.asked_for())
            return redirect("rights:request", asked=number)
        except Unusable as error:
            form.add_error("received_on" if "received" in str(error) else "subject", str(error))
    return answer(request, "rights/new.html.jinja", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(FORM)
def request_page(request: HttpRequest, asked: int) -> HttpResponse:
    """Show a request and everything that was found; take one step with it."""
    who, error = acting(request), ""
    requests.find_request(who.actor, asked)
    if request.method == "POST":
        try:
            _step(request, asked, who)
            return redirect("rights:request", asked=asked)
        except Unusable as unusable:
            error = str(unusable)
    context = {"page": queries.get_request(who, asked), "exemptions": queries.list_exemptions(), "error": error}
    return answer(request, "rights/request.html.jinja", context, status=400 if error else 200)


@require_safe
def pack(request: HttpRequest, asked: int) -> HttpResponse:
    """Give the answer as a stamped PDF."""
    held = make_pack(acting(request), asked)
    response = send(held.name, held.content, held.media_type)
    response[NUMBER] = held.number
    return response


@require_http_methods(FORM)
def call_page(request: HttpRequest, call: int) -> HttpResponse:
    """Show a call to the one who is asked to search; take one step with it."""
    who, error = acting(request), ""
    if request.method == "POST":
        try:
            if _own_step(request, call, who):
                return answer(request, "rights/call-done.html.jinja", {})
            return redirect("rights:call", call=call)
        except Unusable as unusable:
            error = str(unusable)
    context = {"page": calling.get_own(who, call), "exemptions": queries.list_exemptions(), "error": error}
    return answer(request, "rights/call.html.jinja", context, status=400 if error else 200)


def _own_step(request: HttpRequest, call: int, who: Acting) -> bool:
    """Take a step of the one who is called; return whether it was her last."""
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Unusable("What was sent could not be understood: go back and try again.")
    sent, step = form.cleaned_data, str(form.cleaned_data["step"])
    given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "call_id": call}
    match step:
        case "search":
            calling.search_own(**given)
        case "decide":
            decided = {"extract": sent["after"], "exemption": sent["exemption"], "reason": sent["words"]}
            calling.decide_own(**given, item_id=sent["item"] or 0, **decided)
        case "restrict":
            restricting.restrict_own(**given, item_id=sent["item"] or 0)
        case "lift":
            restricting.lift_own(**given, item_id=sent["item"] or 0)
        case "done":
            calling.answer(**given)
        case _:
            raise Unusable("There is no such step.")
    return step == "done"


def _step(request: HttpRequest, asked: int, who: Acting) -> None:
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Unusable("What was sent could not be understood: go back and try again.")
    sent, item = form.cleaned_data, form.cleaned_data["item"] or 0
    given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "request_id": asked}
    match sent["step"]:
        case "identity":
            requests.check_identity(**given, how=sent["words"])
        case "search":
            search(**given)
        case "decide":
            requests.decide_item(**given, item_id=item, exemption=sent["exemption"], reason=sent["words"])
        case "call":
            calling.call(**given, person_id=item)
        case "rectify":
            requests.note_rectification(**given, item_id=item, before=sent["words"], after=sent["after"])
        case "restrict":
            restricting.restrict(**given, item_id=item)
        case "lift":
            restricting.lift(**given, item_id=item)
        case "close":
            requests.close(**given, state=sent["state"], words=sent["words"])
        case _:
            raise Unusable("There is no such step.")
