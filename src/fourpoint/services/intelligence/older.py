"""
Brings reports of an older register in, with their 5x5x5 grades letter for letter: history to read, never to re-grade.

A file has one row for each item; rows of one number are one report. What was brought in before is not brought in twice.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from fourpoint.services.intelligence.cells import Refusal, Row, read_rows
from fourpoint.services.intelligence.reporting import LONGEST_TITLE, ItemDraft, ReportDraft, write_report

MOST_ROWS, LONGEST_NUMBER = 2_000, 80
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
class OlderFile:
    """What became of a file, in the order of its reports."""

    brought: tuple[Brought, ...]
    refused: tuple[Refusal, ...]


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


def _bring(rows: list[Row], *, by: Actor, purpose: str, at: datetime, desk_id: int) -> Brought:
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


def _reports(content: bytes) -> Sequence[list[Row]]:
    """Return the rows of each report; rows of one number stand together, wherever they are in the file."""
    held: dict[str, list[Row]] = {}
    for row in read_rows(content, check=_check, most=MOST_ROWS):
        if row.wrong:
            # Without one of its rows a report would not be what it was, and whose row this is may not be told.
            raise Unusable(f"Line {row.line}: {row.wrong}")
        said = dict.fromkeys(NEEDED, "") | row.said
        held.setdefault(said["number"].strip() or f"line {row.line}", []).append(replace(row, said=said))
    return tuple(held.values())


def _check(columns: Sequence[str]) -> None:
    if not set(NEEDED) <= set(columns) or not set(columns) <= set(KNOWN) or len(set(columns)) < len(columns):
        raise Unusable(
            f"The first line must name the columns {', '.join(NEEDED)}; these can be read, each once: "
            f"{', '.join(KNOWN)}."
        )
