"""Prints a report or product as an accessible PDF (PDF/UA-1), marked on every page."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import typst

from fourpoint.domain.printing import Printed
from fourpoint.publications.pdf import fonts, glyphs
from fourpoint.publications.pdf.printing import NotPrinted


def render_product(printed: Printed) -> bytes:
    """
    Return the PDF; the same value gives the same bytes. A character that the typeface lacks is a visible mark.

    raises  FontsMissing when the front end has not been built; NotPrinted when the compiler refuses
    """
    template = Path(str(resources.files("fourpoint.publications.pdf"))) / "templates" / "product.typ"
    data = glyphs.replace_missing(json.loads(json.dumps(asdict(printed))), fonts.regular())
    try:
        return typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=fonts.book(),
            ignore_system_fonts=True,
            sys_inputs={"product": json.dumps(data)},
            pdf_standards=["ua-1"],
            timestamp=datetime(*printed.made_on, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise NotPrinted(f"The PDF could not be made: {error.message}.") from error
