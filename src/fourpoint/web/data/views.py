"""Which data stand behind the profiles: sources, what is held of each, and the months of each police force."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.services.data import queries
from fourpoint.warehouse.store import Warehouse
from fourpoint.web.frame.answers import answer


@login_not_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Show every source with its licence, what is held of it and its caveats. Open data, so open to anyone."""
    cards = queries.list_sources(Warehouse(settings.FOURPOINT_WAREHOUSE))
    context = {"held": [card for card in cards if card.is_held], "known": [card for card in cards if not card.is_held]}
    return answer(request, "data/sources.html.jinja", context)
