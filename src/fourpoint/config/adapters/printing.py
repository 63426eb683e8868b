"""Joins the freezing of editions to what prints them: publications stand above services, so config brings the two."""

from fourpoint.domain.document import Document
from fourpoint.publications import editions
from fourpoint.services.profiles.printing import Printed


def print_edition(document: Document) -> Printed:
    """Return the edition as PDF and open data tables; raises as `publications.editions.render_all` does."""
    rendered = editions.render_all(document)
    return Printed(pdf=rendered.pdf, files=(*rendered.files, ("profile.ods", rendered.ods)))
