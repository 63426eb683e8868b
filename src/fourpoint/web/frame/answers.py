"""How every page of ours is answered: whole, or as the fragment a script asked for; kept by no shared cache."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

FRAGMENT = "Fourpoint-Fragment"


def answer(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return the page as a response; with the header Fourpoint-Fragment only its title and content."""
    held = {**context, "fragment": FRAGMENT in request.headers}
    response = HttpResponse(render_to_string(template, held, request=request), status=status)
    patch_vary_headers(response, (FRAGMENT, "Cookie"))
    # What a reader may see is theirs: a proxy or the next person at the desk must not find it.
    response["Cache-Control"] = "private, no-store"
    return response
