"""Pages of frozen editions, and the way an analyst asks for the next one."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from fourpoint.access import checks
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Unusable
from fourpoint.domain.figures import Figure
from fourpoint.domain.leases import must_be_leased
from fourpoint.jobs import profiles as jobs
from fourpoint.services.exports.lease import What
from fourpoint.services.profiles import actions, frozen_reads, queries
from fourpoint.services.profiles.commentary.candidates import place_in
from fourpoint.services.profiles.commentary.queries import list_beside
from fourpoint.services.profiles.frozen import FrozenEdition
from fourpoint.services.profiles.hiding import the_cuts
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.files import file as send
from fourpoint.web.frame.leasing import take
from fourpoint.web.profiles import cards, editions
from fourpoint.web.profiles.drawing import draw_body
from fourpoint.web.profiles.links import LiveLinks
from fourpoint.web.profiles.notes import Stands, make_frozen, make_note, weave
from fourpoint.web.profiles.state import State
from fourpoint.web.profiles.views.areas import may_freeze, shapes_answer
from fourpoint.web.profiles.views.figures import find_figure, rows_file, rows_page

FILES: dict[str, tuple[frozen_reads.EditionFile, str]] = {
    "profile.pdf": ("pdf", "application/pdf"),
    "edition.json": ("document", "application/json"),
    "tables.zip": ("tables", "application/zip"),
    "tables.ods": ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
}


@require_safe
def list_editions(request: HttpRequest, area: str) -> HttpResponse:
    """Show every edition of an area that the reader may read, newest quarter first, in its cuts."""
    groups = editions.make_groups(frozen_reads.list_editions(area))
    offered = editions.quarters(queries.get_choices(area).months) if may_freeze(request, area) else ()
    context = {"area": area, "groups": groups, "previews": editions.make_previews(area, offered[:1])}
    return answer(request, "profiles/editions.html.jinja", context)


@require_safe
def newest(request: HttpRequest, area: str, label: str) -> HttpResponse:
    """Go on to the newest version of the fullest edition of that quarter that is open to the reader."""
    found = _find(request, area, label, "", None)
    return redirect(editions.links_of(found.card).edition())


@require_safe
def edition(request: HttpRequest, area: str, label: str, cut: str, version: int) -> HttpResponse:
    """Show an edition as it was frozen, with what must be known of its age today."""
    found = _find(request, area, label, cut, version)
    links = editions.links_of(found.card)
    stale = queries.get_staleness(found.reference, today=timezone.localdate())
    context = {
        "head": cards.make_head(found.document, ""),
        "line": editions.make_line(found.card),
        "reference": found.reference,
        "banner": editions.make_banner(found.card, stale),
        "downloads": editions.make_downloads(links),
        "live_href": LiveLinks(area=area, state=State()).profile(),
        "report_href": links.report(),
        "approve_href": links.approve() if found.card.is_proof and may_freeze(request, area) else "",
        "withheld": found.document.withheld,
        "body": _with_notes(request, found, draw_body(found.document, links)),
    }
    return answer(request, "profiles/edition.html.jinja", context)


@require_safe
def report(request: HttpRequest, area: str, label: str, cut: str, version: int) -> HttpResponse:
    """Show what an edition leaves out: what its readers may know, and to its owner's cleared people all of it."""
    found = _find(request, area, label, cut, version)
    context = {
        "head": cards.make_head(found.document, ""),
        "line": editions.make_line(found.card),
        "reference": found.reference,
        "withheld": found.document.withheld,
        "full": frozen_reads.find_report(found.card.edition_id),
        "edition_href": editions.links_of(found.card).edition(),
    }
    return answer(request, "profiles/edition_report.html.jinja", context)


@require_safe
def panel(request: HttpRequest, area: str, label: str, cut: str, version: int, figure_id: str) -> HttpResponse:
    """Show what stands behind a figure, as it was frozen."""
    found = _find(request, area, label, cut, version)
    figure = find_figure(found.document, figure_id)
    replaced = not queries.holds_frozen_rows(area, figure)
    made = cards.make_panel(
        found.document,
        figure,
        editions.links_of(found.card),
        replaced=replaced,
        may_use=not found.card.is_proof and may_write_products(request),
    )
    return answer(request, "profiles/figure.html.jinja", {"panel": made, "place": None})


@require_safe
def rows(request: HttpRequest, area: str, label: str, cut: str, version: int, figure_id: str) -> HttpResponse:
    """Show the rows that a frozen figure counted, a page at a time, while their files are held as they were."""
    found = _find(request, area, label, cut, version)
    figure = _countable(found, area, figure_id)
    return rows_page(request, figure, editions.links_of(found.card))


@require_safe
def rows_csv(request: HttpRequest, area: str, label: str, cut: str, version: int, figure_id: str) -> HttpResponse:
    """Give all the rows that a frozen figure counted as CSV, while their files are held as they were."""
    found = _find(request, area, label, cut, version)
    return rows_file(request, found.document, _countable(found, area, figure_id), _copied(found))


@require_safe
def shapes(request: HttpRequest, area: str, label: str, cut: str, version: int) -> JsonResponse:
    """Give the shapes and layers of the edition's maps, as frozen."""
    return shapes_answer(_find(request, area, label, cut, version).document, LiveLinks(area=area, state=State()))


@require_safe
def download(request: HttpRequest, area: str, label: str, cut: str, version: int, file: str) -> HttpResponse:
    """Give a file of an edition: an approved one for the public as frozen, any other as a numbered copy."""
    if file not in FILES:
        raise Http404
    kind, media = FILES[file]
    content = frozen_reads.find_edition_file(area, label, kind, cut=cut, version=version, who=acting(request))
    if content is None:
        raise Http404
    found, name = _find(request, area, label, cut, version), f"{area}-{label}-{cut}-v{version}-{file}"
    # Approval is asked of the cut for the public alone: what got it is public.
    is_public = found.card.approved_at is not None
    if must_be_leased(is_marked_for_someone=not is_public, is_published=is_public):
        return take(request, _copied(found), name, content, media)
    return send(name, content, media)


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, area: str) -> HttpResponse:
    """Ask for an edition to be frozen in the background: the form, and what it sends."""
    offered = editions.quarters(queries.get_choices(area).months)
    cleared = actions.cleared_cuts(acting(request).actor)
    label, cuts, error = request.POST.get("label", ""), request.POST.getlist("cut"), ""
    if request.method == "POST":
        try:
            jobs.ask_for_editions(areas=(area,), label=label, who=acting(request), cuts=cuts or cleared)
            return redirect("profiles:building", area=area, label=label)
        except Unusable as refusal:
            error = str(refusal)
    made = [cut for cut in the_cuts() if cut.cut_id in cleared]
    context = {"area": area, "labels": offered, "picked": label, "error": error, "cuts": made, "chosen": cuts}
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


def may_write_products(request: HttpRequest) -> bool:
    """Return whether the reader writes products for her agency."""
    actor = acting(request).actor
    return checks.has_duty(actor, duty=Duty.PRODUCTS, agency_id=actor.agency_id or 0)


def _countable(found: FrozenEdition, area: str, figure_id: str) -> Figure:
    figure = find_figure(found.document, figure_id)
    if not queries.holds_frozen_rows(area, figure):
        raise Http404
    return figure


def _with_notes(request: HttpRequest, found: FrozenEdition, body: Markup) -> Markup:
    """Return the body with the notes frozen in it, and beside them other agencies' notes that this reader may read."""
    frozen = [
        Stands(kind=note.anchor_kind, anchor=note.anchor, card=make_frozen(note)) for note in found.document.commentary
    ]
    card = found.card
    beside = list_beside(card.area_code, owner_id=card.owner_id, until=card.frozen_at, who=acting(request))
    live = []
    for note in beside:
        kind, anchor = place_in(found.document, note.anchor)
        live.append(Stands(kind=kind, anchor=anchor, card=make_note(note)))
    return weave(body, found.document, [*frozen, *live], add=None)


def _copied(found: FrozenEdition) -> What:
    return What(kind="edition", record_id=found.card.edition_id, audience_id=found.card.audience_id)


def _find(request: HttpRequest, area: str, label: str, cut: str, version: int | None) -> FrozenEdition:
    found = frozen_reads.find_edition(area, label, cut=cut, version=version, who=acting(request))
    if found is None:
        raise Http404
    return found
