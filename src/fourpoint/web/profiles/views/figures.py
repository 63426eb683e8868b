"""Pages behind a figure: the panel, the rows it counts, and the same rows as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.domain.document import Document
from fourpoint.domain.figures import Figure
from fourpoint.domain.leases import must_be_leased
from fourpoint.services.exports.lease import What
from fourpoint.services.profiles import queries
from fourpoint.services.profiles.commentary import anchors
from fourpoint.services.profiles.commentary import queries as commentary
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.files import CSV, csv_content, csv_file
from fourpoint.web.frame.leasing import take
from fourpoint.web.frame.numbers import read_page
from fourpoint.web.profiles import asking, cards, notes
from fourpoint.web.profiles.links import Links, LiveLinks, NeighbourhoodLinks
from fourpoint.web.profiles.state import read_state
from fourpoint.web.profiles.views.commentary import may_write

PER_PAGE = 100


@require_safe
def panel(request: HttpRequest, area: str, figure_id: str, code: str = "") -> HttpResponse:
    """Show everything that stands behind a figure."""
    document, links = _open(request, area, code)
    made = cards.make_panel(document, find_figure(document, figure_id), links)
    return answer(
        request, "profiles/figure.html.jinja", {"panel": made, "place": _notes(request, document, figure_id, code)}
    )


@require_safe
def rows(request: HttpRequest, area: str, figure_id: str, code: str = "") -> HttpResponse:
    """Show the rows that a figure counts, a page at a time."""
    document, links = _open(request, area, code)
    return rows_page(request, find_figure(document, figure_id), links)


@require_safe
def rows_csv(request: HttpRequest, area: str, figure_id: str, code: str = "") -> HttpResponse:
    """Give all the rows that a figure counts as CSV."""
    document, _ = _open(request, area, code)
    number, audience_id = queries.find_audience(area)
    what = What(kind="profile", record_id=number, audience_id=audience_id)
    return rows_file(request, document, find_figure(document, figure_id), what)


def rows_page(request: HttpRequest, figure: Figure, links: Links) -> HttpResponse:
    """Return the page of the figure's rows that the address asks for."""
    page = read_page(request)
    found = queries.get_figure_rows(figure, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    made = cards.make_rows(figure, found, links, page=page, per_page=PER_PAGE)
    return answer(request, "profiles/rows.html.jinja", {"rows": made})


def rows_file(request: HttpRequest, document: Document, figure: Figure, what: What) -> HttpResponse:
    """
    Return all the figure's rows as a CSV file; as a numbered copy, unless anybody can download them anyway.

    what  whose copy it is, where it is one
    """
    found = queries.get_figure_rows(figure, limit=None)
    name = f"{figure.area.code}-{figure.figure_id}-rows.csv"
    published = {card.source_id for card in document.sources if card.published}
    is_published = bool(figure.sources) and all(source.source_id in published for source in figure.sources)
    if must_be_leased(is_marked_for_someone=False, is_published=is_published):
        return take(request, what, name, csv_content(found.columns, found.rows), CSV)
    return csv_file(name, found.columns, found.rows)


def find_figure(document: Document, figure_id: str) -> Figure:
    """Return the document's figure; raises Http404 when it holds none of that id."""
    try:
        return document.figure(figure_id)
    except KeyError as missing:
        raise Http404 from missing


def _open(request: HttpRequest, area: str, code: str) -> tuple[Document, LiveLinks]:
    state = read_state(request.GET)
    asked = asking.to_request(area, state)
    if code:
        return queries.get_neighbourhood(asked, lsoa=code), NeighbourhoodLinks(area=area, state=state, code=code)
    return queries.get_profile(asked), LiveLinks(area=area, state=state)


def _notes(request: HttpRequest, document: Document, figure_id: str, code: str) -> notes.Place | None:
    """The notes on a figure of an area's own profile, and the way to write one; a neighbourhood's page takes none."""
    if code:
        return None
    area, threat = document.area.code, document.threat.threat_id
    anchor = anchors.Anchor(kind="figure", anchor_id=figure_id, threat_id=threat)
    found = [note for note in commentary.list_commentary(area, who=acting(request)) if note.anchor == anchor]
    return notes.Place(
        notes=tuple(notes.make_note(note) for note in found if not note.is_withdrawn),
        add_href=notes.add_href(area, "figure", figure_id, threat) if may_write(request) else "",
        title=document.figure(figure_id).label,
    )
