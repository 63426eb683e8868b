"""Marking on a map where something was: a picture that is pressed, which works without scripts, or a list of wards."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access.checks import NotOpen
from fourpoint.domain.errors import Unusable
from fourpoint.services.intelligence import drafts
from fourpoint.services.profiles import picking
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_number

# How wide the picture is drawn, on every page: a browser tells a press in these pixels, whatever the window.
WIDTH = 340


@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show the map of a district; keep in the draft where it was pressed, and go back."""
    who = acting(request)
    draft, error = drafts.get_draft(who, key), ""
    districts = picking.list_districts(who.actor.agency_id or 0)
    area = _chosen(request, districts)
    if request.method == "POST":
        try:
            point = _pressed(request, area)
            drafts.save(by=who.actor, at=who.at, key=key, step="where", fields={"point": point}, saves=draft.saves)
            return redirect("intelligence:draft-where", key=key)
        except Unusable as refused:
            error = str(refused)
    shown = picking.find_map(area)
    context = {
        "draft": draft,
        "districts": districts,
        "area": area,
        "shown": shown,
        "point": draft.get("point"),
        "marked": picking.say_point(draft.get("point")),
        "width": WIDTH,
        "height": round(WIDTH * shown.height / shown.width) if shown else 0,
        "error": error,
    }
    return answer(request, "intelligence/submit_map.html.jinja", context, status=400 if error else 200)


@require_safe
def drawing(request: HttpRequest, area: str) -> HttpResponse:
    """Give the map of a district as a picture, with a mark where one stands."""
    served = dict(picking.list_districts(acting(request).actor.agency_id or 0))
    shown = picking.find_map(area) if area in served else None
    if shown is None:
        raise NotOpen("There is no such map.")
    mark = picking.find_mark(area, request.GET.get("at", "")[:20])
    text = render_to_string("intelligence/submit_map.svg.jinja", {"shown": shown, "mark": mark})
    return HttpResponse(text, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=300"})


# ----------------------------------------------------------------------------------------------------------------------


def _pressed(request: HttpRequest, area: str) -> str:
    """The point that was pressed or chosen, empty for none any more."""
    if "remove" in request.POST:
        return ""
    if "ward" in request.POST:
        return picking.find_middle(area, request.POST["ward"])
    x, y = (read_number(request.POST.get(f"at.{axis}"), digits=5) for axis in "xy")
    shown = picking.find_map(area)
    if shown is None or x is None or y is None:
        raise Unusable("Press inside the map, or choose the neighbourhood from the list.")
    scale = shown.width / WIDTH
    return picking.find_point(area, x * scale, y * scale)


def _chosen(request: HttpRequest, districts: tuple[tuple[str, str], ...]) -> str:
    """The district that was asked for, of those that the reader's agency serves; else the first."""
    asked = request.POST.get("area") or request.GET.get("area")
    return asked if asked in dict(districts) else districts[0][0] if districts else ""
