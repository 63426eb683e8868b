"""
Somebody who cannot sign in says so with an address. The page writes it down, known or not; a job tells her agencies.

So the page takes as long, and says the same, whatever the address is.
"""

import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction

from fourpoint.access import context, trail
from fourpoint.records.agencies.models import Agency, HelpAsked, Membership, Person
from fourpoint.services.agencies import letters, limits
from fourpoint.services.agencies.founding import PURPOSE, get_steward
from fourpoint.services.agencies.sealed import seal, unseal

USE, MOST_AT_ONCE = "help asked", 50


def ask_for_help(email: str, *, at: datetime) -> None:
    """Write down that somebody of that address, known or not, cannot sign in."""
    address = email.strip().lower()
    HelpAsked.objects.create(digest=_digest(address), sealed=seal(address.encode(), use=USE), asked_at=at)


def tell_keepers(*, at: datetime) -> int:
    """Tell the agencies of those who asked; return how many people's agencies were told."""
    waiting = HelpAsked.objects.filter(told_at=None).order_by("id")[:MOST_AT_ONCE]
    return sum(_tell(row_id, at=at) for row_id in list(waiting.values_list("id", flat=True)))


def forget_old(*, at: datetime) -> None:
    """Throw away what was passed on so long ago that the address may be passed on again."""
    HelpAsked.objects.filter(told_at__lte=at - limits.length("help-wait")).delete()


@transaction.atomic
def _tell(row_id: int, *, at: datetime) -> bool:
    row = HelpAsked.objects.select_for_update(skip_locked=True).filter(id=row_id, told_at=None).first()
    if row is None:
        return False
    address = unseal(bytes(row.sealed), use=USE)
    lately = HelpAsked.objects.filter(digest=row.digest, told_at__gt=at - limits.length("help-wait")).exists()
    row.told_at, row.sealed = at, b""
    row.save(update_fields=["told_at", "sealed"])
    if address is None or lately:
        return False
    person = Person.objects.filter(email=address.decode(), kind=Person.PERSON, is_active=True).first()
    return person is not None and _tell_agencies(person.id, at=at)


def _tell_agencies(person_id: int, *, at: datetime) -> bool:
    held = Membership.objects.filter(person_id=person_id, starts_at__lte=at)
    current = {row.agency_id for row in held if row.ends_at is None or at < row.ends_at}
    for agency in Agency.objects.filter(id__in=current).order_by("id"):
        keepers = letters.members_with("keeps_people", agency_id=agency.id, at=at) - {person_id}
        path = f"/agencies/{agency.code}/people/{person_id}/"
        letters.write_to(keepers, kind="reset-help", path=path, agency_id=agency.id, at=at)
        with context.acting(get_steward(agency.code), at=at) as who:
            change = trail.Change(action="sign-in.ask-for-help", object_kind="person", object_id=person_id)
            trail.record(change, by=who.actor, purpose=PURPOSE, at=at)
    return bool(current)


def _digest(address: str) -> str:
    key = b"help asked\0" + settings.SECRET_KEY.encode()
    return hmac.new(key, address.encode(), "sha256").hexdigest()
