"""
Prints a frozen document as an accessible PDF (PDF/UA-1 and PDF/A-2a), for those who send and archive editions.

The same document gives the same bytes: no clock, no machine's fonts, no order but the document's. The date inside the
file is midnight after the edition's last month.
"""

import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

import typst

from fourpoint.domain.document import Document
from fourpoint.publications.ink import dates
from fourpoint.publications.pdf import content, fonts, glyphs

STANDARDS: tuple[Literal["ua-1", "a-2a"], ...] = ("ua-1", "a-2a")


class NotAnEdition(ValueError):
    """Only a frozen edition is printed."""


class NotPrinted(RuntimeError):
    """The compiler refused the document: a fault of ours, told with the compiler's reason."""


@lru_cache(maxsize=1)
def _template() -> Path:
    return Path(str(resources.files("fourpoint.publications.pdf"))) / "templates" / "edition.typ"


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
    data = glyphs.replace_missing(content.content(document, document.edition), fonts.regular())
    template = _template()
    try:
        return typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=fonts.book(),
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(data)},
            pdf_standards=list(STANDARDS),
            timestamp=dates.stamp(document.edition.ends),
        )
    except typst.TypstError as error:
        raise NotPrinted(f"The PDF could not be made: {error.message}.") from error
