"""Prints the stamp of a copy alone, on a page of a given size, for whoever lays it over each page of a PDF."""

from fourpoint.domain.leases import Stamp
from fourpoint.publications.pdf.compiling import compile_pdf


def render_stamp(stamp: Stamp, width: float, height: float) -> bytes:
    """
    Return a PDF of one page with nothing on it but the stamp at its top and foot.

    width, height  in points

    raises  FontsMissing when the front end has not been built; NotPrinted when the compiler refuses
    """
    data = {"head": stamp.head, "foot": stamp.foot, "width": width, "height": height}
    return compile_pdf("stamp", data, standards=())
