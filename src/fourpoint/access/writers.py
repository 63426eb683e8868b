"""
Numbers what is written to the trail, so that nothing can be taken out of it again unnoticed, sealed or not.

Each connection of each process is a *writer*, with a name drawn at random and a count of its own: nobody waits for
anybody. The mark of an entry holds its writer's next number. A number counts once its transaction has committed, so
what is rolled back leaves no gap, and a number that is not there was removed. The last number of each writer stands in
a file outside the database: its *head*.
"""

import os
import secrets
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from fourpoint.domain.seals import Head, Place

NAME_BYTES = 8
_ERA: dict[str, object] = {"of": object()}


@dataclass
class Writer:
    """One connection as a writer: its name, the last of its numbers that is committed, and the file of its head."""

    era: object
    name: str = field(default_factory=lambda: secrets.token_hex(NAME_BYTES))
    committed: int = 0
    file: "_HeadFile | None" = None


@dataclass(slots=True, eq=False)
class Taken:
    """Numbers taken in the transaction under way. Django drops it with whatever is rolled back, and else calls it."""

    writer: Writer
    last: int

    def __call__(self) -> None:
        self.writer.committed = self.last
        _keep_head(self.writer, settings.FOURPOINT_HEADS)


def take_places(count: int) -> list[Place]:
    """Give the next places of this connection's writer, for entries that the transaction under way writes."""
    # Asked for once: django.db.connection looks for it at every use of it.
    connection = connections[DEFAULT_DB_ALIAS]
    writer = _writer(connection)
    first = _last_number(connection, writer) + 1
    connection.on_commit(Taken(writer, first + count - 1), robust=True)
    return [(writer.name, number) for number in range(first, first + count)]


def last_taken() -> Taken | None:
    """Return the numbers that were taken last in the transaction under way, None when there are none."""
    return next(_standing(connections[DEFAULT_DB_ALIAS]), None)


def is_standing(taken: Taken) -> bool:
    """Return whether these numbers were taken in the transaction under way, and not in a part that was rolled back."""
    return any(one is taken for one in _standing(connections[DEFAULT_DB_ALIAS]))


def forget() -> None:
    """Let every connection begin as a new writer: after a fork, and in tests, which empty the trail."""
    _ERA["of"] = object()


# ----------------------------------------------------------------------------------------------------------------------


def _writer(connection: BaseDatabaseWrapper) -> Writer:
    writer: Writer | None = getattr(connection, "fourpoint_writer", None)
    if writer is None or writer.era is not _ERA["of"]:
        writer = Writer(_ERA["of"])
        connection.fourpoint_writer = writer  # type: ignore[attr-defined]
    return writer


def _last_number(connection: BaseDatabaseWrapper, writer: Writer) -> int:
    return next((one.last for one in _standing(connection) if one.writer is writer), writer.committed)


def _standing(connection: BaseDatabaseWrapper) -> Iterator[Taken]:
    waiting = (held[1] for held in reversed(connection.run_on_commit))
    return (one for one in waiting if isinstance(one, Taken))


class _HeadFile:
    """The file of a writer's head, held open: opening it for each commit took longer than writing it."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._handle = os.open(folder / f"{name}.txt", os.O_WRONLY | os.O_CREAT, 0o600)
        weakref.finalize(self, os.close, self._handle)

    @property
    def is_there(self) -> bool:
        """Whether the file still stands in its folder; somebody may have removed it, as when a home is emptied."""
        return os.fstat(self._handle).st_nlink > 0

    def write(self, head: Head) -> None:
        """Write over the head in place: one line, always of the same length."""
        os.pwrite(self._handle, f"{head.line}\n".encode(), 0)


def _keep_head(writer: Writer, folder: Path) -> None:
    file = writer.file
    if file is None or file.folder is not folder or not file.is_there:
        file = writer.file = _HeadFile(folder, writer.name)
    file.write(Head(writer=writer.name, number=writer.committed))


# Two processes must not count under one name.
os.register_at_fork(after_in_child=forget)
