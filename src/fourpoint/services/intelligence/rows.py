"""Takes a file of rows, one submission each: what is wrong with a row is said of it, and never stops the others."""

import csv
import hashlib
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.domain.submissions import Channel
from fourpoint.services.intelligence.systems import KNOWN, take

MOST_BYTES, MOST_ROWS, LONGEST_CELL = 2 * 1024 * 1024, 1_000, 100_000
# Said by ourselves too: how long a cell the CSV reader takes is set for a whole process.
TOO_LONG = "This row cannot be read as CSV: one of its cells is far too long."
# Rows without a reference of their own: the same words of the same person are the same submission.
_SPACE = uuid.UUID("0b1d5f0e-6f4d-5c62-9a56-2a4b0f6f9c11")


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A row that was taken: where it ends in the file, and its receipt's reference."""

    line: int
    reference: str
    again: bool


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A row that was not taken, and why, in one sentence; nothing of what it says."""

    line: int
    why: str


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
    for line, row in _rows(content):
        try:
            if isinstance(row, str):
                raise Unusable(row)
            # A savepoint of its own: what fails in one row is undone alone.
            with transaction.atomic():
                receipt = take(by=by, purpose=purpose, at=at, said=row, channel=Channel.FILE, key=_key(row, by))
            taken.append(Taken(line=line, reference=receipt.reference, again=receipt.again))
        except (Unusable, Refused) as error:
            refused.append(Refusal(line=line, why=str(error)))
    return FileReport(taken=tuple(taken), refused=tuple(refused))


# ----------------------------------------------------------------------------------------------------------------------


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield each row by column, or what is wrong with it, with the number of its last line."""
    if len(content) > MOST_BYTES:
        raise Unusable(f"The file has more than {MOST_BYTES // 1024**2} MB: send it in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("The file is not in UTF-8: save it from the spreadsheet as “CSV UTF-8”.") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    columns = _columns(reader)
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, TOO_LONG
            continue
        if not any(cell.strip() for cell in cells):
            continue
        number += 1
        if number > MOST_ROWS:
            yield reader.line_num, f"{MOST_ROWS:,} rows are the most at once: send it in another file."
        elif any(len(cell) > LONGEST_CELL for cell in cells):
            yield reader.line_num, TOO_LONG
        elif len(cells) > len(columns):
            yield reader.line_num, "This row has more cells than the file has columns: is a text without its quotes?"
        else:
            yield reader.line_num, dict(zip(columns, cells, strict=False))


def _columns(reader: Iterator[list[str]]) -> list[str]:
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
    except csv.Error:
        columns = []
    if "what" not in columns or "danger" not in columns:
        raise Unusable("The first line must name the columns, “what” and “danger” among them.")
    unknown = [name for name in columns if name not in KNOWN]
    if unknown or len(set(columns)) < len(columns):
        raise Unusable(f"These are the columns that can be read, each once: {', '.join(KNOWN)}.")
    return columns


def _key(row: dict[str, str], by: Actor) -> uuid.UUID:
    if row.get("reference", "").strip():
        return uuid.uuid4()
    said = repr((by.agency_id, by.person_id, sorted(row.items()))).encode(errors="replace")
    return uuid.uuid5(_SPACE, hashlib.sha256(said).hexdigest())
