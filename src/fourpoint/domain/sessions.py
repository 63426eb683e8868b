"""
When a session ends and when an address is closed after failures to sign in. For whoever keeps the doors.

Pure: instants and limits are arguments.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeVar

Ending = Literal["", "idle", "too-long"]


@dataclass(frozen=True, kw_only=True)
class SessionLimits:
    """
    How long a session may live.

    idle      without a request
    lifetime  at most, whatever happens in it
    at_once   sessions of one person at the same time; None for any number
    """

    idle: timedelta
    lifetime: timedelta
    at_once: int | None


@dataclass(frozen=True, kw_only=True)
class FailureLimits:
    """An address is closed for `closed` when it failed `failures` times within `window`."""

    failures: int
    window: timedelta
    closed: timedelta


@dataclass(frozen=True, kw_only=True)
class Session:
    """The life of one session so far; `key` is whatever names it."""

    key: int
    started_at: datetime
    seen_at: datetime


S = TypeVar("S", bound=Session)


def ending(session: Session, *, at: datetime, limits: SessionLimits) -> Ending:
    """Return why the session has ended by that instant, or nothing while it may go on."""
    if at - session.started_at >= limits.lifetime:
        return "too-long"
    return "idle" if at - session.seen_at >= limits.idle else ""


def surplus(sessions: Iterable[S], *, at_once: int | None) -> tuple[S, ...]:
    """Return the sessions that must close so that no more than `at_once` stay: those started first."""
    newest_first = sorted(sessions, key=lambda session: (session.started_at, session.key), reverse=True)
    return () if at_once is None else tuple(newest_first[at_once:])


def counting(failed_at: Sequence[datetime], *, at: datetime, limits: FailureLimits) -> tuple[datetime, ...]:
    """Return the failures that still count at that instant, in order of time, no more than matter."""
    recent = sorted(one for one in failed_at if at - one < limits.window)
    return tuple(recent[-limits.failures :])


def closed_until(failed_at: Sequence[datetime], *, at: datetime, limits: FailureLimits) -> datetime | None:
    """Return until when the address is closed because of these failures, the last at `at`; None while it is open."""
    recent = counting(failed_at, at=at, limits=limits)
    return at + limits.closed if len(recent) >= limits.failures else None
