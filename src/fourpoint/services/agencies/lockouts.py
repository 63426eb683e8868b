"""Closes an address for a while after repeated failures to sign in; the database holds one count for all processes."""

import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction

from fourpoint.domain import sessions as rule
from fourpoint.records.agencies.models import Lockout
from fourpoint.services.agencies import limits


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


def forget(email: str) -> None:
    """Open an address again, as somebody who keeps people does for a colleague, and forget its failures."""
    Lockout.objects.filter(digest=_digest(email)).update(failed_at=[], until=None)


def _digest(email: str) -> str:
    key = b"failures to sign in\0" + settings.SECRET_KEY.encode()
    return hmac.new(key, email.strip().lower().encode(), "sha256").hexdigest()
