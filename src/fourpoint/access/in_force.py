"""The catalogue in force here: the package's files, or whole in their place those of the force's own folder."""

from pathlib import Path
from typing import TypeVar

from django.conf import settings

from fourpoint.catalogue import loader
from fourpoint.catalogue.entries import Entry

E = TypeVar("E", bound=Entry)


def override() -> Path | None:
    """Return the force's own folder of catalogue files, if it has one."""
    folder: Path | None = getattr(settings, "FOURPOINT_CATALOGUE_OVERRIDE", None)
    return folder


def load(name: str) -> tuple[Entry, ...]:
    """Return the entries of that name, in the order of the file; raises as the loader does."""
    return loader.load(name, override())


def read_entries(name: str, kind: type[E]) -> tuple[E, ...]:
    """Return the entries of that name as that kind, in the order of the file; raises as the loader does."""
    return loader.read_entries(name, kind, override())  # type: ignore[arg-type]
