"""What is set apart now, for the governance role; and what a colleague set apart alone, when she is asked about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fourpoint.domain.errors import Unusable
from fourpoint.services.rights import lifting
from fourpoint.services.rights.apart import list_apart
from fourpoint.services.rights.requests import NotReady
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_page
from fourpoint.web.rights.steps import Refused, read_step, refuse

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def apart(request: HttpRequest) -> HttpResponse:
    """Show what is set apart in the agency; lift one, keep it so, or ask whoever set it apart."""
    who, refused, page = acting(request), None, read_page(request)
    if request.method == "POST":
        try:
            sent = read_step(request)
            given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "item_id": sent["item"]}
            match sent["step"]:
                case "lift":
                    lifting.lift(**given, reason=sent["words"])
                case "confirm":
                    lifting.confirm(**given, reason=sent["words"])
                case "ask":
                    lifting.ask(**given)
                case _:
                    raise Unusable("There is no such step.")
            return redirect(f"{reverse('rights:apart')}?page={page}#found")
        except Unusable as error:
            refused = refuse(request, error)
    return _show(request, "rights/apart.html.jinja", list_apart(who, page=page), refused)


@require_http_methods(FORM)
def lift(request: HttpRequest, call: int) -> HttpResponse:
    """Show a call about lifting to the one who set the records apart; lift one, or say why it stays so."""
    who, refused, page = acting(request), None, read_page(request)
    given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "call_id": call}
    if request.method == "POST":
        try:
            sent = read_step(request)
            if _settle(given, sent):
                return answer(request, "rights/lift-done.html.jinja", {})
            return redirect(f"{reverse('rights:lift', kwargs={'call': call})}?page={page}#found")
        except (Unusable, NotReady) as error:
            refused = refuse(request, error)
    return _show(request, "rights/lift.html.jinja", lifting.get_lifting(who, call, page=page), refused)


# ----------------------------------------------------------------------------------------------------------------------


def _settle(given: dict[str, Any], sent: Any) -> bool:
    """Take a step of the one who is called; return whether it was her last."""
    match sent["step"]:
        case "lift" | "confirm":
            lifts = sent["step"] == "lift"
            return lifting.settle_own(**given, item_id=sent["item"], reason=sent["words"], lifts=lifts)
        case "done":
            lifting.answer_lifting(**given)
            return True
        case _:
            raise Unusable("There is no such step.")


def _show(request: HttpRequest, template: str, page: Any, refused: Refused | None) -> HttpResponse:
    context = {
        "page": page,
        "window": page.window,
        "page_href": lambda number: f"?page={number}#found",
        "refused": refused,
    }
    return answer(request, template, context, status=refused.status if refused else 200)
