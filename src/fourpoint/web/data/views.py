"""Which data stand behind the profiles: sources, what is held of each, and the months of each police force."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fourpoint.services.data import queries
from fourpoint.services.profiles.queries import list_open_forces
from fourpoint.warehouse.store import Warehouse
from fourpoint.web.frame.answers import answer


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """
    Show every source with its licence and its caveats, and what is held of it.

    Of what is published by police force a reader is told only of forces with a profile that is open to her: which
    other forces this installation holds is theirs to tell.
    """
    warehouse, forces = Warehouse(settings.FOURPOINT_WAREHOUSE), list_open_forces()
    cards = queries.list_sources(warehouse, forces=forces)
    context = {
        "held": [card for card in cards if card.is_held],
        "known": [card for card in cards if not card.is_held],
        "state": queries.check(warehouse, today=timezone.localdate(), forces=forces),
    }
    return answer(request, "data/sources.html.jinja", context)
