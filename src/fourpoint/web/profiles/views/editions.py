"""Pages of frozen editions, and the way an analyst asks for the next one."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.domain.errors import Unusable
from fourpoint.domain.figures import Figure
from fourpoint.jobs import profiles as jobs
from fourpoint.services.profiles import queries
from fourpoint.services.profiles.frozen import FrozenEdition
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.files import file as send
from fourpoint.web.profiles import cards, editions
from fourpoint.web.profiles.drawing import draw_body
from fourpoint.web.profiles.links import LiveLinks
from fourpoint.web.profiles.state import State
from fourpoint.web.profiles.views.areas import shapes_answer
from fourpoint.web.profiles.views.commentary import acting
from fourpoint.web.profiles.views.figures import find_figure, rows_file, rows_page

FILES: dict[str, tuple[queries.EditionFile, str]] = {
    "profile.pdf": ("pdf", "application/pdf"),
    "edition.json": ("document", "application/json"),
    "tables.zip": ("tables", "application/zip"),
    "tables.ods": ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
}


@require_safe
def list_editions(request: HttpRequest, area: str) -> HttpResponse:
    """Show every edition of an area, newest first."""
    lines = [editions.make_line(card) for card in queries.list_editions(area)]
    return answer(request, "profiles/editions.html.jinja", {"area": area, "lines": lines})


@require_safe
def newest(request: HttpRequest, area: str, label: str) -> HttpResponse:
    """Go on to the newest version of an edition."""
    found = _find(request, area, label, None)
    return redirect(editions.links_of(found.card).edition())


@require_safe
def edition(request: HttpRequest, area: str, label: str, version: int) -> HttpResponse:
    """Show an edition as it was frozen, with what must be known of its age today."""
    found = _find(request, area, label, version)
    links = editions.links_of(found.card)
    stale = queries.get_staleness(found.reference, today=timezone.localdate())
    context = {
        "head": cards.make_head(found.document, ""),
        "line": editions.make_line(found.card),
        "reference": found.reference,
        "banner": editions.make_banner(found.card, stale),
        "downloads": editions.make_downloads(links),
        "live_href": LiveLinks(area=area, state=State()).profile(),
        "body": draw_body(found.document, links),
    }
    return answer(request, "profiles/edition.html.jinja", context)


@require_safe
def panel(request: HttpRequest, area: str, label: str, version: int, figure_id: str) -> HttpResponse:
    """Show what stands behind a figure, as it was frozen."""
    found = _find(request, area, label, version)
    figure = find_figure(found.document, figure_id)
    replaced = not queries.holds_frozen_rows(area, figure)
    made = cards.make_panel(found.document, figure, editions.links_of(found.card), replaced=replaced)
    return answer(request, "profiles/figure.html.jinja", {"panel": made, "place": None})


@require_safe
def rows(request: HttpRequest, area: str, label: str, version: int, figure_id: str) -> HttpResponse:
    """Show the rows that a frozen figure counted, a page at a time, while their files are held as they were."""
    found = _find(request, area, label, version)
    figure = _countable(found, area, figure_id)
    return rows_page(request, figure, editions.links_of(found.card))


@require_safe
def rows_csv(request: HttpRequest, area: str, label: str, version: int, figure_id: str) -> HttpResponse:
    """Give all the rows that a frozen figure counted as CSV, while their files are held as they were."""
    return rows_file(_countable(_find(request, area, label, version), area, figure_id))


@require_safe
def shapes(request: HttpRequest, area: str, label: str, version: int) -> JsonResponse:
    """Give the shapes and layers of the edition's maps, as frozen."""
    return shapes_answer(_find(request, area, label, version).document, LiveLinks(area=area, state=State()))


@require_safe
def download(request: HttpRequest, area: str, label: str, version: int, file: str) -> HttpResponse:
    """Give a file of an edition, byte for byte as frozen."""
    if file not in FILES:
        raise Http404
    kind, media = FILES[file]
    content = queries.find_edition_file(area, label, kind, version=version, who=acting(request))
    if content is None:
        raise Http404
    return send(f"{area}-{label}-v{version}-{file}", content, media)


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, area: str) -> HttpResponse:
    """Ask for an edition to be frozen in the background: the form, and what it sends."""
    offered = editions.quarters(queries.get_choices(area).months)
    label, error = request.POST.get("label", ""), ""
    if request.method == "POST":
        try:
            jobs.ask_for_editions(areas=(area,), label=label, who=acting(request))
            return redirect("profiles:building", area=area, label=label)
        except Unusable as refusal:
            error = str(refusal)
    context = {"area": area, "labels": offered, "picked": label, "error": error}
    return answer(request, "profiles/freeze.html.jinja", context, status=400 if error else 200)


@require_safe
def building(request: HttpRequest, area: str, label: str) -> HttpResponse:
    """Show how far an edition that was asked for is; the page asks again by itself until it is done."""
    queries.check_visible(area)
    builds = jobs.find_builds(areas=(area,), label=label).builds
    if not builds:
        raise Http404
    context = {"area": area, "label": label, "build": builds[0]}
    response = answer(request, "profiles/building.html.jinja", context)
    if builds[0].state in ("waiting", "working"):
        response["Refresh"] = "3"
    return response


def _countable(found: FrozenEdition, area: str, figure_id: str) -> Figure:
    figure = find_figure(found.document, figure_id)
    if not queries.holds_frozen_rows(area, figure):
        raise Http404
    return figure


def _find(request: HttpRequest, area: str, label: str, version: int | None) -> FrozenEdition:
    found = queries.find_edition(area, label, version=version, who=acting(request))
    if found is None:
        raise Http404
    return found
