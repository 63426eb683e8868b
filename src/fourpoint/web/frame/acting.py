"""Who asks for a page, for what purpose and since when: found once a request, by the row security middleware."""

from django.http import HttpRequest

from fourpoint.access.context import Acting


def acting(request: HttpRequest) -> Acting:
    """Return who asks, for what purpose and at what instant; of a stranger, an actor to whom nothing is open."""
    who: Acting = request.acting  # type: ignore[attr-defined]
    return who
