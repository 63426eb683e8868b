"""
Prints a frozen document as an accessible PDF (PDF/UA-1 and PDF/A-2a), for those who send and archive editions.

The same document gives the same bytes: no clock, no machine's fonts, no order but the document's. The date inside the
file is midnight after the edition's last month.
"""

from fourpoint.domain.document import Document
from fourpoint.publications.ink import dates
from fourpoint.publications.pdf import content
from fourpoint.publications.pdf.compiling import Standard, compile_pdf

STANDARDS: tuple[Standard, ...] = ("ua-1", "a-2a")


class NotAnEdition(ValueError):
    """Only a frozen edition is printed."""


def render(document: Document) -> bytes:
    """
    Return the PDF of a frozen edition.

    A character that the typeface cannot print is replaced by a visible mark.

    raises  NotAnEdition when the document is not frozen
    raises  FontsMissing when the front end has not been built
    raises  NotPrinted when the compiler refuses the document
    """
    if document.edition is None:
        raise NotAnEdition("Only a frozen edition is printed: freeze the profile first (./fourpoint profile build).")
    data = content.content(document, document.edition)
    stamp = dates.stamp(document.edition.ends)
    return compile_pdf("edition", data, standards=STANDARDS, timestamp=stamp)
