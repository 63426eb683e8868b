"""Reads decoys and their alarms, for the governance role of the agency that owns them."""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.records.canaries.models import Alarm, Canary
from fourpoint.services.audit import naming, wording
from fourpoint.services.sharing.codes import entries

MOST = 200


@dataclass(frozen=True, kw_only=True)
class DecoyCard:
    """A decoy: its number, what kind of record it is, its marking in words, and when it was planted."""

    canary_id: int
    kind: str
    marking: str
    planted_at: datetime


@dataclass(frozen=True, kw_only=True)
class AlarmCard:
    """An alarm: which decoy, how it was about to leave, where, and to whom (empty for nobody signed in)."""

    at: datetime
    canary_id: int
    way: str
    place: str
    person: str
    agency: str


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The agency's decoys, and the alarms that rang for them, the newest first."""

    decoys: tuple[DecoyCard, ...]
    alarms: tuple[AlarmCard, ...]


def get_watch(who: Acting) -> Watch:
    """Return the decoys and alarms of the actor's agency; raises NotAllowed without its governance role."""
    agency_id = who.actor.agency_id or 0
    checks.check_may_govern(who.actor, agency_id=agency_id)
    alarms = list(Alarm.objects.filter(owner_id=agency_id).order_by("-at")[:MOST])
    names = naming.find_names(
        people={row.person_id for row in alarms if row.person_id},
        agencies={row.agency_id for row in alarms},
        objects=(),
    )
    return Watch(
        decoys=tuple(
            DecoyCard(
                canary_id=row.pk,
                kind=wording.kind_words(row.object_kind),
                marking=_in_words(row.marking),
                planted_at=row.planted_at,
            )
            for row in Canary.objects.filter(owner_id=agency_id).order_by("object_kind", "id")
        ),
        alarms=tuple(
            AlarmCard(
                at=row.at,
                canary_id=row.canary_id,
                way=row.way,
                place=row.place,
                person=names.person(row.person_id) if row.person_id else "",
                agency=names.agency(row.agency_id),
            )
            for row in alarms
        ),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _in_words(marking: str) -> str:
    """The marking of a decoy as it is printed above a record; it is kept with the codes of its additional markings."""
    held = entries("additional_markings")
    return " ".join(f"[{held[one].name}]" if one in held else one for one in marking.split())
