"""
Looks for the tokens of decoys in what is about to leave, and rings the alarm. For the middleware, mail and exports.

Almost every answer holds nothing that begins like a token, and then nothing is asked of the database.
"""

import io
import logging
import uuid
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from fourpoint.access import apart, trail
from fourpoint.access.context import Acting, current, nobody
from fourpoint.domain.canaries import find_tokens
from fourpoint.domain.errors import Broken
from fourpoint.domain.operations import Operation
from fourpoint.records.canaries.models import EXPORT, MAIL, RESPONSE, Alarm, Canary

__all__ = ("MAIL", "RESPONSE", "CanaryLeaked", "Leak", "check_export", "find_leaks", "ring")
LOG = logging.getLogger("fourpoint.canaries")
ZIP = b"PK\x03\x04"
MOST_UNPACKED = 64 * 1024 * 1024


class CanaryLeaked(Broken):
    """A decoy's token was about to leave to someone to whom the decoy is not open: nothing was sent."""


@dataclass(frozen=True, kw_only=True)
class Leak:
    """A decoy that was about to be seen."""

    canary_id: int
    object_kind: str
    object_id: str
    owner_id: int


def find_leaks(content: bytes, *, readable: Collection[int]) -> tuple[Leak, ...]:
    """
    Return the decoys in this content that are not open to whoever is to receive it.

    content   the bytes as they would be sent; a zip file (also a spreadsheet) is looked into. Compressed pages of a
              PDF are not: what is printed is checked before it is printed.
    readable  ids of the audiences that are open to the receiver; empty for mail and logs, which are for nobody
    """
    tokens = {token for part in _parts(content) for token in find_tokens(part)}
    if not tokens:
        return ()
    rows = Canary.objects.filter(token__in=tokens).exclude(audience_id__in=list(readable)).order_by("id")
    return tuple(
        Leak(canary_id=row.pk, object_kind=row.object_kind, object_id=row.object_id, owner_id=row.owner_id)
        for row in rows
    )


def ring(leaks: Iterable[Leak], *, way: str, place: str, at: datetime, who: Acting | None) -> None:
    """
    Ring the alarm for each: a row that the owner's governance page shows, an entry in the trail, an error in the log.

    All three stand at once, also when the transaction under way is rolled back because of the leak.

    way    how it was about to leave, a code of `records.canaries`
    place  the address without its query, or what was about to be sent
    who    who would have seen it; None outside a context
    """
    found, person_id = tuple(leaks), who.actor.person_id or None if who else None
    for leak in found:
        LOG.error("Decoy %s was about to leak by %s at %s to person %s", leak.canary_id, way, place, person_id)
    apart.keep(who or nobody(at), lambda: _keep(found, way=way, place=place, at=at, who=who))


def check_export(contents: Iterable[bytes | str], *, readable: Collection[int], place: str) -> None:
    """
    Hold back an export that carries a decoy not open to its receiver: for whoever makes files, before they are sent.

    readable  ids of the audiences open to the receiver; empty for what many may read
    raises    CanaryLeaked; the alarm stands, though what the caller wrote before is rolled back
    """
    leaks = [
        leak
        for content in contents
        for leak in find_leaks(content.encode() if isinstance(content, str) else content, readable=readable)
    ]
    if leaks:
        who = current()
        ring(leaks, way=EXPORT, place=place, at=who.at if who else timezone.now(), who=who)
        raise CanaryLeaked(f"An export was held back: it carried a decoy record ({place}).")


# ----------------------------------------------------------------------------------------------------------------------


def _keep(leaks: Iterable[Leak], *, way: str, place: str, at: datetime, who: Acting | None) -> None:
    person_id = who.actor.person_id or None if who else None
    for leak in leaks:
        Alarm(
            id=uuid.uuid4(),
            at=at,
            canary_id=leak.canary_id,
            owner_id=leak.owner_id,
            way=way,
            place=place[:300],
            person_id=person_id,
            agency_id=who.actor.agency_id if who else None,
        ).save(force_insert=True)
        if who is not None and person_id is not None and who.purpose:
            _trail(leak, way=way, at=at, who=who)


def _trail(leak: Leak, *, way: str, at: datetime, who: Acting) -> None:
    change = trail.Change(
        action="canary.alarm",
        object_kind="canary",
        object_id=leak.canary_id,
        facts={"way": way, "kind": leak.object_kind, "record": leak.object_id},
        operation=Operation.CONSULTATION,
        owner_id=leak.owner_id,
    )
    trail.record(change, by=who.actor, purpose=who.purpose, at=at)


def _parts(content: bytes) -> Iterable[bytes]:
    yield content
    if not content.startswith(ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            left = MOST_UNPACKED
            for member in archive.infolist():
                left -= member.file_size
                if left < 0:
                    return
                yield archive.read(member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return
