"""The signed agreement as a file, and other files that belong to it: added by those who sign, read by its parties."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused
from fourpoint.domain.operations import Operation
from fourpoint.domain.sharing import Actor
from fourpoint.records.sharing.models import AgreementFile
from fourpoint.services.files.accepting import accept_file
from fourpoint.services.files.keeping import FileState, find_states, get_content, put_in
from fourpoint.services.sharing.agreements import check_may_sign_for


class FileAlreadyThere(Refused):
    """The agreement has this very file."""


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """A file as a list names it; `number` counts the agreement's files from 1."""

    number: int
    name: str
    size: int
    added_at: datetime
    sha256: str
    scan: FileState


@dataclass(frozen=True, kw_only=True)
class Held:
    """A file to take away."""

    name: str
    media_type: str
    data: bytes
    words: str


@transaction.atomic
def attach_file(*, by: Actor, purpose: str, at: datetime, agreement_id: int, name: str, data: bytes) -> None:
    """
    Attach a file to an agreement. What it is, its content says.

    raises  NotAllowed, NotAParty; FileNotTaken, in one sentence; FileAlreadyThere
    """
    row = check_may_sign_for(by, agreement_id)
    taken = accept_file(name, data)
    digest = hashlib.sha256(taken.data).hexdigest()
    if AgreementFile.objects.filter(agreement=row, content_sha256=digest).exists():
        raise FileAlreadyThere("This very file is attached already.")
    AgreementFile.objects.create(
        agreement=row,
        name=taken.name,
        media_type=taken.media_type,
        held_id=put_in(taken, by=by, at=at),
        size=len(taken.data),
        content_sha256=digest,
        added_at=at,
        added_by_id=by.person_id,
    )
    change = trail.Change(action="agreement.attach", object_kind="agreement", object_id=row.id, after=digest)
    trail.record(change, by=by, purpose=purpose, at=at)


def list_files(agreement_id: int) -> tuple[FileLine, ...]:
    """Return the files of the agreement, as far as row security shows them: to its parties."""
    rows = list(AgreementFile.objects.filter(agreement_id=agreement_id).order_by("id"))
    states = find_states({row.held_id for row in rows})
    return tuple(
        FileLine(
            number=number,
            name=row.name,
            size=row.size,
            added_at=row.added_at,
            sha256=row.content_sha256,
            scan=states[row.held_id],
        )
        for number, row in enumerate(rows, start=1)
    )


def get_file(who: Acting, agreement_id: int, number: int) -> Held:
    """Return a file of an agreement, which is recorded as given; raises NotOpen, FileIsWaiting, FileIsDestroyed."""
    rows = list(AgreementFile.objects.filter(agreement_id=agreement_id).order_by("id"))
    if not 1 <= number <= len(rows):
        raise checks.NotOpen("There is no such file.")
    row = rows[number - 1]
    content = get_content(row.held_id)
    change = trail.Change(
        action="agreement.download",
        object_kind="agreement",
        object_id=agreement_id,
        operation=Operation.CONSULTATION,
        facts={"file": number},
        after=row.content_sha256,
    )
    trail.record(change, by=who.actor, purpose=who.purpose, at=who.at)
    return Held(name=row.name, media_type=row.media_type, data=content.data, words=content.words)
