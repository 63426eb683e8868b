"""Which data stand behind the profiles: sources, what is held of each, and the months of each police force."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fourpoint.services.data import queries
from fourpoint.services.data.quality import DataCheck
from fourpoint.warehouse.store import Warehouse
from fourpoint.web.frame.answers import answer


@login_not_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Show every source with its licence, what is held of it and its caveats. Open data, so open to anyone."""
    warehouse = Warehouse(settings.FOURPOINT_WAREHOUSE)
    cards = queries.list_sources(warehouse)
    context = {
        "held": [card for card in cards if card.is_held],
        "known": [card for card in cards if not card.is_held],
        "state": _state(warehouse.root, warehouse.data_version(), timezone.localdate()),
    }
    return answer(request, "data/sources.html.jinja", context)


@lru_cache(maxsize=2)
def _state(root: Path, data_version: str, today: date) -> DataCheck:
    """Return coverage and gaps; stored data do not change within a version, so they are looked at once a day."""
    return queries.check(Warehouse(root), today=today)
