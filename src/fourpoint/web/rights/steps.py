"""Steps as the pages of a request and of a call send them, and what is shown again of one that is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fourpoint.domain.errors import Unusable
from fourpoint.services.rights.deciding import (
    Decision,
    ExtractUnusable,
    GroundUnusable,
    NothingTicked,
    ReasonUnusable,
)
from fourpoint.services.rights.requests import EndUnusable, NotReady
from fourpoint.web.frame.numbers import read_number
from fourpoint.web.rights.forms import StepForm

# Where a step is mended, by the step or by what is wrong with it; those of one find carry its number.
OF_STEP = {"identity": "identity", "call": "colleague", "close": "closing"}
OF_CLOSING = (EndUnusable, NotReady)
OF_FIND: dict[type[Exception], str] = {
    GroundUnusable: "exemption",
    ReasonUnusable: "reason",
    ExtractUnusable: "extract",
}
# What the page writes as the id of its first tick box.
SEVERAL, TICKS = "withhold", "ticks"
# After which a find stays in its place.
STAYS = ("restrict", "lift", "rectify")
UNREAD = "What was sent could not be understood: look it over and send it again."


@dataclass(frozen=True, kw_only=True)
class Refused:
    """
    A step that was refused, as it was typed, so that nothing of it is lost.

    status  400 for what cannot be used, 403 for what something else must come before
    field   id of the field at which it is mended, "found" where it is none
    ticked  the finds that were ticked, as they were sent
    """

    said: str
    status: int
    field: str
    step: str
    item: str
    exemption: str
    state: str
    words: str
    after: str
    ticked: tuple[str, ...]


def read_step(request: HttpRequest) -> Mapping[str, Any]:
    """Return a step that was sent; raises Unusable for what is none."""
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Unusable(UNREAD)
    return {**form.cleaned_data, "item": form.cleaned_data["item"] or 0, "ticked": _ticked(request)}


def decision_of(sent: Mapping[str, Any]) -> Decision:
    """Return the decision of a step."""
    return Decision(exemption=sent["exemption"], reason=sent["words"], extract=sent["after"])


def refuse(request: HttpRequest, error: Unusable | NotReady) -> Refused:
    """Return what was refused, to be shown again on its page."""
    held = {name: request.POST.get(name, "") for name in ("step", "item", "exemption", "state", "words", "after")}
    status, ticked = (403 if isinstance(error, NotReady) else 400), tuple(request.POST.getlist("ticked"))
    return Refused(said=str(error), status=status, field=_field(error, held), ticked=ticked, **held)


def back_to(name: str, page: int, sent: Mapping[str, Any], **arguments: int) -> HttpResponse:
    """Lead back to the same page of finds, at the find that stays in its place or at the head of the list."""
    stays = sent["step"] in STAYS
    place = f"#item-{sent['item']}" if stays else "#found" if sent["step"] in ("decide", SEVERAL) else ""
    number = f"?page={page}" if page > 1 else ""
    return redirect(f"{reverse(name, kwargs=arguments)}{number}{place}")


# ----------------------------------------------------------------------------------------------------------------------


def _ticked(request: HttpRequest) -> tuple[int, ...]:
    numbers = [read_number(said, digits=18) for said in request.POST.getlist("ticked")]
    if None in numbers:
        raise Unusable(UNREAD)
    return tuple(number for number in numbers if number is not None)


def _field(error: Unusable | NotReady, sent: Mapping[str, str]) -> str:
    ending = "several" if sent["step"] == SEVERAL else sent["item"]
    if isinstance(error, NothingTicked):
        return TICKS
    field = OF_FIND.get(type(error), "")
    if field:
        return f"{field}-{ending}"
    if sent["step"] == "rectify":
        return f"{'after' if sent['words'].strip() else 'before'}-{sent['item']}"
    if sent["step"] == "close" and isinstance(error, OF_CLOSING):
        return "state"
    return OF_STEP.get(sent["step"], "found")
