"""Takes a file of rows, one submission each: what is wrong with a row is said of it, and never stops the others."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.domain.submissions import Channel
from fourpoint.services.intelligence.cells import Refusal, read_rows
from fourpoint.services.intelligence.systems import KNOWN, take

MOST_ROWS = 1_000
# Rows without a reference of their own: the same words of the same person are the same submission.
_SPACE = uuid.UUID("0b1d5f0e-6f4d-5c62-9a56-2a4b0f6f9c11")


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A row that was taken: where it ends in the file, and its receipt's reference."""

    line: int
    reference: str
    again: bool


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What became of a file, in the order of its rows."""

    taken: tuple[Taken, ...]
    refused: tuple[Refusal, ...]


@transaction.atomic
def take_file(*, by: Actor, purpose: str, at: datetime, content: bytes) -> FileReport:
    """
    Take each row of a CSV file whose first line names its columns (`systems.KNOWN`), and say what became of each.

    raises  Unusable for a file that as a whole is none that can be read
    """
    taken: list[Taken] = []
    refused: list[Refusal] = []
    for row in read_rows(content, check=_check, most=MOST_ROWS):
        try:
            if row.wrong:
                raise Unusable(row.wrong)
            # A savepoint of its own: what fails in one row is undone alone.
            with transaction.atomic():
                key = _key(row.said, by)
                receipt = take(by=by, purpose=purpose, at=at, said=row.said, channel=Channel.FILE, key=key)
            taken.append(Taken(line=row.line, reference=receipt.reference, again=receipt.again))
        except (Unusable, Refused) as error:
            refused.append(Refusal(line=row.line, why=str(error)))
    return FileReport(taken=tuple(taken), refused=tuple(refused))


# ----------------------------------------------------------------------------------------------------------------------


def _check(columns: Sequence[str]) -> None:
    if "what" not in columns or "danger" not in columns:
        raise Unusable("The first line must name the columns, “what” and “danger” among them.")
    if not set(columns) <= set(KNOWN) or len(set(columns)) < len(columns):
        raise Unusable(f"These are the columns that can be read, each once: {', '.join(KNOWN)}.")


def _key(row: dict[str, str], by: Actor) -> uuid.UUID:
    if row.get("reference", "").strip():
        return uuid.uuid4()
    said = repr((by.agency_id, by.person_id, sorted(row.items()))).encode(errors="replace")
    return uuid.uuid5(_SPACE, hashlib.sha256(said).hexdigest())
