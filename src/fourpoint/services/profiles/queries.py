"""
Reads of profiles for pages, publications and commands. Everything here needs the row security context of someone.

Whoever sees no Profile row of an area gets NoSuchProfile for all of it, live page and editions alike.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from fourpoint.access import checks, context, trail
from fourpoint.access.checks import NotOpen
from fourpoint.access.context import Acting
from fourpoint.catalogue.profiles import ProfileCatalogue
from fourpoint.domain.document import Document, EditionRef
from fourpoint.domain.duties import Duty
from fourpoint.domain.editions import Staleness
from fourpoint.domain.figures import AreaRef, Figure
from fourpoint.records.profiles.models import Edition, Profile
from fourpoint.services.profiles import store
from fourpoint.services.profiles.assembly import assemble, assemble_summary
from fourpoint.services.profiles.edition import staleness_of
from fourpoint.services.profiles.facts import Facts
from fourpoint.services.profiles.hiding import hide_for_partners
from fourpoint.services.profiles.neighbourhood.assembly import assemble_neighbourhood
from fourpoint.services.profiles.reading.territory import UnknownArea, list_force_names, list_held_areas
from fourpoint.services.profiles.requests import ProfileRequest, check_request, choose_months
from fourpoint.services.profiles.rows import RowsPage, read_rows
from fourpoint.services.profiles.view import View

# What a context remembers of an area: that its profile was shown, and that one of its profiles is the reader's own.
SEEN, OWN = "profile of", "own profile of"
# In SQL, as every page of an area asks: Django takes longer to put this together than PostgreSQL to answer it.
_OPEN = "SELECT id, audience_id, owner_id FROM profiles_profile WHERE area_code = %(area)s"


class _Open(NamedTuple):
    """A profile that is open to the person, as the trail and the duty to freeze it need it."""

    pk: int
    audience_id: int
    owner_id: int


class NoSuchProfile(NotOpen):
    """No profile of the area is open to this person; whether there is one is not said."""


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
    trail.record_listed("profile", rows.values())
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


def list_open_forces() -> frozenset[str]:
    """Return the names in files of the forces of which at least one profile is open to the person."""
    codes = set(Profile.objects.values_list("area_code", flat=True))
    with store.the_warehouse().connect() as connection:
        return list_force_names(connection, codes)


def get_profile(request: ProfileRequest) -> Document:
    """
    Return the live document that was asked for.

    raises  NoSuchProfile when the area is not open to the person; Unusable, saying how to mend it, for a month that is
            not held, an unknown threat, domain or comparison
    """
    check_visible(request.area)
    view = view_of(request)
    key = (view.facts.data_version, store.code_version(), request, view.months)
    return _for_reader(key, request.area, lambda: assemble(view, code_version=store.code_version()))


def get_summary(area: str) -> Document:
    """
    Return the headline of an area for all crime and the usual months, with the map of districts for a force.

    For lists, whose one entry in the trail covers it.

    raises  NoSuchProfile when the area is not open to the person
    """
    _open_rows(area)
    view = view_of(ProfileRequest(area=area))
    key = ("summary", view.facts.data_version, store.code_version(), area, view.months)
    return _for_reader(key, area, lambda: assemble_summary(view, code_version=store.code_version()))


def get_neighbourhood(request: ProfileRequest, *, lsoa: str) -> Document:
    """
    Return the document of one neighbourhood of the area asked for.

    raises  as `get_profile`; Unusable when the area has no neighbourhood of that code
    """
    check_visible(request.area)
    view = view_of(request)
    key = (view.facts.data_version, store.code_version(), request, view.months, lsoa)
    return _for_reader(key, request.area, lambda: assemble_neighbourhood(view, lsoa, code_version=store.code_version()))


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


def get_staleness(edition: EditionRef, *, today: date) -> Staleness:
    """Return what a reader of the edition is told of its age today."""
    return staleness_of(edition, today=today, refresh=store.the_catalogue().refresh)


def holds_frozen_rows(area: str, figure: Figure) -> bool:
    """Return whether the files that a frozen figure of the area counted are still those held, byte for byte."""
    if figure.rows is None:
        return False
    try:
        today = store.facts_of(area).provenance.street_reference(figure.months)
    except UnknownArea:
        return False
    return bool({one.checksum for one in today} & {one.checksum for one in figure.sources})


def find_audience(area: str) -> tuple[int, int]:
    """Return number and audience of the area's profile that is open to the person; raises NoSuchProfile."""
    found = Profile.objects.filter(area_code=area).order_by("id").values_list("id", "audience_id").first()
    if found is None:
        raise NoSuchProfile("There is no such profile, or it is not open to you.")
    return found


def check_visible(area: str) -> None:
    """Raise NoSuchProfile unless a profile of the area is open to the person of the context; record the reading."""
    # What a page is made of asks each for itself; within one context the answer is one.
    who = context.somebody()
    if (SEEN, area) not in who.recorded:
        rows = _open_rows(area)
        trail.record_shown("profile", rows)
        is_own = any(row.owner_id == who.actor.agency_id for row in rows)
        who.recorded.add([(SEEN, area), (OWN, area)] if is_own else [(SEEN, area)])


def _open_rows(area: str) -> list[_Open]:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"area": area})
        rows = [_Open(*row) for row in cursor.fetchall()]
    if not rows:
        raise NoSuchProfile("There is no such profile, or it is not open to you.")
    return rows


def may_freeze(area: str, *, who: Acting) -> bool:
    """Return whether the person writes for an agency whose profile of the area this is, and so freezes its editions."""
    if not checks.has_duty(who.actor, duty=Duty.PROFILES, agency_id=who.actor.agency_id or 0):
        return False
    if (SEEN, area) in who.recorded:
        return (OWN, area) in who.recorded
    return Profile.objects.filter(area_code=area, owner_id=who.actor.agency_id or 0).exists()


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


def _for_reader(key: Hashable, area: str, make: Callable[[], Document]) -> Document:
    """Return the document; from who does not own the area's profile, small numbers of data not published are hidden."""
    document, who = store.DOCUMENTS.get(key, make), context.current()
    if all(card.published for card in document.sources):
        return document
    agency_id = who.actor.agency_id if who else None
    if Profile.objects.filter(area_code=area, owner_id=agency_id or 0).exists():
        return document
    return store.DOCUMENTS.get(("hidden", key), lambda: hide_for_partners(document, area=area))


def _domains(facts: Facts, catalogue: ProfileCatalogue) -> tuple[tuple[str, str], ...]:
    year = int(catalogue.deprivation.current)
    return tuple(
        (one.domain, one.name)
        for one in catalogue.indicators
        if one.kind == "deprivation" and (year, one.domain) in facts.society.deciles
    )
