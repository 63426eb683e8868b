"""Prints the answer to a person who asked what is held of them, as an accessible PDF."""

import json
from dataclasses import asdict
from importlib import resources
from pathlib import Path

import typst

from fourpoint.domain.packs import Pack
from fourpoint.publications.pdf import fonts, glyphs
from fourpoint.publications.pdf.printing import NotPrinted


def render_pack(pack: Pack) -> bytes:
    """
    Return the PDF of the answer.

    raises  FontsMissing when the front end has not been built; NotPrinted when the compiler refuses
    """
    template = Path(str(resources.files("fourpoint.publications.pdf"))) / "templates" / "pack.typ"
    data = glyphs.replace_missing(asdict(pack), fonts.regular())
    try:
        return typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=fonts.book(),
            ignore_system_fonts=True,
            sys_inputs={"pack": json.dumps(data)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise NotPrinted(f"The answer could not be printed: {error.message}.") from error
