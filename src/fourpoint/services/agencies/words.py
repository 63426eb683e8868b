"""Catalogue entries of people and agencies by code, and the words that a page says for a code."""

from typing import TypeVar

from fourpoint.access import in_force
from fourpoint.catalogue.entries import Entry

E = TypeVar("E", bound=Entry)


def entries(name: str, kind: type[E]) -> dict[str, E]:
    """Return the entries of that name in force here, by code, in the order of the file."""
    return {entry.id: entry for entry in in_force.read_entries(name, kind)}


def name_of(name: str, kind: type[E], code: str) -> str:
    """Return the name of an entry, or the code when the catalogue dropped it since."""
    entry = entries(name, kind).get(code)
    return entry.name if entry else code
