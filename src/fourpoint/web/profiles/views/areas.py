"""Pages of areas: the list, one area's profile, one neighbourhood, and the shapes of the moving map."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from fourpoint.domain.document import Document, Place
from fourpoint.domain.errors import Unusable
from fourpoint.services.intelligence import required, requirements
from fourpoint.services.profiles import frozen_reads, queries
from fourpoint.services.profiles.commentary import queries as commentary
from fourpoint.services.profiles.requests import ProfileRequest
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.addresses import url
from fourpoint.web.frame.answers import answer
from fourpoint.web.profiles import asking, cards
from fourpoint.web.profiles.drawing import draw_body, draw_form
from fourpoint.web.profiles.editions import make_strip
from fourpoint.web.profiles.links import LiveLinks, NeighbourhoodLinks
from fourpoint.web.profiles.notes import Stands, add_href, make_note, weave
from fourpoint.web.profiles.overview import make_overview
from fourpoint.web.profiles.shapes import make_shapes
from fourpoint.web.profiles.state import read_state
from fourpoint.web.profiles.views.commentary import may_write

PAGE = "profiles/profile.html.jinja"


@require_safe
def list_areas(request: HttpRequest) -> HttpResponse:
    """Show the areas whose profiles the reader may open: as a map and as a table."""
    return answer(request, "profiles/list.html.jinja", {"overview": make_overview(queries.list_profiles())})


@require_safe
def profile(request: HttpRequest, area: str) -> HttpResponse:
    """Show one area's profile under the choices in the address; a choice that cannot be shown is said at the form."""
    state = read_state(request.GET)
    asked = asking.to_request(area, state)
    choices = queries.get_choices(area)
    try:
        document = queries.get_profile(asked)
    except Unusable as refusal:
        return _refused(request, choices, asked, str(refusal))
    links = LiveLinks(area=area, state=state)
    picked = replace(asked, first=document.months[0], last=document.months[-1])
    context = {
        "head": cards.make_head(document, asking.compared_words(choices, asked.compare)),
        "form": draw_form(asking.make_form(area, choices, picked)),
        "editions": make_strip(area, frozen_reads.find_newest(area), may_freeze=may_freeze(request, area)),
        "commentary_href": url("profiles:commentary", area=area),
        "withheld": document.withheld,
        "body": with_notes(request, draw_body(document, links), document),
        "known": required.list_known(acting(request), area),
        "may_raise": requirements.may_raise(acting(request).actor),
        "area": area,
    }
    return answer(request, PAGE, context)


@require_safe
def neighbourhood(request: HttpRequest, area: str, code: str) -> HttpResponse:
    """Show one neighbourhood of the area under the same choices."""
    state = read_state(request.GET)
    document = queries.get_neighbourhood(asking.to_request(area, state), lsoa=code)
    links = NeighbourhoodLinks(area=area, state=state, code=code)
    context = {
        "head": cards.make_head(document, ""),
        "back_href": LiveLinks(area=area, state=state).profile(),
        "withheld": document.withheld,
        "body": draw_body(document, links),
    }
    return answer(request, "profiles/neighbourhood.html.jinja", context)


@require_safe
def shapes(request: HttpRequest, area: str) -> HttpResponse:
    """Give the shapes and layers of the profile's maps."""
    state = read_state(request.GET)
    return shapes_answer(queries.get_profile(asking.to_request(area, state)), LiveLinks(area=area, state=state))


@require_safe
def neighbourhood_shapes(request: HttpRequest, area: str, code: str) -> HttpResponse:
    """Give the shapes and layers of a neighbourhood's maps."""
    state = read_state(request.GET)
    document = queries.get_neighbourhood(asking.to_request(area, state), lsoa=code)
    return shapes_answer(document, LiveLinks(area=area, state=state))


def shapes_answer(document: Document, links: LiveLinks) -> JsonResponse:
    """Return the document's shapes as JSON, each leading where the drawn map leads."""

    def href(level: str, code: str) -> str:
        return links.place(Place(kind="area" if level == "district" else "neighbourhood", code=code))

    response = JsonResponse(make_shapes(document, href=href))
    response["Cache-Control"] = "private, no-store"
    return response


def with_notes(request: HttpRequest, body: Markup, document: Document) -> Markup:
    """Return a live profile's body with the notes that this reader may read, and the way to write one if she may."""
    area, threat = document.area.code, document.threat.threat_id
    notes = commentary.list_commentary(area, who=acting(request))
    here = [
        Stands(kind=note.anchor.kind, anchor=note.anchor.anchor_id, card=make_note(note))
        for note in notes
        if note.anchor.threat_id == threat and not note.is_withdrawn
    ]
    add = (lambda section: add_href(area, "section", section, threat)) if may_write(request) else None
    return weave(body, document, here, add=add)


def may_freeze(request: HttpRequest, area: str) -> bool:
    """Return whether the page should offer to freeze an edition; the service decides when it is asked."""
    who = acting(request)
    return queries.may_freeze(area, who=who)


def _refused(request: HttpRequest, choices: queries.Choices, asked: ProfileRequest, reason: str) -> HttpResponse:
    form = asking.make_form(asked.area, choices, asked, error=reason)
    head = cards.Head(title="Error: the choice cannot be shown", area_name=_name(asked.area), summary="")
    context = {
        "head": head,
        "form": draw_form(form),
        "editions": None,
        "commentary_href": "",
        "withheld": (),
        "body": None,
        "known": (),
        "may_raise": False,
    }
    return answer(request, PAGE, context, status=400)


def _name(area: str) -> str:
    return next((card.area.name for card in queries.list_profiles() if card.area.code == area), area)
