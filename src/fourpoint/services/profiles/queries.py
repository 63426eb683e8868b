"""
Reads of profiles for pages, publications and commands. Everything here needs the row security context of someone.

Whoever sees no Profile row of an area gets NoSuchProfile for all of it, live page and editions alike.
"""

from dataclasses import dataclass

from fourpoint.access import trail
from fourpoint.access.checks import NotOpen
from fourpoint.catalogue.profiles import ProfileCatalogue
from fourpoint.domain.document import Document
from fourpoint.domain.figures import AreaRef, Figure
from fourpoint.records.profiles.models import Edition, Profile
from fourpoint.services.profiles import store
from fourpoint.services.profiles.assembly import assemble
from fourpoint.services.profiles.facts import Facts
from fourpoint.services.profiles.neighbourhood import assemble_neighbourhood
from fourpoint.services.profiles.reading.territory import list_held_areas
from fourpoint.services.profiles.requests import ProfileRequest, check_request, choose_months
from fourpoint.services.profiles.rows import RowsPage, read_rows
from fourpoint.services.profiles.view import View


class NoSuchProfile(NotOpen):
    """No profile of the area is open to this person; whether there is one is not said."""


class NoSuchEdition(NotOpen):
    """No such edition is open to this person."""


@dataclass(frozen=True, kw_only=True)
class ProfileCard:
    """A profile that is open to the person: its area and force, its owner, and its newest edition's label if any."""

    area: AreaRef
    force: AreaRef
    owner: str
    audience_id: int
    newest_edition: str


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What can be picked on the page of an area, in order: (code, words)."""

    threats: tuple[tuple[str, str], ...]
    months: tuple[str, ...]
    compare: tuple[tuple[str, str], ...]
    domains: tuple[tuple[str, str], ...]


def list_profiles() -> tuple[ProfileCard, ...]:
    """Return the profiles open to the person: each force's own first, then its districts by name."""
    rows = {row.area_code: row for row in Profile.objects.select_related("owner").order_by("id")}
    trail.record_shown("profile", rows.values())
    newest = dict(Edition.objects.order_by("label", "version").values_list("profile__area_code", "label"))
    with store.the_warehouse().connect() as connection:
        areas = list_held_areas(connection)
    cards = []
    force = None
    for area in areas:
        force = area if area.level == "force" else force
        if area.code in rows and force is not None:
            row = rows[area.code]
            cards.append(
                ProfileCard(
                    area=area,
                    force=force,
                    owner=row.owner.name,
                    audience_id=row.audience_id,
                    newest_edition=newest.get(area.code, ""),
                )
            )
    return tuple(sorted(cards, key=lambda card: (card.force.name, card.area.level != "force", card.area.name)))


def get_profile(request: ProfileRequest) -> Document:
    """
    Return the live document that was asked for.

    raises  NoSuchProfile when the area is not open to the person; Unusable, saying how to mend it, for a month that is
            not held, an unknown threat, domain or comparison
    """
    check_visible(request.area)
    view = view_of(request)
    key = (view.facts.data_version, store.code_version(), request, view.months)
    return store.DOCUMENTS.get(key, lambda: assemble(view, code_version=store.code_version()))


def get_neighbourhood(request: ProfileRequest, *, lsoa: str) -> Document:
    """
    Return the document of one neighbourhood of the area asked for.

    raises  as `get_profile`; Unusable when the area has no neighbourhood of that code
    """
    check_visible(request.area)
    view = view_of(request)
    key = (view.facts.data_version, store.code_version(), request, view.months, lsoa)
    return store.DOCUMENTS.get(key, lambda: assemble_neighbourhood(view, lsoa, code_version=store.code_version()))


def get_choices(area: str) -> Choices:
    """Return what can be picked for the area; raises NoSuchProfile when it is not open to the person."""
    check_visible(area)
    facts, catalogue = store.facts_of(area), store.the_catalogue()
    others = tuple((other.code, other.name) for other in facts.territory.districts if other.code != area)
    return Choices(
        threats=tuple((threat.id, threat.name) for threat in catalogue.threats),
        months=facts.crime.months,
        compare=(("similar", "Most similar areas"), ("force", f"All of {facts.territory.force.name}"), *others),
        domains=_domains(facts, catalogue),
    )


def get_figure_rows(figure: Figure, *, limit: int | None = 100, offset: int = 0) -> RowsPage:
    """
    Return the rows behind a figure of a document that was open to the person.

    raises  NoRows when the figure is not made of countable rows
    """
    with store.the_warehouse().connect() as connection:
        return read_rows(connection, figure, limit=limit, offset=offset)


def check_visible(area: str) -> None:
    """Raise NoSuchProfile unless a profile of the area is open to the person of the context; record the reading."""
    rows = list(Profile.objects.filter(area_code=area))
    if not rows:
        raise NoSuchProfile("There is no such profile, or it is not open to you.")
    trail.record_shown("profile", rows)


def view_of(request: ProfileRequest) -> View:
    """Return the view that a request asks for; raises Unusable as `get_profile` does. Checks no access."""
    catalogue = store.the_catalogue()
    check_request(request, catalogue)
    facts = store.facts_of(request.area)
    if request.compare not in ("force", "similar"):
        facts.territory.area(request.compare)
    return View(
        facts=facts,
        catalogue=catalogue,
        area=facts.territory.area(request.area),
        threat=catalogue.threat(request.threat),
        months=choose_months(request, facts.crime.months),
        compare=request.compare,
        domain=request.domain,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _domains(facts: Facts, catalogue: ProfileCatalogue) -> tuple[tuple[str, str], ...]:
    year = int(catalogue.deprivation.current)
    return tuple(
        (one.domain, one.name)
        for one in catalogue.indicators
        if one.kind == "deprivation" and (year, one.domain) in facts.society.deciles
    )
