"""
The spreadsheet of an edition, laid out as the Government Statistical Service asks.

A cover with contents, notes in a sheet of their own, then one table a sheet, starting in column A, without merged or
blank cells: what a screen reader can follow.
"""

from collections.abc import Sequence

from fourpoint.domain import months
from fourpoint.domain.document import Document, EditionRef
from fourpoint.domain.figures import HIDDEN
from fourpoint.publications.ink import dates
from fourpoint.publications.tables import spreadsheet
from fourpoint.publications.tables.sheets import Sheet
from fourpoint.publications.tables.spreadsheet import Cell, Entry, Page

MISSING = "[x]"
_COVER, _NOTES = "Cover", "Notes"


def sheet_name(number: int, sheet: Sheet) -> str:
    """Return the name of a sheet: its number and short name, at most 31 characters as spreadsheets allow."""
    return f"{number}_{sheet.name.replace('-', '_')}"[:31]


def _line(text: str, style: str = "") -> tuple[Entry, ...]:
    return (Entry(value=text, style=style),)


def _cover(document: Document, edition: EditionRef, named: Sequence[tuple[str, Sheet]]) -> Page:
    contents = [(Entry(value=name, sheet=name), sheet.title) for name, sheet in named]
    rows = (
        _line(f"{document.title}: tables of edition {edition.label}", "title"),
        _line(f"Marking: {edition.marking}" + (f". {edition.cut_name}" if edition.cut_name else "")),
        _line(f"Published by {edition.owner}. Next edition due {dates.day(edition.next_due_on)}."),
        _line(f"Area: {document.area.name} ({document.area.code}). Period: {months.period_in_words(document.months)}."),
        _line(f"Months without data: {dates.joined(document.missing)}."),
        _line(f"Data version {document.data_version}. Code version {document.code_version}."),
        _line("The numbers come from the published sources named in the Notes sheet, under the licences given there."),
        (Entry(value="Sheet", style="head"), Entry(value="What it holds", style="head")),
        (Entry(value=_NOTES, sheet=_NOTES), "Shorthand, caveats, sources and licences"),
        *contents,
    )
    return Page(name=_COVER, widths=(90, 150), rows=rows, heads_at=7)


def _notes(document: Document, marking: str) -> Page:
    notes = [
        ("Shorthand", f"{MISSING} means that there is no value: it is not known, and not zero."),
        ("Shorthand", f"{HIDDEN} means that there is a value and that it is withheld, as the edition says."),
        ("Unconfirmed", "A figure so marked rests on a catalogue entry that is not confirmed by its source."),
        *(("Caveat", caveat) for caveat in document.caveats),
    ]
    for card in document.sources:
        notes.append(("Source", f"{card.source_id}: {card.title}, {card.publisher}, {card.period}, {card.vintage}."))
        notes.append(("Licence", f"{card.source_id}: {card.licence}. {card.attribution}"))
        notes.extend(("Caveat", f"{card.source_id}: {caveat}") for caveat in card.caveats)
    rows: tuple[tuple[Cell, ...], ...] = (
        _line("Notes", "title"),
        _line(f"{marking}. This sheet holds one table: what the shorthand means, and what to know of the sources."),
        (Entry(value="Kind", style="head"), Entry(value="Note", style="head")),
        *notes,
    )
    return Page(name=_NOTES, widths=(35, 210), rows=rows, heads_at=2)


def _sheet(name: str, sheet: Sheet, marking: str) -> Page:
    heads = tuple(Entry(value=column.head, style="head") for column in sheet.columns)
    said = f"{marking}. This sheet holds one table. {sheet.note}".strip()
    widths = tuple(32 if column.numeric else 60 for column in sheet.columns)
    rows = tuple(tuple([MISSING if value is None else value for value in row]) for row in sheet.rows)
    first = (_line(sheet.title, "title"), _line(said), (Entry(value="Back to the cover", sheet=_COVER),))
    return Page(name=name, widths=widths, rows=(*first, heads, *rows), heads_at=len(first))


def write(document: Document, edition: EditionRef, sheets: Sequence[Sheet]) -> bytes:
    """Return the spreadsheet of the sheets, with cover and notes before them."""
    named = [(sheet_name(number, sheet), sheet) for number, sheet in enumerate(sheets, 1)]
    pages = [_cover(document, edition, named), _notes(document, edition.marking)]
    pages += [_sheet(name, sheet, edition.marking) for name, sheet in named]
    title = f"{document.title}, {edition.label}: tables"
    return spreadsheet.write(pages, title=title, author=edition.owner, at=dates.stamp(edition.ends))
