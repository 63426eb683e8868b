"""Pages on which an author chooses a figure of a frozen edition for a section, or a section for a figure."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.products import citing, drafts, figures
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_number
from fourpoint.web.products import choosing
from fourpoint.web.products.places import find_section

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def choose(request: HttpRequest, product: int, part: str) -> HttpResponse:
    """Choose the area, the edition, its section and the figure, and cite it in a section of a product."""
    who = acting(request)
    card, page = find_section(who, product, part)
    choice = choosing.read_choice(request.POST if request.method == "POST" else request.GET, who)
    problem = choice.problem
    if request.method == "POST" and not problem:
        problem = _cite(choice, citing.Place(product_id=product, section=part), who)
        if not problem:
            return redirect("products:section", product=product, part=part)
    edition = choosing.write_edition(choice.opened.line.named) if choice.opened else ""
    context = {
        "page": page,
        "card": card,
        "choice": choice,
        "edition": edition,
        "problem": problem,
        "anew": {"area": "", "edition": choosing.query_of(area=choice.area)}
        | {"within": choosing.query_of(area=choice.area, edition=edition)},
        "write_edition": choosing.write_edition,
    }
    return answer(request, "products/cite_figure.html.jinja", context, status=400 if problem else 200)


@require_http_methods(METHODS)
def use(request: HttpRequest) -> HttpResponse:
    """Choose the section of one's own draft in which a figure, whose page one came from, is cited."""
    who = acting(request)
    checks.check_has_duty(who.actor, duty=Duty.PRODUCTS, agency_id=who.actor.agency_id or 0)
    asked = request.POST if request.method == "POST" else request.GET
    named = choosing.read_edition(asked.get("area", ""), asked.get("edition", ""))
    if named is None:
        raise figures.NoSuchEdition(choosing.NO_EDITION)
    figure, place, problem = asked.get("figure", ""), asked.get("place", ""), ""
    found = figures.find_citable(named, figure, who=who)
    if request.method == "POST":
        at = _place(place)
        problem = _add(named, figure, at, who) if at else "Choose the section in which it is cited."
        if at and not problem:
            return redirect("products:section", product=at.product_id, part=at.section)
    context = {
        "found": found,
        "area": named.area,
        "edition": choosing.write_edition(named),
        "named": named,
        "figure": figure,
        "drafts": drafts.list_drafts(who),
        "place": place,
        "problem": problem,
    }
    return answer(request, "products/use_figure.html.jinja", context, status=400 if problem else 200)


# ----------------------------------------------------------------------------------------------------------------------


def _cite(choice: choosing.Choice, place: citing.Place, who: Acting) -> str:
    """Cite what was chosen; return why not, in one sentence."""
    if choice.opened is None or choice.part is None:
        return "Choose the edition and the figure first."
    return _add(choice.opened.line.named, choice.figure, place, who) if choice.figure else "Choose a figure."


def _add(named: figures.Named, figure: str, place: citing.Place, who: Acting) -> str:
    given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at}
    try:
        citing.cite_figure(**given, place=place, edition=named, figure_id=figure)
    except (Refused, Unusable) as refusal:
        return str(refusal)
    return ""


def _place(text: str) -> citing.Place | None:
    product, _, section = text.partition(".")
    number = read_number(product)
    return citing.Place(product_id=number, section=section) if number and section else None
