"""
Sessions of people: opened at the first request after signing in, kept within the limits, closed by whoever may.

What a session may do is not decided here: a closed one is simply nobody's any more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session as StoredSession
from django.db import transaction

from fourpoint.domain import sessions as rule
from fourpoint.records.agencies.models import SignIn
from fourpoint.services.agencies import limits

# A session's last request is written down at most so often: one write a minute, not one a page.
STEP = timedelta(minutes=1)
BROWSER_LETTERS, MANNER_LETTERS = 200, 64


@dataclass(frozen=True, kw_only=True)
class SessionCard:
    """One open session as its owner sees it."""

    session_id: int
    browser: str
    manner: str
    started_at: datetime
    seen_at: datetime
    is_this_one: bool


@transaction.atomic
def follow(*, person_id: int, key: str, browser: str, manner: str, at: datetime) -> str:
    """
    Note a request of a session, opening it when it is new; return why it has ended, or nothing while it goes on.

    key  of the session in the session store
    A new session closes those that are then too many.
    """
    row = SignIn.objects.filter(key=key).first()
    if row is None:
        _open(person_id=person_id, key=key, browser=browser, manner=manner, at=at)
        return ""
    if row.person_id != person_id:
        _end(row, at=at, ended="closed")
        return "closed"
    ended = rule.ending(_span(row), at=at, limits=limits.session_limits())
    if ended:
        _end(row, at=at, ended=ended)
    elif at - row.seen_at >= STEP:
        SignIn.objects.filter(id=row.id).update(seen_at=at)
    return ended


def list_open(person_id: int, *, key: str, at: datetime) -> tuple[SessionCard, ...]:
    """Return the sessions of a person that are open, the latest first; `key` is the one that asks."""
    held = limits.session_limits()
    rows = SignIn.objects.filter(person_id=person_id, ended_at=None).order_by("-seen_at", "-id")
    return tuple(
        SessionCard(
            session_id=row.id,
            browser=row.browser,
            manner=row.manner,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this_one=row.key == key,
        )
        for row in rows
        if not rule.ending(_span(row), at=at, limits=held)
    )


def note_signed_out(key: str, *, at: datetime) -> None:
    """Write down that the owner of a session signed out."""
    for row in SignIn.objects.filter(key=key):
        _end(row, at=at, ended="signed-out")


def close_one(session_id: int, *, person_id: int, at: datetime) -> bool:
    """End one session of that person at once; return whether there was one to end."""
    row = SignIn.objects.filter(id=session_id, person_id=person_id, ended_at=None).first()
    if row is not None:
        _end(row, at=at, ended="closed")
    return row is not None


@transaction.atomic
def close_all(person_id: int, *, at: datetime, ended: str = "closed", but: str = "") -> int:
    """End every session of a person at once, but the one of that key; return how many."""
    rows = [row for row in SignIn.objects.filter(person_id=person_id, ended_at=None) if row.key != but]
    for row in rows:
        _end(row, at=at, ended=ended)
    return len(rows)


def _open(*, person_id: int, key: str, browser: str, manner: str, at: datetime) -> None:
    SignIn.objects.create(
        person_id=person_id,
        key=key,
        browser=browser[:BROWSER_LETTERS],
        manner=manner[:MANNER_LETTERS],
        started_at=at,
        seen_at=at,
    )
    rows = {row.id: row for row in SignIn.objects.filter(person_id=person_id, ended_at=None)}
    held = limits.session_limits()
    for session in rule.surplus(map(_span, rows.values()), at_once=held.at_once):
        _end(rows[session.key], at=at, ended="too-many")


def _end(row: SignIn, *, at: datetime, ended: str) -> None:
    # The store forgets it too, so that the cookie is nobody's at the very next request.
    StoredSession.objects.filter(session_key=row.key).delete()
    SignIn.objects.filter(id=row.id, ended_at=None).update(ended_at=at, ended=ended, key="")


def _span(row: SignIn) -> rule.Session:
    return rule.Session(key=row.id, started_at=row.started_at, seen_at=row.seen_at)
