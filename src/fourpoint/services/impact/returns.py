"""
Takes a return of equality counts: a CSV file of numbers of people, never of people.

A row that cannot be used is set aside with its line and the reason, and the rest is taken. A file without the columns
is refused whole.
"""

import csv
import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.impact.models import EqualityCount
from fourpoint.services.impact.words import NOT_KNOWN, characteristics, stages

COLUMNS = ("stage", "period", "characteristic", "category", "count", "source")
PERIOD = re.compile(r"\d{4}(Q[1-4])?")
MOST_ROWS, LARGEST = 5_000, 100_000_000


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One usable row of a return."""

    stage: str
    period: str
    characteristic: str
    category: str
    count: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Aside:
    """A row that was set aside: its line in the file, and why."""

    line: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Return:
    """A return as read: what can be used, and what was set aside."""

    counted: tuple[Counted, ...]
    aside: tuple[Aside, ...]


def read_return(text: str) -> Return:
    """Return what a file says; raises Unusable for one without the columns, without rows, or with too many."""
    reader = csv.reader(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").splitlines())
    header = [name.strip().lower() for name in next(reader, [])]
    if missing := [name for name in COLUMNS if name not in header]:
        raise Unusable(f"The first line lacks the column '{missing[0]}': it must name {', '.join(COLUMNS)}.")
    counted: dict[tuple[str, str, str, str], Counted] = {}
    aside: list[Aside] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(counted) + len(aside) >= MOST_ROWS:
            raise Unusable(f"The file has more than {MOST_ROWS:,} rows: split it.")
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        held = _row(row)
        if isinstance(held, str):
            aside.append(Aside(line=reader.line_num, reason=held))
        elif (key := (held.stage, held.period, held.characteristic, held.category)) in counted:
            aside.append(Aside(line=reader.line_num, reason="The same category of the same period stands above."))
        else:
            counted[key] = held
    if not counted and not aside:
        raise Unusable("The file holds no rows below its first line.")
    return Return(counted=tuple(counted.values()), aside=tuple(aside))


@transaction.atomic
def record_return(*, by: Actor, purpose: str, at: datetime, held: Return) -> int:
    """Keep the counts of a return, each in the place of an earlier one, and return how many; raises NotAllowed."""
    agency_id = by.agency_id or 0
    checks.check_may_govern(by, agency_id=agency_id)
    for one in held.counted:
        EqualityCount.objects.update_or_create(
            agency_id=agency_id,
            stage=one.stage,
            period=one.period,
            characteristic=one.characteristic,
            category=one.category,
            defaults={"count": one.count, "source": one.source, "recorded_at": at, "recorded_by_id": by.person_id},
        )
    change = trail.Change(
        action="equality.record",
        object_kind="equality return",
        object_id=agency_id,
        facts={"rows": len(held.counted), "aside": len(held.aside)},
    )
    trail.record(change, by=by, purpose=purpose, at=at)
    return len(held.counted)


def _row(row: dict[str, str]) -> Counted | str:
    if missing := [name for name in COLUMNS if not row.get(name)]:
        return f"The column '{missing[0]}' is empty."
    known = {entry.id: entry.categories for entry in characteristics()}
    if row["stage"] not in (held := [entry.id for entry in stages()]):
        return f"'{row['stage']}' is no stage: they are {', '.join(held)}."
    if row["characteristic"] not in known:
        return f"'{row['characteristic']}' is no characteristic: they are {', '.join(known)}."
    allowed = (*known[row["characteristic"]], NOT_KNOWN)
    if row["category"] not in allowed:
        return f"'{row['category']}' is no category of it: they are {', '.join(allowed)}."
    if not PERIOD.fullmatch(row["period"]):
        return f"'{row['period']}' is no period: write a quarter as 2026Q3, or a year."
    if not (row["count"].isascii() and row["count"].isdigit()) or int(row["count"]) > LARGEST:
        return f"'{row['count']}' is no count: write a whole number of people, without marks."
    return Counted(**{name: row[name] for name in COLUMNS if name != "count"}, count=int(row["count"]))
