"""Pages of one record of any kind: who can see it, and why I can."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.access.context import Acting
from fourpoint.services.marked.finding import find_record
from fourpoint.services.marked.summary import who_can_see
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.records import page_of


@require_safe
def record(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Show who can see the record."""
    return answer(request, "sharing/record.html.jinja", _about(kind, record))


@require_safe
def why(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Show why the reader can see it."""
    return answer(request, "sharing/why.html.jinja", _about(kind, record))


def acting(request: HttpRequest) -> Acting:
    """Return who asks, as the row security middleware found."""
    who: Acting = request.acting  # type: ignore[attr-defined]
    return who


def _about(kind: str, record: int) -> dict[str, object]:
    found = find_record(kind, record)
    return {
        "title": found.title,
        "name": found.kind.name,
        "href": page_of(kind, record, area=found.kind.area(found.row)),
        "summary": who_can_see(kind, found.row),
    }
