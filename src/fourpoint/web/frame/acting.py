"""Who asks for a page, for what purpose and since when: found once a request, by the row security middleware."""

from dataclasses import dataclass

from django.http import HttpRequest

from fourpoint.access.context import Acting


@dataclass(frozen=True, kw_only=True)
class Preview:
    """That a page is shown as another agency would have it; href leads back to who asked for it."""

    agency: str
    href: str


def acting(request: HttpRequest) -> Acting:
    """Return who asks, for what purpose and at what instant; of a stranger, an actor to whom nothing is open."""
    who: Acting = request.acting  # type: ignore[attr-defined]
    return who


def look_as(request: HttpRequest, who: Acting, preview: Preview | None) -> None:
    """Draw the page for that reader, framed as a preview; with the asker herself and None, as it is."""
    request.acting, request.preview = who, preview  # type: ignore[attr-defined]
