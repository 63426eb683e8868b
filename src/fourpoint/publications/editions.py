"""
Everything that is printed of an edition, at once: for whoever freezes one.

The result depends on the document alone, so the same document gives the same bytes on every machine.
"""

from dataclasses import dataclass

from fourpoint.domain.document import Document
from fourpoint.publications.ink import dates
from fourpoint.publications.pdf import printing
from fourpoint.publications.tables import archive, folder, workbook


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """
    What was printed.

    pdf         the accessible PDF
    tables_zip  the open data tables, packed
    ods         the same tables as a spreadsheet
    files       (name, bytes) of each open data file, as they stand in the zip
    """

    pdf: bytes
    tables_zip: bytes
    ods: bytes
    files: tuple[tuple[str, bytes], ...]


def render_all(document: Document) -> Rendered:
    """
    Print a frozen document.

    raises  NotAnEdition when the document is not frozen
    raises  FontsMissing when the front end has not been built
    raises  NotPrinted when the compiler refuses the document
    """
    pdf = printing.render(document)
    edition = document.edition
    if edition is None:
        raise printing.NotAnEdition("Only a frozen edition is printed.")
    held = folder.gathered(document)
    made = folder.files(document, edition, held)
    return Rendered(
        pdf=pdf,
        tables_zip=archive.pack(made, at=dates.stamp(edition.ends)),
        ods=workbook.write(document, edition, held),
        files=made,
    )
