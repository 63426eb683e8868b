"""The limits on breaking glass, and what a review can find, from the catalogue in force."""

from datetime import timedelta

from fourpoint.access import in_force
from fourpoint.catalogue.entries import EmergencyFindingEntry, EmergencyLimitEntry

UNITS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}


def amount(code: str) -> int:
    """Return the number of a limit; raises KeyError for one that the catalogue does not hold."""
    return _limits()[code].amount


def length(code: str) -> timedelta:
    """Return a limit as a length of time; raises KeyError for one unknown or counted in characters."""
    limit = _limits()[code]
    return limit.amount * UNITS[limit.unit]


def findings() -> tuple[EmergencyFindingEntry, ...]:
    """Return what a review can find, in the order of the catalogue."""
    return in_force.read_entries("emergency_findings", EmergencyFindingEntry)


def _limits() -> dict[str, EmergencyLimitEntry]:
    return {limit.id: limit for limit in in_force.read_entries("emergency_limits", EmergencyLimitEntry)}
