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


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A session after a request of it; `ended` says why it is over, nothing while it goes on."""

    session_id: int
    ended: str


def follow(*, session_id: int | None, person_id: int, key: str, described: tuple[str, str], at: datetime) -> Followed:
    """
    Note a request of a session, opening it when it is new; a new one closes those that are then too many.

    session_id  by which the session knows itself, None before its first request
    key         of the session in the session store, which may change in its life
    described   what the browser said of itself, and by which means the person signed in
    """
    # Outside a transaction, as most requests only read here: what writes opens its own.
    row = SignIn.objects.filter(id=session_id or 0).first()
    if row is None:
        return Followed(session_id=_open(person_id=person_id, key=key, described=described, at=at), ended="")
    ended = "closed" if row.person_id != person_id or row.ended else rule.ending(_span(row), at=at, limits=_limits())
    if ended:
        _end(row, at=at, ended=ended)
    elif at - row.seen_at >= STEP or row.key != key:
        SignIn.objects.filter(id=row.id).update(seen_at=at, key=key)
    return Followed(session_id=row.id, ended=ended)


def list_open(person_id: int, *, this: int, at: datetime) -> tuple[SessionCard, ...]:
    """Return the sessions of a person that are open, the latest first; `this` is the one that asks."""
    held = _limits()
    rows = SignIn.objects.filter(person_id=person_id, ended_at=None).order_by("-seen_at", "-id")
    return tuple(
        SessionCard(
            session_id=row.id,
            browser=row.browser,
            manner=row.manner,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this_one=row.id == this,
        )
        for row in rows
        if not rule.ending(_span(row), at=at, limits=held)
    )


def note_signed_out(session_id: int, *, at: datetime) -> None:
    """Write down that the owner of a session signed out."""
    for row in SignIn.objects.filter(id=session_id, ended_at=None):
        _end(row, at=at, ended="signed-out")


def close_one(session_id: int, *, person_id: int, at: datetime) -> bool:
    """End one session of that person at once; return whether there was one to end."""
    row = SignIn.objects.filter(id=session_id, person_id=person_id, ended_at=None).first()
    if row is not None:
        _end(row, at=at, ended="closed")
    return row is not None


@transaction.atomic
def close_all(person_id: int, *, at: datetime, ended: str = "closed", but: int = 0) -> int:
    """End every session of a person at once, but the one of that number; return how many."""
    rows = list(SignIn.objects.filter(person_id=person_id, ended_at=None).exclude(id=but))
    for row in rows:
        _end(row, at=at, ended=ended)
    return len(rows)


@transaction.atomic
def _open(*, person_id: int, key: str, described: tuple[str, str], at: datetime) -> int:
    # The first requests of a session may come side by side: one of them opens it.
    opened, _ = SignIn.objects.get_or_create(
        key=key,
        defaults={
            "person_id": person_id,
            "browser": described[0][:BROWSER_LETTERS],
            "manner": described[1][:MANNER_LETTERS],
            "started_at": at,
            "seen_at": at,
        },
    )
    rows = {row.id: row for row in SignIn.objects.filter(person_id=person_id, ended_at=None)}
    for session in rule.surplus(map(_span, rows.values()), at_once=_limits().at_once):
        _end(rows[session.key], at=at, ended="too-many")
    return opened.id


@transaction.atomic
def _end(row: SignIn, *, at: datetime, ended: str) -> None:
    # The store forgets it too, so that the cookie is nobody's at the very next request.
    StoredSession.objects.filter(session_key=row.key).delete()
    SignIn.objects.filter(id=row.id, ended_at=None).update(ended_at=at, ended=ended, key="")


def _limits() -> rule.SessionLimits:
    return limits.session_limits()


def _span(row: SignIn) -> rule.Session:
    return rule.Session(key=row.id, started_at=row.started_at, seen_at=row.seen_at)
