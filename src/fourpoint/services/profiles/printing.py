"""The port to whatever prints an edition: services freeze what it gives, and know nothing of PDF or spreadsheets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from fourpoint.domain.document import Document
from fourpoint.domain.progress import Progress, quiet


@dataclass(frozen=True, kw_only=True)
class Printed:
    """
    An edition as printed; the same document always gives the same bytes.

    pdf    the accessible PDF
    files  (name, bytes) of each open data table and its metadata, as they stand in the folder `tables`
    """

    pdf: bytes
    files: tuple[tuple[str, bytes], ...]


Printer = Callable[[Document], Printed]


@dataclass(frozen=True, kw_only=True)
class Press:
    """
    What a build prints with, and whom it tells how far it is: areas done, areas in all, the area at work.

    cuts  codes of the catalogue's editions to print; none: all of them
    """

    printer: Printer
    progress: Progress = quiet
    cuts: tuple[str, ...] = ()


def the_printer() -> Printer:
    """Return the printer that the settings name; `config` wires it, since it stands above."""
    return cast(Printer, import_string(settings.FOURPOINT_PRINTER))
