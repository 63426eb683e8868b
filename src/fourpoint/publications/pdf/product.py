"""Prints a report or product as an accessible PDF (PDF/UA-1), marked on every page."""

from dataclasses import asdict
from datetime import UTC, datetime

from fourpoint.domain.printing import Printed
from fourpoint.publications.pdf.compiling import compile_pdf


def render_product(printed: Printed) -> bytes:
    """
    Return the PDF; the same value gives the same bytes. A character that the typeface lacks is a visible mark.

    raises  FontsMissing when the front end has not been built; NotPrinted when the compiler refuses
    """
    return compile_pdf("product", asdict(printed), timestamp=datetime(*printed.made_on, tzinfo=UTC))
