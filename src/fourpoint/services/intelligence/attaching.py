"""Attaches files to what somebody sent: cleaned and put in quarantine as they come, open to the desk once scanned."""

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, context, trail
from fourpoint.access.context import Acting
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.errors import Unusable
from fourpoint.domain.operations import NOBODY, Operation, Recipients
from fourpoint.domain.sharing import Actor
from fourpoint.records.intelligence.models import SubmissionFile
from fourpoint.services.files.accepting import accept_file, check_size
from fourpoint.services.files.keeping import FileState, find_states, get_content, put_in
from fourpoint.services.intelligence.sent import find_own

LOG = logging.getLogger(__name__)
MOST_FILES = 5
OURS = "Something went wrong on our side, and it was not attached: add it again."


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """A file of a submission, by name and state."""

    file_id: int
    name: str
    size: int
    scan: FileState


@dataclass(frozen=True, kw_only=True)
class DeskFile:
    """A file of a submission as somebody of its desk takes it away."""

    submission_id: int
    audience_id: int
    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A file as a form brought it; `read` gives its bytes, of one that is too large only the beginning."""

    name: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True, kw_only=True)
class NotTaken:
    """A file that was not attached, and why, in a sentence."""

    name: str
    why: str


def attach_all(who: Acting, *, reference: str, files: Iterable[Brought]) -> tuple[NotTaken, ...]:
    """
    Attach files to what that person sent, and return those that were not taken, in their order.

    For when what was sent is committed. Each file has a transaction of its own, so that none undoes another, and
    whatever a file does is told and never raised.
    """
    tried = [(file.name, _try(who, reference, file)) for file in files]
    return tuple(NotTaken(name=name, why=why) for name, why in tried if why)


@transaction.atomic
def attach(*, by: Actor, purpose: str, at: datetime, reference: str, name: str, data: bytes) -> None:
    """
    Attach a file to what the actor sent under that reference; the very same file again changes nothing.

    raises  NotSent; Unusable, in one sentence, for a file that is not taken, or one too many
    """
    with own_sendings():
        row = find_own(by, reference)
        taken = accept_file(name, data)
        digest = hashlib.sha256(taken.data).hexdigest()
        there = SubmissionFile.objects.filter(submission=row)
        if there.filter(sha256=digest).exists():
            return
        if there.count() >= MOST_FILES:
            raise Unusable(f"{MOST_FILES} files are the most: pass something else on for what is left.")
        SubmissionFile.objects.create(
            submission=row,
            audience_id=row.audience_id,
            held_id=put_in(taken, by=by, at=at),
            name=taken.name,
            media_type=taken.media_type,
            size=len(taken.data),
            sha256=digest,
            attached_at=at,
        )
    given = row.owner_id != by.agency_id
    change = trail.Change(
        action="submission.attach",
        operation=Operation.DISCLOSURE if given else Operation.COLLECTION,
        object_kind="submission",
        object_id=row.pk,
        owner_id=row.owner_id,
        audience_id=row.audience_id,
        recipients=Recipients(agencies=(row.owner_id,)) if given else NOBODY,
        after=digest,
    )
    trail.record(change, by=by, purpose=purpose, at=at)


def list_own_files(by: Actor, reference: str) -> tuple[FileLine, ...]:
    """Return the files of what the actor sent under that reference; raises NotSent."""
    with own_sendings():
        return list_files(find_own(by, reference).pk)


def list_files(submission_id: int) -> tuple[FileLine, ...]:
    """Return the files of a submission, as far as row security shows them: to the people of its desk."""
    rows = list(SubmissionFile.objects.filter(submission_id=submission_id).order_by("id"))
    states = find_states({row.held_id for row in rows})
    return tuple(FileLine(file_id=row.pk, name=row.name, size=row.size, scan=states[row.held_id]) for row in rows)


def get_desk_file(file_id: int) -> DeskFile:
    """Return a file to somebody of its desk; raises NotOpen for everybody else; FileIsWaiting, FileIsDestroyed."""
    row = SubmissionFile.objects.filter(pk=file_id).first() if 0 < file_id < 2**63 else None
    if row is None:
        raise checks.NotOpen("There is no such file.")
    return DeskFile(
        submission_id=row.submission_id,
        audience_id=row.audience_id,
        name=row.name,
        media_type=row.media_type,
        data=get_content(row.held_id).data,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _try(who: Acting, reference: str, file: Brought) -> str:
    """Attach a file; return why it was not taken, empty when it was."""
    actor = who.actor
    try:
        check_size(file.size)
        with context.acting(actor.person_id, at=who.at, purpose=who.purpose, agency_id=actor.agency_id) as now:
            held = file.read()
            attach(by=now.actor, purpose=now.purpose, at=now.at, reference=reference, name=file.name, data=held)
    except Unusable as error:
        return str(error)
    except Exception as error:  # The words were sent: a fault of ours with one file is told with the others.
        LOG.error("a file of a submission was not attached: %s", type(error).__name__)
        return OURS
    return ""
