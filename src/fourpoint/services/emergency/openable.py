"""Whose material may be opened in an emergency: that of agencies bound with one's own by an agreement in force."""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.records.agencies.models import Agency
from fourpoint.records.sharing.models import Agreement


@dataclass(frozen=True, kw_only=True)
class Openable:
    """An agency whose material may be opened in an emergency."""

    agency_id: int
    code: str
    name: str


def list_openable(agency_id: int, *, at: datetime) -> tuple[Openable, ...]:
    """Return the agencies bound with that one by an agreement in force at that instant, by name."""
    in_force = (
        Agreement.objects.filter(starts_at__lte=at, ends_at__gt=at, parties__agency_id=agency_id)
        .exclude(ended_at__lte=at)
        .exclude(parties__signed_at=None)
        .exclude(parties__signed_at__gt=at)
    )
    held = Agency.objects.filter(agreements__agreement__in=in_force).exclude(id=agency_id).distinct().order_by("name")
    return tuple(Openable(agency_id=row.id, code=row.code, name=row.name) for row in held)
