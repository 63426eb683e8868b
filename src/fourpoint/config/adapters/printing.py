"""Joins services to what prints for them: publications stand above services, so config brings the two together."""

from fourpoint.domain.document import Document
from fourpoint.domain.leases import Stamp
from fourpoint.domain.packs import Pack
from fourpoint.publications import editions
from fourpoint.publications.pdf.pack import render_pack
from fourpoint.publications.pdf.stamp import render_stamp
from fourpoint.services.profiles.printing import Printed


def print_edition(document: Document) -> Printed:
    """Return the edition as PDF and open data tables; raises as `publications.editions.render_all` does."""
    rendered = editions.render_all(document)
    return Printed(pdf=rendered.pdf, files=(*rendered.files, ("profile.ods", rendered.ods)))


def print_stamp(stamp: Stamp, width: float, height: float) -> bytes:
    """Return the stamp of a copy as a page of that size in points; raises as `publications.pdf.stamp` does."""
    return render_stamp(stamp, width, height)


def print_pack(pack: Pack) -> bytes:
    """Return the answer to a person as a PDF; raises as `publications.pdf.pack` does."""
    return render_pack(pack)
