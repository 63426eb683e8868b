"""
The one room for taking in a file. For every word whose records can have files.

    taken = accept_file(name, data)           what may be kept of it, or one sentence why not
    held = put_in(taken, by=..., at=...)      into quarantine; a row of the word keeps `held_id`
    content = get_content(held)               for whoever may read that row, once it is out of quarantine

The word's migration says `reach_files("its_table")`: row security then opens the bytes with the row, and lets them go
with it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from fourpoint.domain.errors import Refused
from fourpoint.domain.sharing import Actor
from fourpoint.records.files.models import CLEAN, INFECTED, QUARANTINED, UNSCANNED, Content, File
from fourpoint.services.files.accepting import Accepted


class FileIsWaiting(Refused):
    """The file is in quarantine: nobody is given it before it was scanned."""


class FileIsDestroyed(Refused):
    """The file was infected, and nothing of it is left."""


@dataclass(frozen=True, kw_only=True)
class FileState:
    """Where a file stands; `found` is what the scanner called what it found."""

    state: str
    found: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether it is in quarantine still."""
        return self.state == QUARANTINED

    @property
    def is_unscanned(self) -> bool:
        """Whether it is let through without a scan, as in a demonstration."""
        return self.state == UNSCANNED

    @property
    def is_destroyed(self) -> bool:
        """Whether it was infected."""
        return self.state == INFECTED

    @property
    def is_open(self) -> bool:
        """Whether it can be taken away."""
        return self.state in {CLEAN, UNSCANNED}


@dataclass(frozen=True, kw_only=True)
class FileBytes:
    """What a file holds, and the words in it."""

    data: bytes = field(repr=False)
    words: str = field(repr=False)


def put_in(taken: Accepted, *, by: Actor, at: datetime) -> int:
    """
    Put an accepted file into quarantine, within the transaction of the act, and return its number.

    A demonstration without a scanner lets it through, and the file says so.
    """
    state = QUARANTINED if settings.FOURPOINT_SCANNER or not settings.FOURPOINT_UNSCANNED else UNSCANNED
    row = File.objects.create(state=state, put_at=at, put_by_id=by.person_id, agency_id=by.agency_id or 0)
    Content(id=row.pk, file=row, data=taken.data, words=taken.words).save(force_insert=True)
    return row.pk


def find_states(numbers: set[int]) -> dict[int, FileState]:
    """Return where the files of those numbers stand."""
    rows = File.objects.filter(pk__in=numbers)
    return {row.pk: FileState(state=row.state, found=row.found) for row in rows}


def get_content(number: int) -> FileBytes:
    """
    Return what a file holds, to the person of the context, who may read the row that it hangs on.

    raises  FileIsWaiting, FileIsDestroyed
    """
    held = Content.objects.filter(pk=number).first()
    if held is None:
        if find_states({number})[number].is_destroyed:
            raise FileIsDestroyed("This file held a virus and was destroyed.")
        raise FileIsWaiting("This file has not been scanned for viruses yet: try again in a few minutes.")
    return FileBytes(data=bytes(held.data), words=held.words)


def find_words(numbers: set[int]) -> dict[int, str]:
    """Return the words of those files that are open to the person of the context."""
    return dict(Content.objects.filter(pk__in=numbers).values_list("pk", "words"))
