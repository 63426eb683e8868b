"""
Resets: somebody who cannot sign in sets a password or a second factor anew, because her own agency let her.

Whoever keeps people begins one, with a reason. Where the person holds a role of power, here or anywhere, somebody else
who keeps people confirms it. The link goes by mail to the person's own address and is shown to nobody; only where no
mail is sent is it handed over, and then two people always stand behind it. Her sessions end when the link is made and
again when it is used.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q

from fourpoint.access import checks, context, trail
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Membership, Person, Reset
from fourpoint.records.agencies.resets import BOTH, FACTOR, PASSWORD
from fourpoint.services.agencies import letters, limits, lockouts, sessions
from fourpoint.services.agencies.actions import check_not_oneself, hold_power, kept_agency
from fourpoint.services.agencies.founding import PURPOSE
from fourpoint.services.agencies.passwords import hash_password

WHAT = {
    PASSWORD: "A new password",
    FACTOR: "A new second factor",
    BOTH: "A new password and a new second factor",
}
SECRET_BYTES, LONGEST_REASON = 32, 500
DAY = timedelta(days=1)
LINK_IS_SPENT = "This link has been used, was withdrawn or is too old: ask whoever keeps the people of your agency."
SESSIONS = "/account/sessions/"


class TooManyResets(Refused):
    """More resets were begun in a day than the catalogue lets."""


class SecondPersonNeeded(Refused):
    """Whoever asked for a reset may not confirm it."""


class ResetSpent(Refused):
    """The reset was confirmed, used or withdrawn, or its link is too old or unknown."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """
    What came of a step of a reset.

    waits   whether somebody else must confirm it first
    secret  of the link, only where no mail is sent, and only now; else empty
    """

    reset_id: int
    waits: bool
    secret: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ResetCard:
    """A reset that waits for its second person or whose link still works."""

    reset_id: int
    what: str
    reason: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime | None
    waits: bool
    may_confirm: bool


@dataclass(frozen=True, kw_only=True)
class Resetting:
    """What the page behind a link may say."""

    name: str
    sets_password: bool
    drops_factor: bool


@transaction.atomic
def begin(*, by: Actor, purpose: str, at: datetime, person_id: int, what: str, reason: str) -> Begun:
    """
    Let a colleague set anew how she signs in, or ask a second person to; an earlier reset of hers is withdrawn.

    raises  NotAllowed; NotOneself; NotOpen for somebody who is not of the agency; TooManyResets; Unusable
    """
    agency_id = kept_agency(by)
    check_not_oneself(by, person_id)
    held = _current(person_id, at=at)
    if agency_id not in {row.agency_id for row in held}:
        raise checks.NotOpen("Nobody of that number is a member of the agency.")
    _check_said(what, reason)
    _check_not_too_many(by, person_id, at=at)
    Reset.objects.filter(_open(at), person_id=person_id, agency_id=agency_id).update(
        withdrawn_at=at, withdrawn_by_id=by.person_id
    )
    row = Reset.objects.create(
        agency_id=agency_id,
        person_id=person_id,
        what=what,
        reason=reason.strip(),
        needs_second=not letters.is_on() or any(hold_power(one.roles) for one in held),
        asked_at=at,
        asked_by_id=by.person_id,
    )
    _record(row, "begin", by=by, purpose=purpose, at=at)
    if not row.needs_second:
        return _grant(row, by=by, purpose=purpose, at=at)
    others = letters.members_with("keeps_people", agency_id=agency_id, at=at) - {by.person_id, person_id}
    letters.write_to(others, kind="reset-confirm", path=_page(row), agency_id=agency_id, at=at)
    letters.write_to([person_id], kind="reset-told", path=SESSIONS, agency_id=agency_id, at=at)
    return Begun(reset_id=row.id, waits=True)


@transaction.atomic
def confirm(*, by: Actor, purpose: str, at: datetime, person_id: int, reset_id: int) -> Begun:
    """
    Confirm as the second person what a colleague began; there is a link from now on.

    raises  NotAllowed; NotOneself; NotOpen; SecondPersonNeeded for who began it; ResetSpent
    """
    row = _lock(reset_id, person_id, by=by)
    check_not_oneself(by, row.person_id)
    if row.granted_at is not None or row.withdrawn_at is not None or at - row.asked_at >= DAY:
        raise ResetSpent("This reset was confirmed or withdrawn, or is more than a day old: begin another.")
    if row.asked_by_id == by.person_id:
        raise SecondPersonNeeded("You began this reset: a colleague who keeps the people of the agency confirms it.")
    if row.agency_id not in {one.agency_id for one in _current(row.person_id, at=at)}:
        raise checks.NotOpen("There is no such reset.")
    return _grant(row, by=by, purpose=purpose, at=at)


@transaction.atomic
def withdraw(*, by: Actor, purpose: str, at: datetime, person_id: int, reset_id: int) -> None:
    """Take a reset back, so that its link opens nothing; raises NotAllowed, NotOneself, NotOpen, ResetSpent."""
    row = _lock(reset_id, person_id, by=by)
    check_not_oneself(by, row.person_id)
    if row.used_at is not None or row.withdrawn_at is not None:
        raise ResetSpent("This reset was used or withdrawn before.")
    row.withdrawn_at, row.withdrawn_by_id = at, by.person_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record(row, "withdraw", by=by, purpose=purpose, at=at)


def find_open(actor: Actor, person_id: int, *, at: datetime) -> ResetCard | None:
    """Return the reset of a person that waits or whose link works, None when there is none; raises NotAllowed."""
    rows = Reset.objects.filter(_open(at), person_id=person_id, agency_id=kept_agency(actor))
    row = rows.select_related("asked_by").order_by("-id").first()
    if row is None:
        return None
    waits = row.granted_at is None
    return ResetCard(
        reset_id=row.id,
        what=WHAT[row.what],
        reason=row.reason,
        asked_by=row.asked_by.name,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        waits=waits,
        may_confirm=waits and actor.person_id not in (row.asked_by_id, row.person_id),
    )


def find_resetting(secret: str, *, at: datetime) -> Resetting:
    """Return what the page behind a link may say; raises ResetSpent for one that is unknown or opens nothing."""
    row = _by_secret(secret, at=at)
    return Resetting(name=row.person.name, sets_password=row.what != FACTOR, drops_factor=row.what != PASSWORD)


@transaction.atomic
def use(*, secret: str, password: str, at: datetime) -> None:
    """
    Do what the reset is for: set the password, remove the second factors, or both; every session of hers ends.

    password  checked by the caller; empty for a reset of the second factor alone
    raises    ResetSpent; Unusable without a password where one is set
    """
    row = _by_secret(secret, at=at, lock=True)
    if row.what != FACTOR:
        if not password:
            raise Unusable("Enter a password of at least 12 characters.")
        Person.objects.filter(id=row.person_id).update(password=hash_password(password))
        lockouts.forget(row.person.email)
    if row.what != PASSWORD:
        Authenticator.objects.filter(user_id=row.person_id).delete()
    row.used_at = at
    row.save(update_fields=["used_at"])
    sessions.close_all(row.person_id, at=at)
    with context.acting(row.person_id, at=at, agency_id=row.agency_id) as who:
        _record(row, "use", by=who.actor, purpose=PURPOSE, at=at)


def _grant(row: Reset, *, by: Actor, purpose: str, at: datetime) -> Begun:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row.granted_at, row.granted_by_id, row.digest = at, by.person_id, _digest(secret)
    row.expires_at = at + limits.length("reset-life")
    row.save(update_fields=["granted_at", "granted_by", "digest", "expires_at"])
    sessions.close_all(row.person_id, at=at)
    letters.write_to([row.person_id], kind="reset", path=f"/account/reset/{secret}/", agency_id=row.agency_id, at=at)
    _record(row, "grant", by=by, purpose=purpose, at=at)
    shown = "" if letters.is_on() else secret
    return Begun(reset_id=row.id, waits=False, secret=shown, expires_at=row.expires_at)


def _record(row: Reset, verb: str, *, by: Actor, purpose: str, at: datetime) -> None:
    change = trail.Change(
        action=f"reset.{verb}",
        object_kind="person",
        object_id=row.person_id,
        reason=row.reason if verb == "begin" else "",
        facts={"reset": row.id, "what": row.what},
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def _check_said(what: str, reason: str) -> None:
    if what not in WHAT:
        raise Unusable("Choose what is to be set anew.")
    if not reason.strip() or len(reason) > LONGEST_REASON or "\0" in reason:
        raise Unusable(f"Say why, and how you know that it is they who ask, in at most {LONGEST_REASON} characters.")


def _check_not_too_many(by: Actor, person_id: int, *, at: datetime) -> None:
    begun = Reset.objects.filter(asked_at__gt=at - DAY)
    if begun.filter(asked_by_id=by.person_id).count() >= limits.amount("resets-by-one"):
        raise TooManyResets("You have begun as many resets as one person may in a day: ask a colleague.")
    if begun.filter(person_id=person_id).count() >= limits.amount("resets-of-one"):
        raise TooManyResets("This person's sign-in was reset as often as it may be in a day: try again tomorrow.")


def _open(at: datetime) -> Q:
    waiting = Q(granted_at=None, asked_at__gt=at - DAY)
    return Q(used_at=None, withdrawn_at=None) & (waiting | Q(expires_at__gt=at))


def _current(person_id: int, *, at: datetime) -> list[Membership]:
    held = Membership.objects.filter(
        person_id=person_id, person__kind=Person.PERSON, person__is_active=True, starts_at__lte=at
    )
    return [row for row in held if row.ends_at is None or at < row.ends_at]


def _lock(reset_id: int, person_id: int, *, by: Actor) -> Reset:
    row = Reset.objects.select_for_update().filter(id=reset_id, person_id=person_id, agency_id=kept_agency(by)).first()
    if row is None:
        raise checks.NotOpen("There is no such reset.")
    return row


def _by_secret(secret: str, *, at: datetime, lock: bool = False) -> Reset:
    rows = Reset.objects.select_for_update(of=("self",)) if lock else Reset.objects.all()
    row = rows.select_related("person").filter(_open(at), digest=_digest(secret)).first()
    # Somebody who has left the agency since is not let in by it any more.
    if row is None or row.agency_id not in {one.agency_id for one in _current(row.person_id, at=at)}:
        raise ResetSpent(LINK_IS_SPENT)
    return row


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _page(row: Reset) -> str:
    return f"/agencies/{row.agency.code}/people/{row.person_id}/"
