"""Runs the compiler of our PDFs: the same template and data give the same bytes, with our own typefaces alone."""

import json
from collections.abc import Sequence
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import typst

from fourpoint.publications.pdf import fonts, glyphs

Standard = Literal["ua-1", "a-2a"]


class NotPrinted(RuntimeError):
    """The compiler refused the document: a fault of ours, told with the compiler's reason."""


def compile_pdf(
    template: str,
    data: Any,
    *,
    standards: Sequence[Standard] = ("ua-1",),
    timestamp: datetime | None = None,
) -> bytes:
    """
    Return the PDF that a template makes of data which JSON can hold; it finds them under its own name.

    A character that the typeface lacks is replaced by a visible mark.
    timestamp  the date inside the file; None leaves it to the compiler
    raises     FontsMissing when the front end has not been built; NotPrinted when the compiler refuses
    """
    file = Path(str(resources.files("fourpoint.publications.pdf"))) / "templates" / f"{template}.typ"
    shown = glyphs.replace_missing(data, fonts.regular())
    try:
        return typst.compile(
            str(file),
            root=str(file.parent),
            font_paths=fonts.book(),
            ignore_system_fonts=True,
            sys_inputs={template: json.dumps(shown)},
            pdf_standards=list(standards),
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise NotPrinted(f"The PDF could not be made: {error.message}.") from error
