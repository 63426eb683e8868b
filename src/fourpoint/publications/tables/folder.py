"""All files of an edition's open data: a CSV and its metadata per table, every figure, and what each file holds."""

from fourpoint.domain import months
from fourpoint.domain.document import Document, EditionRef
from fourpoint.domain.figures import HIDDEN
from fourpoint.publications.ink import dates
from fourpoint.publications.tables import csvs, figures, metadata, sheets
from fourpoint.publications.tables.sheets import Sheet

Files = tuple[tuple[str, bytes], ...]


def gathered(document: Document) -> tuple[Sheet, ...]:
    """Return every sheet of the document: all figures, its tables in order, its notes, and what is left out."""
    added = (sheets.commentary(document), sheets.left_out(document))
    return (figures.sheet(document), *sheets.sheets(document), *(sheet for sheet in added if sheet))


def _readme(document: Document, edition: EditionRef, held: tuple[Sheet, ...]) -> bytes:
    lines = [
        f"{document.title}: open data tables of edition {edition.label}, version {edition.version}",
        f"Marking: {edition.marking}",
        *([f"Made for: {edition.cut_name}"] if edition.cut_name else []),
        f"Area: {document.area.name} ({document.area.code})",
        f"Period: {months.period_in_words(document.months)}; months without data: {dates.joined(document.missing)}",
        f"Published by {edition.owner}. Next edition due {dates.day(edition.next_due_on)}.",
        f"Data version {document.data_version}; code version {document.code_version}",
        "",
        "Each table is a CSV file (UTF-8, comma, one head row). An empty number is not known; it is not zero.",
        f"{HIDDEN} stands for a number that is withheld: left-out.csv says by which rule. Each row bears its marking.",
        "Beside it stands its metadata (CSV on the Web): columns, units, sources, licences, period.",
        "",
        *(f"{sheet.name}.csv: {sheet.title}" for sheet in held),
        "",
        "Sources",
        *(f"{card.source_id}: {card.title}. {card.licence}. {card.attribution}" for card in document.sources),
        "",
        *document.caveats,
    ]
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", errors="replace")


def files(document: Document, edition: EditionRef, held: tuple[Sheet, ...]) -> Files:
    """Return (name, bytes) of every file for the gathered sheets, README.txt first, in a fixed order."""
    made: list[tuple[str, bytes]] = [("README.txt", _readme(document, edition, held))]
    for bare in held:
        sheet = sheets.with_marking(bare, edition.marking)
        made.append((f"{sheet.name}.csv", csvs.write(sheet)))
        made.append((f"{sheet.name}.csv-metadata.json", metadata.write(sheet, document)))
    return tuple(made)
