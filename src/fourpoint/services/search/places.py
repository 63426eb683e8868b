"""Finds areas and neighbourhoods by name, of the profiles that are open to the person of the context alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fourpoint.domain.linkage.latin import words as latin_words
from fourpoint.records.profiles.models import Profile
from fourpoint.services.library.places import area_names
from fourpoint.services.profiles import store

MOST = 5


@dataclass(frozen=True, kw_only=True)
class FoundPlace:
    """An area with a profile, or one of its neighbourhoods: `code` is the neighbourhood's, empty for the area."""

    name: str
    area_code: str
    code: str = ""


def find_places(words: Sequence[str]) -> tuple[FoundPlace, ...]:
    """Return the areas and neighbourhoods that have all these words in their names, areas first; at most MOST each."""
    names = area_names()
    held = sorted(set(Profile.objects.values_list("area_code", flat=True)))
    areas = [code for code in held if _has_all(names.get(code, code), words)]
    near = (one for one in _neighbourhoods() if one.area_code in held and _has_all(one.name, words))
    found = [FoundPlace(name=names.get(code, code), area_code=code) for code in areas[:MOST]]
    return (*found, *(one for one, _ in zip(near, range(MOST), strict=False)))


def names_in(words: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes whose whole names stand among the words."""
    said = set(words)
    return tuple(code for code, name in names.items() if (held := set(latin_words(name))) and held <= said)


# ----------------------------------------------------------------------------------------------------------------------


def _has_all(name: str, words: Sequence[str]) -> bool:
    held = latin_words(name)
    return bool(words) and all(any(one.startswith(word) for one in held) for word in words)


def _neighbourhoods() -> tuple[FoundPlace, ...]:
    warehouse = store.the_warehouse()
    return _read_neighbourhoods(str(warehouse.root), warehouse.data_version())


@lru_cache(maxsize=4)
def _read_neighbourhoods(root: str, data_version: str) -> tuple[FoundPlace, ...]:
    """The newest name of each, as people know it and as it is published."""
    del root, data_version
    with store.the_warehouse().connect() as connection:
        rows = connection.execute(
            """
            SELECT l.code, any_value(l.name), any_value(coalesce(m.readable_name, '')), any_value(l.district_code)
            FROM lsoa AS l
            LEFT JOIN (
                SELECT code, any_value(readable_name ORDER BY vintage DESC) AS readable_name FROM msoa GROUP BY code
            ) AS m ON m.code = l.msoa_code
            WHERE l.district_code IS NOT NULL
            GROUP BY l.code ORDER BY 3, 2
            """
        ).fetchall()
    return tuple(
        FoundPlace(name=f"{known} ({name})" if known else name or code, area_code=district, code=code)
        for code, name, known, district in rows
    )
