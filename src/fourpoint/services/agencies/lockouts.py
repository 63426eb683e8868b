"""Closes an address for a while after repeated failures to sign in; the database holds one count for all processes."""

import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from fourpoint.access import checks, trail
from fourpoint.domain import sessions as rule
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Lockout, Person
from fourpoint.records.audit.models import Event
from fourpoint.services.agencies import limits
from fourpoint.services.agencies.actions import check_not_oneself, kept_agency


def is_closed(email: str, *, at: datetime) -> bool:
    """Return whether signing in with that address is refused at that instant, whoever knows the password."""
    return Lockout.objects.filter(digest=_digest(email), until__gt=at).exists()


@transaction.atomic
def note_failure(email: str, *, at: datetime) -> bool:
    """Count a failure to sign in with that address, known or not; return whether it closed the address."""
    held = limits.failure_limits()
    row, _ = Lockout.objects.select_for_update().get_or_create(digest=_digest(email), defaults={"failed_at": []})
    failed = (*row.failed_at, at)
    until = rule.closed_until(failed, at=at, limits=held)
    row.failed_at = list(rule.counting(failed, at=at, limits=held))
    row.until = until or row.until
    row.save(update_fields=["failed_at", "until"])
    return until is not None


@transaction.atomic
def unlock(*, by: Actor, purpose: str, at: datetime, person_id: int) -> None:
    """
    Open a colleague's address again before its time, and forget its failures.

    raises  NotAllowed; NotOneself; NotOpen for somebody who is not of the agency
    """
    agency_id = kept_agency(by)
    check_not_oneself(by, person_id)
    person = Person.objects.filter(id=person_id, memberships__agency_id=agency_id).first()
    if person is None:
        raise checks.NotOpen("Nobody of that number is a member of the agency.")
    forget(person.email)
    change = trail.Change(action="sign-in.unlock", object_kind="person", object_id=person_id)
    trail.record(change, by=by, purpose=purpose, at=at)


def closed_then(person_id: int, *, at: datetime) -> tuple[datetime, datetime] | None:
    """
    Return from when until when the person's address was closed to signing in, if it was at that instant.

    Read from the trail, and so as far as that is open to the person of the context: governance reads its agency's.
    """
    length = limits.length("lock-out")
    told = Event.objects.filter(object_kind="person", object_id=str(person_id), at__lte=at, at__gt=at - length)
    turns = told.filter(Q(action="sign-in.fail", facts__closed="yes") | Q(action="sign-in.unlock"))
    last = turns.order_by("-at", "-action").first()
    return (last.at, last.at + length) if last is not None and last.action == "sign-in.fail" else None


def forget(email: str) -> None:
    """Forget the failures of an address, which opens it."""
    Lockout.objects.filter(digest=_digest(email)).update(failed_at=[], until=None)


def _digest(email: str) -> str:
    key = b"failures to sign in\0" + settings.SECRET_KEY.encode()
    return hmac.new(key, email.strip().lower().encode(), "sha256").hexdigest()
