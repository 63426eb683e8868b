"""What papers can be about, in words: areas by their published codes, threats and kinds from the catalogue."""

from collections.abc import Iterable
from functools import lru_cache

from fourpoint.records.agencies.models import Agency
from fourpoint.records.profiles.models import Profile
from fourpoint.services.profiles import store
from fourpoint.services.profiles.reading.territory import list_held_areas
from fourpoint.services.sharing.codes import entries

# Every crime is no threat of its own.
NO_THREAT = "all-crime"


def area_names() -> dict[str, str]:
    """Return the names of all areas with data, by code; where none are held, a page shows the code."""
    warehouse = store.the_warehouse()
    return dict(_names(str(warehouse.root), warehouse.data_version()))


def threat_names() -> dict[str, str]:
    """Return the threats a paper can be about, by code: those with published figures, then those without."""
    catalogue = store.the_catalogue()
    shown = {threat.id: threat.name for threat in catalogue.threats if threat.id != NO_THREAT}
    return shown | {one.id: one.name[:1].upper() + one.name[1:] for one in catalogue.unseen}


def kind_names() -> dict[str, str]:
    """Return the kinds of paper, by code, in the order of the catalogue."""
    return {code: entry.name for code, entry in entries("paper_kinds").items()}


def list_areas(*, agency_id: int | None, also: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """
    Return the areas that can be picked by the person of the context, as (code, name).

    Those of the profiles she may read, the one her agency serves, and those in `also`: which other areas this
    installation holds data of is not told to her.
    """
    served = Agency.objects.filter(id=agency_id or 0).values_list("area_code", flat=True).first()
    codes = {*Profile.objects.values_list("area_code", flat=True), *also, *([served] if served else [])}
    names = area_names()
    held = [code for code in names if code in codes]
    return tuple((code, names.get(code, code)) for code in (*held, *sorted(codes - set(held))))


@lru_cache(maxsize=4)
def _names(root: str, data_version: str) -> tuple[tuple[str, str], ...]:
    with store.the_warehouse().connect() as connection:
        return tuple((area.code, area.name) for area in list_held_areas(connection))
