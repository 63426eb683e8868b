"""Prints the stamp of a copy alone, on a page of a given size, for whoever lays it over each page of a PDF."""

import json
from importlib import resources
from pathlib import Path

import typst

from fourpoint.domain.leases import Stamp
from fourpoint.publications.pdf import fonts, glyphs
from fourpoint.publications.pdf.printing import NotPrinted


def render_stamp(stamp: Stamp, width: float, height: float) -> bytes:
    """
    Return a PDF of one page with nothing on it but the stamp at its top and foot.

    width, height  in points

    raises  FontsMissing when the front end has not been built; NotPrinted when the compiler refuses
    """
    template = Path(str(resources.files("fourpoint.publications.pdf"))) / "templates" / "stamp.typ"
    data = glyphs.replace_missing(
        {"head": stamp.head, "foot": stamp.foot, "width": width, "height": height}, fonts.regular()
    )
    try:
        return typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=fonts.book(),
            ignore_system_fonts=True,
            sys_inputs={"stamp": json.dumps(data)},
        )
    except typst.TypstError as error:
        raise NotPrinted(f"The stamp could not be made: {error.message}.") from error
