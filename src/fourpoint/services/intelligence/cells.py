"""Reads a CSV file of rows for those who take them in: what is wrong with a row is said of it, and stops no other."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fourpoint.domain.errors import Unusable

MOST_BYTES, LONGEST_CELL = 2 * 1024 * 1024, 100_000
# Said by ourselves too: how long a cell the CSV reader takes is set for a whole process.
TOO_LONG = "This row cannot be read as CSV: one of its cells is far too long."
TOO_MANY = "This row has too many cells, more cells than the file has columns: is a text without its quotes?"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """What was not taken in, by its last line in the file, and why, in one sentence; nothing of what it says."""

    line: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    A row with the number of its last line.

    said   its cells by column, as far as they could be read
    wrong  why it cannot be taken, empty when it can
    """

    line: int
    said: dict[str, str]
    wrong: str = ""


def read_rows(content: bytes, *, check: Callable[[Sequence[str]], None], most: int) -> Iterator[Row]:
    """
    Yield each row that is not empty; those after the first `most` are wrong.

    check   raises Unusable for names of columns that are not those of such a file; in lower case, none when unreadable
    raises  Unusable for a file that as a whole is none that can be read
    """
    if len(content) > MOST_BYTES:
        raise Unusable(f"The file has more than {MOST_BYTES // 1024**2} MB: send it in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("The file is not in UTF-8: save it from the spreadsheet as “CSV UTF-8”.") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    columns = _columns(reader)
    check(columns)
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(line=reader.line_num, said={}, wrong=TOO_LONG)
            continue
        if any(cell.strip() for cell in cells):
            number += 1
            said = dict(zip(columns, cells, strict=False))
            yield Row(line=reader.line_num, said=said, wrong=_wrong(cells, columns, number, most))


# ----------------------------------------------------------------------------------------------------------------------


def _columns(reader: Iterator[list[str]]) -> list[str]:
    try:
        return [name.strip().lower() for name in next(reader, [])]
    except csv.Error:
        return []


def _wrong(cells: Sequence[str], columns: Sequence[str], number: int, most: int) -> str:
    if number > most:
        return f"{most:,} rows are the most at once: send it in another file."
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return TOO_LONG
    return TOO_MANY if len(cells) > len(columns) else ""
