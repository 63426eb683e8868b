"""Names of the areas that agencies cover, from the published look-ups in the warehouse."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from fourpoint.warehouse.store import Warehouse

_NAMES = """
    SELECT code, any_value(name) FROM (
        SELECT code, name FROM district UNION ALL SELECT pfa_code AS code, pfa_name AS name FROM district
    ) WHERE list_contains($1::varchar[], code) GROUP BY code
"""


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of those districts and force areas by code; a code the look-ups lack is its own name."""
    asked = list(dict.fromkeys(codes))
    if not asked:
        return {}
    with Warehouse(Path(settings.FOURPOINT_WAREHOUSE)).connect() as db:
        held = dict(db.execute(_NAMES, [asked]).fetchall())
    return {code: str(held.get(code) or code) for code in asked}
