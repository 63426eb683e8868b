"""The desk for rights of people: requests, one request step by step, its answer."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.services.rights import calling, deciding, queries, requests, restricting
from fourpoint.services.rights.answering import make_pack
from fourpoint.services.rights.apart import count_apart
from fourpoint.services.rights.requests import NotReady
from fourpoint.services.rights.searching import search
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.files import file as send
from fourpoint.web.frame.leasing import NUMBER
from fourpoint.web.frame.numbers import read_page
from fourpoint.web.rights.forms import RequestForm
from fourpoint.web.rights.steps import Refused, back_to, decision_of, read_step, refuse

FORM = ["GET", "HEAD", "POST"]


@require_safe
def list_requests(request: HttpRequest) -> HttpResponse:
    """Show the agency's requests, those due first, and how much is set apart."""
    who = acting(request)
    context = {"lines": queries.list_requests(who), "apart": count_apart(who)}
    return answer(request, "rights/list.html.jinja", context)


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
    """Show a request and a page of what was found; take one step with it."""
    who, refused, page = acting(request), None, read_page(request)
    requests.find_request(who.actor, asked)
    if request.method == "POST":
        try:
            sent = read_step(request)
            _step(sent, asked, who)
            return back_to("rights:request", page, sent, asked=asked)
        except (Unusable, NotReady) as error:
            refused = refuse(request, error)
    shown = queries.get_request(who, asked, page=page)
    return _finds(request, "rights/request.html.jinja", shown, refused)


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
    who, refused, page = acting(request), None, read_page(request)
    if request.method == "POST":
        try:
            sent = read_step(request)
            _own_step(sent, call, who)
            if sent["step"] == "done":
                return answer(request, "rights/call-done.html.jinja", {})
            return back_to("rights:call", page, sent, call=call)
        except (Unusable, NotReady) as error:
            refused = refuse(request, error)
    shown = calling.get_own(who, call, page=page)
    return _finds(request, "rights/call.html.jinja", shown, refused)


# ----------------------------------------------------------------------------------------------------------------------


def _finds(
    request: HttpRequest, template: str, page: queries.RequestPage | calling.CallPage, refused: Refused | None
) -> HttpResponse:
    """Answer with a page of finds, on which what was refused stands as it was typed."""
    context = {
        "page": page,
        "window": page.window,
        "page_href": lambda number: f"?page={number}#found",
        "exemptions": queries.list_exemptions(),
        "all_ticked": request.GET.get("tick") == "all",
        "refused": refused,
    }
    return answer(request, template, context, status=refused.status if refused else 200)


def _own_step(sent: Mapping[str, Any], call: int, who: Acting) -> None:
    """Take a step of the one who is called."""
    given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "call_id": call}
    item = sent["item"]
    match sent["step"]:
        case "search":
            calling.search_own(**given)
        case "decide":
            deciding.decide_own(**given, item_id=item, decision=decision_of(sent))
        case "withhold":
            deciding.withhold_own(**given, item_ids=sent["ticked"], decision=decision_of(sent))
        case "restrict":
            restricting.restrict_own(**given, item_id=item)
        case "lift":
            restricting.lift_own(**given, item_id=item)
        case "done":
            calling.answer(**given)
        case _:
            raise Unusable("There is no such step.")


def _step(sent: Mapping[str, Any], asked: int, who: Acting) -> None:
    given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "request_id": asked}
    item = sent["item"]
    match sent["step"]:
        case "identity":
            requests.check_identity(**given, how=sent["words"])
        case "search":
            search(**given)
        case "decide":
            deciding.decide_item(**given, item_id=item, decision=decision_of(sent))
        case "withhold":
            deciding.withhold_items(**given, item_ids=sent["ticked"], decision=decision_of(sent))
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
