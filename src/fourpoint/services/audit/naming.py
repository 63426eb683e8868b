"""
Names for the numbers in the trail, as far as the reader may know them.

A person or agency that acted is named to whoever may read the entry. A record is named by its title only when its row
is open to the reader; else the entry speaks of its kind and number.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from fourpoint.records.agencies.models import Agency, Membership, Person
from fourpoint.records.profiles.models import Edition, Profile
from fourpoint.records.sharing.models import Agreement
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.profiles import store
from fourpoint.services.profiles.reading.territory import list_held_areas

GONE = "somebody no longer known here"


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names by number: of people, of agencies, and of objects by kind and number."""

    people: Mapping[int, str] = field(default_factory=dict)
    agencies: Mapping[int, str] = field(default_factory=dict)
    objects: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def person(self, person_id: int) -> str:
        """Return the person's name."""
        return self.people.get(person_id, f"{GONE} (number {person_id})")

    def agency(self, agency_id: int | None) -> str:
        """Return the agency's name; empty for none."""
        return "" if agency_id is None else self.agencies.get(agency_id, f"agency {agency_id}")

    def title(self, kind: str, object_id: str) -> str | None:
        """Return the title of an object, None when the reader may not see it or it is gone."""
        return self.objects.get((kind, object_id))


def find_names(*, people: Iterable[int], agencies: Iterable[int | None], objects: Iterable[tuple[str, str]]) -> Names:
    """Look all of these up at once."""
    wanted = {agency for agency in agencies if agency is not None}
    return Names(
        people=dict(Person.objects.filter(id__in=set(people)).values_list("id", "name")),
        agencies=dict(Agency.objects.filter(id__in=wanted).values_list("id", "name")),
        objects=_titles(objects),
    )


def _titles(objects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    by_kind: dict[str, set[int]] = {}
    for kind, object_id in objects:
        if object_id.isdigit() and len(object_id) < 19:
            by_kind.setdefault(kind, set()).add(int(object_id))
    titles: dict[tuple[str, str], str] = {}
    for kind, numbers in by_kind.items():
        model, title = _namers().get(kind, (None, str))
        if model is not None:
            titles |= {(kind, str(row.pk)): title(row) for row in model._default_manager.filter(pk__in=numbers)}
    return titles


def _namers() -> dict[str, tuple[type[Model], Callable[[Any], str]]]:
    areas: dict[str, str] = {}

    def area(code: str) -> str:
        if not areas:
            areas.update(_area_names())
        return areas.get(code, code)

    def edition(row: Edition) -> str:
        return f"{area(row.profile.area_code)}, {row.label} version {row.version}"

    return {
        "person": (Person, lambda row: row.name),
        "agency": (Agency, lambda row: row.name),
        "agreement": (Agreement, lambda row: row.title),
        "membership": (Membership, lambda row: f"{row.person.name}, {row.agency.name}"),
        "profile": (Profile, lambda row: area(row.area_code)),
        "edition": (Edition, edition),
        **{kind.code: (kind.model, kind.title) for kind in KINDS},
    }


def _area_names() -> dict[str, str]:
    with store.the_warehouse().connect() as connection:
        return {one.code: one.name for one in list_held_areas(connection)}


def find_audience(kind: str, object_id: str) -> int | None:
    """Return the audience of a record whose row is open to the person; None for any other, and for what has none."""
    model, _ = _namers().get(kind, (None, str))
    if model is None or not object_id.isdigit() or len(object_id) > 18:
        return None
    row = model._default_manager.filter(pk=int(object_id)).first()
    return getattr(row, "audience_id", None)
