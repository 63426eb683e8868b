"""Prints the answer to a person who asked what is held of them, as an accessible PDF."""

from dataclasses import asdict

from fourpoint.domain.packs import Pack
from fourpoint.publications.pdf.compiling import compile_pdf


def render_pack(pack: Pack) -> bytes:
    """
    Return the PDF of the answer.

    raises  FontsMissing when the front end has not been built; NotPrinted when the compiler refuses
    """
    return compile_pdf("pack", asdict(pack))
