"""What the author of a paper can choose from, for the forms."""

from dataclasses import dataclass

from fourpoint.access.context import Acting
from fourpoint.catalogue.entries import HandlingEntry
from fourpoint.domain.markings import Marking
from fourpoint.services.library.about import About
from fourpoint.services.library.choosing import OfferedAgreement, list_offered
from fourpoint.services.library.places import kind_names, list_areas, threat_names
from fourpoint.services.sharing.codes import entries


@dataclass(frozen=True, kw_only=True)
class Offered:
    """An entry of the catalogue that can be chosen, with the words that explain it."""

    code: str
    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Everything that can be chosen, in order; pairs are (code, words)."""

    kinds: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    threats: tuple[tuple[str, str], ...]
    markings: tuple[tuple[str, str], ...]
    handling: tuple[Offered, ...]
    conditions: tuple[Offered, ...]
    additional: tuple[Offered, ...]
    subjects: tuple[Offered, ...]
    agreements: tuple[OfferedAgreement, ...]


def get_choices(who: Acting, *, about: About | None = None) -> Choices:
    """
    Return what the person who acts can choose: markings up to her clearance, agreements in force.

    about  of a paper that is there already: its areas and its threat can be chosen again
    """
    membership = who.actor.membership
    clearance = membership.clearance if membership else Marking.OFFICIAL
    return Choices(
        kinds=tuple(kind_names().items()),
        areas=list_areas(agency_id=who.actor.agency_id, also=about.area_codes if about else ()),
        threats=_threats(about.threat if about else ""),
        markings=tuple((one.value, one.words) for one in Marking if clearance.reaches(one)),
        handling=_handling("code"),
        conditions=_handling("condition"),
        additional=_offered("additional_markings"),
        subjects=_offered("subjects"),
        agreements=list_offered(who.actor.agency_id, at=who.at),
    )


def _threats(also: str) -> tuple[tuple[str, str], ...]:
    names = threat_names()
    return tuple((names if not also else {**names, also: names.get(also, also)}).items())


def _offered(name: str) -> tuple[Offered, ...]:
    held = entries(name).values()
    return tuple(Offered(code=entry.id, name=entry.name, words=getattr(entry, "words", "")) for entry in held)


def _handling(kind: str) -> tuple[Offered, ...]:
    held = entries("handling").values()
    return tuple(
        Offered(code=entry.id, name=entry.name, words=entry.words)
        for entry in held
        if isinstance(entry, HandlingEntry) and entry.kind == kind
    )
