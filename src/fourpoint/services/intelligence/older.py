"""
Brings reports of an older register in, with their 5x5x5 grades letter for letter: history to read, never to re-grade.

A file has one row for each item; rows of one number are one report. What was brought in before is not brought in twice.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fourpoint.access import checks
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.days import day_of
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.grading import LegacyGrade
from fourpoint.domain.sharing import Actor
from fourpoint.records.intelligence.models import Report
from fourpoint.services.intelligence.reporting import LONGEST_TITLE, ItemDraft, ReportDraft, write_report

MOST_BYTES, MOST_ROWS, LONGEST_CELL, LONGEST_NUMBER = 2 * 1024 * 1024, 2_000, 100_000, 80
NEEDED = ("number", "title", "grade", "text")
KNOWN = (*NEEDED, "from", "until", "place", "postcode", "provenance", "risk", "threat", "area")
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A report that was brought in: the number that it had, its reference here, and whether it was here before."""

    number: str
    report_id: int
    reference: str
    again: bool


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A report that was not brought in, by the last line of its rows, and why; nothing of what it says."""

    line: int
    why: str


@dataclass(frozen=True, kw_only=True)
class OlderFile:
    """What became of a file, in the order of its reports."""

    brought: tuple[Brought, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True)
class _Row:
    line: int
    said: dict[str, str]


@transaction.atomic
def bring_older(*, by: Actor, purpose: str, at: datetime, desk_id: int, content: bytes) -> OlderFile:
    """
    Bring the reports of a CSV file to the desk, whose people alone read them, and say what became of each.

    raises  NotAllowed unless the actor evaluates; Unusable for a file that as a whole is none that can be read
    """
    checks.check_has_duty(by, duty=Duty.TRIAGE, agency_id=by.agency_id or 0)
    brought, refused = [], []
    for rows in _reports(content):
        try:
            # A savepoint of its own: what fails in one report is undone alone.
            with transaction.atomic():
                brought.append(_bring(rows, by=by, purpose=purpose, at=at, desk_id=desk_id))
        except (Unusable, Refused) as error:
            refused.append(Refusal(line=rows[-1].line, why=str(error)))
    return OlderFile(brought=tuple(brought), refused=tuple(refused))


# ----------------------------------------------------------------------------------------------------------------------


def _bring(rows: list[_Row], *, by: Actor, purpose: str, at: datetime, desk_id: int) -> Brought:
    said = rows[0].said
    number = clean_text(said["number"])
    if not number or len(number) > LONGEST_NUMBER:
        raise Unusable(f"Give the number that the report had, in at most {LONGEST_NUMBER} characters.")
    reference = _reference(desk_id, number)
    held = Report.objects.filter(reference=reference).first()
    if held is not None:
        return Brought(number=number, report_id=held.pk, reference=reference, again=True)
    items = tuple(_item(row.said, at=at) for row in rows)
    draft = ReportDraft(
        title=said["title"].strip()[: LONGEST_TITLE + 1],
        desk_id=desk_id,
        items=items,
        collection="routine",
        provenance="\n".join(filter(None, (f"Number in the older register: {number}", said.get("provenance", "")))),
        risk=said.get("risk", ""),
        threat=said.get("threat", "").strip(),
        area_codes=tuple(said.get("area", "").split()),
        reference=reference,
        # Its clear period began when it was told, not when it came here.
        reviewed_from=max((day for item in items if (day := item.to_on or item.from_on)), default=None),
    )
    made = write_report(by=by, purpose=purpose, at=at, report=draft)
    return Brought(number=number, report_id=made, reference=reference, again=False)


def _item(said: dict[str, str], *, at: datetime) -> ItemDraft:
    if not said["grade"].strip():
        raise Unusable("Give the grade as the older register has it.")
    return ItemDraft(
        text=said["text"],
        grade=LegacyGrade(said["grade"].strip()),
        from_on=_day(said.get("from", ""), "from", at),
        to_on=_day(said.get("until", ""), "until", at),
        place=said.get("place", ""),
        postcode=said.get("postcode", ""),
    )


def _day(said: str, column: str, at: datetime) -> date | None:
    if not said.strip():
        return None
    try:
        day = date.fromisoformat(said.strip())
    except ValueError:
        raise Unusable(f"Write the day in the column “{column}” as year, month and day: 2014-03-27.") from None
    if day > day_of(at):
        raise Unusable(f"The day in the column “{column}” is still to come.")
    return day


def _reference(desk_id: int, number: str) -> str:
    """The same for one number at one desk, and it tells nothing of either."""
    digest = int.from_bytes(hashlib.sha256(f"older report {desk_id} {number}".encode()).digest()[:8], "big")
    signs = "".join(_SIGNS[digest // len(_SIGNS) ** place % len(_SIGNS)] for place in range(8))
    return f"R-{signs[:4]}-{signs[4:]}"


def _reports(content: bytes) -> Iterator[list[_Row]]:
    """Yield the rows of each report; rows of one number stand together, wherever they are in the file."""
    held: dict[str, list[_Row]] = {}
    for row in _rows(content):
        held.setdefault(row.said["number"].strip() or f"line {row.line}", []).append(row)
    yield from held.values()


def _rows(content: bytes) -> Iterator[_Row]:
    if len(content) > MOST_BYTES:
        raise Unusable(f"The file has more than {MOST_BYTES // 1024**2} MB: bring it in in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("The file is not in UTF-8: save it from the spreadsheet as “CSV UTF-8”.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    try:
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        if not set(NEEDED) <= set(names) or not set(names) <= set(KNOWN) or len(set(names)) < len(names):
            raise Unusable(
                f"The first line must name the columns {', '.join(NEEDED)}; these can be read, each once: "
                f"{', '.join(KNOWN)}."
            )
        reader.fieldnames = names
        for count, said in enumerate(reader, start=1):
            if count > MOST_ROWS:
                raise Unusable(f"{MOST_ROWS:,} rows are the most at once: bring it in in parts.")
            if "" in said or any(len(cell) > LONGEST_CELL for cell in said.values()):
                raise Unusable(f"Line {reader.line_num} cannot be read: it has too many cells, or one far too long.")
            yield _Row(reader.line_num, said)
    except csv.Error:
        raise Unusable(f"Line {reader.line_num} cannot be read as CSV: is a text without its quotes?") from None
