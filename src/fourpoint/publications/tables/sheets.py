"""
The tables of a document as sheets of bare values, from which CSV and spreadsheet are written alike.

A sheet's values are numbers, words or None. None is a value that there is not: it is never written as zero. A number
that is withheld is written as `HIDDEN`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fourpoint.domain.document import Cell, Column, Document, Table
from fourpoint.domain.figures import HIDDEN

Value = str | float | None


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """A column: its key in CSV, its head in words, its unit (empty for words), and what it means where that helps."""

    key: str
    label: str
    numeric: bool = False
    unit: str = ""
    meaning: str = ""

    @property
    def head(self) -> str:
        """The head as printed, with the unit."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table of bare values; name is safe in a file name, source_ids say what it rests on."""

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    source_ids: tuple[str, ...] = ()


def safe_name(text: str, taken: Sequence[str] = ()) -> str:
    """Return a lower-case name of letters, digits and hyphens that is not yet taken; never empty."""
    stem = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "table"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def _tables(document: Document) -> Iterator[Table]:
    for section in document.sections:
        for block in section.blocks:
            if block.block == "table":
                yield block
            elif block.block in ("chart", "map"):
                yield block.table


def _value(cell: Cell, column: Column) -> Value:
    if cell.text == HIDDEN:
        return HIDDEN
    return cell.value if column.numeric else cell.text


def _columns(table: Table) -> list[tuple[int, SheetColumn, bool]]:
    """Each column with its index and whether it is the code of a place that the column before it names."""
    made: list[tuple[int, SheetColumn, bool]] = []
    taken: list[str] = []
    for index, column in enumerate(table.columns):
        key = safe_name(column.key, taken).replace("-", "_")
        taken.append(key)
        made.append((index, SheetColumn(key=key, label=column.label, numeric=column.numeric, unit=column.unit), False))
        if any(row[index].place for row in table.rows):
            taken.append(f"{key}_code")
            coded = SheetColumn(key=f"{key}_code", label=f"{column.label} code", meaning="published code of the place")
            made.append((index, coded, True))
    return made


def _row(table: Table, row: tuple[Cell, ...], columns: list[tuple[int, SheetColumn, bool]]) -> tuple[Value, ...]:
    values: list[Value] = []
    for index, _, coded in columns:
        place = row[index].place
        values.append((place.code if place else "") if coded else _value(row[index], table.columns[index]))
    return tuple(values)


def _sources(table: Table, document: Document) -> tuple[str, ...]:
    """What the figures in the table rest on; every source of the document when its cells name no figure."""
    known = {figure.figure_id: figure for figure in document.figures}
    named = [known[cell.figure_id] for row in table.rows for cell in row if cell.figure_id in known]
    found = dict.fromkeys(source.source_id for figure in named for source in figure.sources)
    return tuple(found) or tuple(card.source_id for card in document.sources)


def sheets(document: Document) -> tuple[Sheet, ...]:
    """Return every table of the document once, in its order, those behind charts and maps included."""
    made: list[Sheet] = []
    seen: set[str] = set()
    for table in _tables(document):
        if table.table_id in seen:
            continue
        seen.add(table.table_id)
        columns = _columns(table)
        made.append(
            Sheet(
                name=safe_name(table.table_id, ["figures", "commentary", "left-out", *(sheet.name for sheet in made)]),
                title=table.title,
                columns=tuple(column for _, column, _ in columns),
                rows=tuple(_row(table, row, columns) for row in table.rows),
                note=table.note,
                source_ids=_sources(table, document),
            )
        )
    return tuple(made)


def with_marking(sheet: Sheet, marking: str) -> Sheet:
    """Return the sheet with the marking beside every row, for files that have no page to bear it."""
    if any(column.key == "marking" for column in sheet.columns):
        return sheet
    column = SheetColumn(key="marking", label="Marking", meaning="of the edition that this row is part of")
    rows = tuple((*row, marking) for row in sheet.rows)
    return replace(sheet, columns=(*sheet.columns, column), rows=rows)


def commentary(document: Document) -> Sheet | None:
    """Return the notes that the edition holds as a sheet, each with its own marking; None when it holds none."""
    if not document.commentary:
        return None
    heads = {
        "about": "About",
        "anchor_kind": "Section or figure",
        "anchor": "Its id",
        "marking": "Marking",
        "owner": "Owner",
        "written_on": "Written on",
        "text": "What it says",
    }
    return Sheet(
        name="commentary",
        title="Commentary that the edition holds",
        columns=tuple(SheetColumn(key=key, label=label) for key, label in heads.items()),
        rows=tuple(
            (one.about, one.anchor_kind, one.anchor, one.marking, one.owner, one.written_on, "\n".join(one.paragraphs))
            for one in document.commentary
        ),
        note="Written by people; everything else in the edition is computed.",
    )


def left_out(document: Document) -> Sheet | None:
    """Return what the edition leaves out as a sheet; None when nothing is said of that."""
    if not document.withheld:
        return None
    return Sheet(
        name="left-out",
        title="What the edition leaves out",
        columns=(
            SheetColumn(key="rule", label="Rule"),
            SheetColumn(key="count", label="How many", numeric=True),
            SheetColumn(key="words", label="What"),
        ),
        rows=tuple((one.rule, one.count, one.words) for one in document.withheld),
    )
