"""The limits on accounts and sessions that the catalogue in force sets, as lengths of time."""

from datetime import date, datetime, timedelta

from django.conf import settings

from fourpoint.access import in_force
from fourpoint.catalogue.entries import AccountLimitEntry
from fourpoint.domain.dates import months_later
from fourpoint.domain.days import day_of
from fourpoint.domain.sessions import FailureLimits, SessionLimits

UNITS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}


def amount(code: str) -> int:
    """Return the number of a limit; raises KeyError for one that the catalogue does not hold."""
    return _entries()[code].amount


def length(code: str) -> timedelta:
    """Return a limit as a length of time; raises KeyError for one unknown or counted in months, times or sessions."""
    entry = _entries()[code]
    return entry.amount * UNITS[entry.unit]


def session_limits() -> SessionLimits:
    """Return the limits on sessions; a demonstration counts none of them against each other."""
    limited = getattr(settings, "FOURPOINT_LIMIT_SESSIONS", True)
    at_once = amount("sessions") if limited else None
    return SessionLimits(idle=length("idle"), lifetime=length("lifetime"), at_once=at_once)


def failure_limits() -> FailureLimits:
    """Return after how many failures an address is closed, and for how long."""
    return FailureLimits(failures=amount("failures"), window=length("failure-window"), closed=length("lock-out"))


def recertify_on(at: datetime) -> date:
    """Return the day by which a membership given or confirmed at that instant must be confirmed again."""
    return months_later(day_of(at), amount("recertification"))


def _entries() -> dict[str, AccountLimitEntry]:
    return {entry.id: entry for entry in in_force.read_entries("account_limits", AccountLimitEntry)}
