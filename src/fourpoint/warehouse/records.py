"""
The slow path: reads a file record by record when the quick one cannot say on which line a row stands.

Used only when a file has line breaks inside quotation marks, rows with the wrong number of fields, bytes that are not
UTF-8, or NUL bytes. It writes the sound records to a new file with their line numbers, and lists the others.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# A record that has not closed its quotation mark after so many lines is taken for a lost quotation mark.
_MOST_LINES = 25


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A row that is not used: its line in the published file, why, and the row as it stands there."""

    line: int
    reason: str
    row: str


def rewrite(path: Path, target: Path, fields: int) -> list[SetAside]:
    """Write the sound records of the file to the target, each with its line number first; return the others."""
    aside: list[SetAside] = []
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        for line, raw in _records(source.read().splitlines(keepends=True)):
            values, reason = _parsed(raw, fields)
            if line == 1:
                writer.writerow(["line", *values])
            elif reason:
                aside.append(SetAside(line=line, reason=reason, row=shown(raw)))
            else:
                writer.writerow([line, *values])
    return aside


def shown(raw: bytes) -> str:
    """The row as text for a person, without line ends."""
    return raw.decode("utf-8", errors="replace").replace("\0", "\N{SYMBOL FOR NULL}").rstrip("\r\n")[:2000]


def _records(lines: list[bytes]) -> Iterator[tuple[int, bytes]]:
    """Line number and bytes of every record; lines are joined while a quotation mark stands open."""
    index = 0
    while index < len(lines):
        count = _record_lines(lines, index)
        raw = b"".join(lines[index : index + count])
        if raw.strip(b"\r\n"):
            yield index + 1, raw
        index += count


def _record_lines(lines: list[bytes], start: int) -> int:
    quotes = 0
    for count, line in enumerate(lines[start : start + _MOST_LINES], 1):
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            return count
    return 1


def _parsed(raw: bytes, fields: int) -> tuple[list[str], str]:
    """The record's values, and why it cannot be used (empty when it can)."""
    if b"\0" in raw:
        return [], "the row holds a NUL byte"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], "the row is not UTF-8 text"
    if text.count('"') % 2:
        return [], "a quotation mark is not closed"
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    except csv.Error as error:
        return [], f"the row cannot be read: {error}"
    values = rows[0] if rows else []
    if len(rows) != 1 or len(values) != fields:
        return values, f"the row has {len(values)} fields where the contract has {fields}"
    return values, ""
