"""
Forms on their way: what was sent after a session had ended is kept for the same person; what was sent twice acts once.

Nothing here acts on what a form says. Kept fields are sealed under the secret key and opened for their person alone.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from fourpoint.records.agencies.models import FormUse, KeptForm, Person
from fourpoint.services.agencies import limits
from fourpoint.services.agencies.sealed import seal, unseal

USE = "kept forms"
# A person's older forms give way to newer ones, and a form larger than any of ours is not kept.
MOST_KEPT, MOST_BYTES = 5, 512 * 1024
# A form left open is sent within days, if at all.
USES_ARE_KNOWN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """
    What a form sent.

    path    where it was sent
    page    where the form stands
    fields  names and values, in order
    """

    path: str
    page: str
    fields: tuple[tuple[str, str], ...]


@transaction.atomic
def keep(sent: Sent, *, person_id: int, at: datetime) -> uuid.UUID | None:
    """Keep what that person sent, for a short time, and return its number; None for what is too large to keep."""
    content = json.dumps([sent.path, sent.page, sent.fields]).encode()
    if len(content) > MOST_BYTES or not Person.objects.filter(id=person_id, is_active=True).exists():
        return None
    older = KeptForm.objects.filter(person_id=person_id).order_by("-kept_at").values_list("id", flat=True)
    KeptForm.objects.filter(id__in=list(older[MOST_KEPT - 1 :])).delete()
    row = KeptForm.objects.create(
        person_id=person_id,
        sealed=seal(content, use=USE),
        kept_at=at,
        expires_at=at + limits.length("kept-form"),
    )
    return row.id


def find(kept_id: str, *, person_id: int, at: datetime) -> Sent | None:
    """Return what that person sent under that number; None for another's, one that is too old, or none."""
    try:
        number = uuid.UUID(kept_id)
    except ValueError:
        return None
    row = KeptForm.objects.filter(id=number, person_id=person_id, expires_at__gt=at).first()
    content = unseal(bytes(row.sealed), use=USE) if row is not None else None
    if content is None:
        return None
    path, page, fields = json.loads(content)
    return Sent(path=path, page=page, fields=tuple((name, value) for name, value in fields))


def forget(kept_id: str, *, person_id: int) -> None:
    """Throw away what that person sent under that number, when there is such a thing."""
    try:
        KeptForm.objects.filter(id=uuid.UUID(kept_id), person_id=person_id).delete()
    except ValueError:
        return


def claim(digest: str, *, at: datetime) -> str | None:
    """
    Take up a form to act on it, inside the request's transaction; return None, or the first result's address.

    The same form sent at the same time waits here until the first has ended.
    """
    row, is_first = FormUse.objects.get_or_create(digest=digest, defaults={"used_at": at})
    return None if is_first else row.location


def settle(digest: str, *, location: str) -> None:
    """Write down where the first result sent its reader; without one the form may be sent again."""
    rows = FormUse.objects.filter(digest=digest)
    if location:
        rows.update(location=location)
    else:
        rows.delete()


def forget_old(*, at: datetime) -> int:
    """Throw away what nobody came back for, and which forms were used long ago; return how many rows went."""
    kept, _ = KeptForm.objects.filter(expires_at__lte=at).delete()
    used, _ = FormUse.objects.filter(used_at__lte=at - USES_ARE_KNOWN).delete()
    return kept + used
