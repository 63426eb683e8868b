"""Checks that the codes of an agreement or an audience are in the catalogue, and gives the words that go with them."""

from collections.abc import Iterable
from functools import cache

from fourpoint.access import in_force
from fourpoint.catalogue.entries import AdditionalMarkingEntry, Entry, HandlingEntry
from fourpoint.domain import sharing as domain
from fourpoint.domain.errors import Unusable
from fourpoint.records.sharing.models import Audience


class CodeUnknown(Unusable):
    """A code that the catalogue does not hold."""


def check_codes(name: str, codes: Iterable[str]) -> None:
    """Raise CodeUnknown unless the catalogue's entries of that name hold every code."""
    known = entries(name)
    if unknown := sorted(set(codes) - set(known)):
        raise CodeUnknown(f"The catalogue's {name} hold no '{unknown[0]}': they are {', '.join(known)}.")


def check_conditions(codes: Iterable[str]) -> None:
    """Raise CodeUnknown unless every code is a condition of handling."""
    if unknown := sorted(set(codes) - set(_conditions())):
        raise CodeUnknown(f"'{unknown[0]}' is not a condition of handling: they are {', '.join(_conditions())}.")


def condition_words(code: str) -> str:
    """Return the obligation as its reader sees it; the code itself when the catalogue dropped it since."""
    return _conditions().get(code, f"Handling condition {code} applies.")


def handling_words(audience: domain.Audience) -> tuple[str, ...]:
    """Return what an audience asks of its readers: its conditions, then its additional markings, a sentence each."""
    held = {one.id: one.words for one in in_force.read_entries("additional_markings", AdditionalMarkingEntry)}
    markings = (held[code] for code in audience.additional.codes if code in held)
    return (*(condition_words(code) for code in sorted(set(audience.conditions))), *markings)


def words(name: str, code: str) -> str:
    """Return the name of an entry, or the code when the catalogue dropped it since."""
    entry = entries(name).get(code)
    return entry.name if entry else code


def lost_codes() -> tuple[tuple[str, str], ...]:
    """
    Return the codes that records carry and the catalogue holds no more, each with the name of its file.

    An owner could neither change nor recall such a record, since its audience could not be written again.
    """
    columns = ("conditions", "prefixes", "descriptors", "caveats", "instructions", "purposes", "categories")
    carried: dict[str, set[str]] = {name: set() for name in columns}
    for row in Audience.objects.values_list(*columns).distinct().iterator():
        for name, codes in zip(columns, row, strict=True):
            carried[name].update(codes)
    additional = set().union(*(carried[name] for name in columns[1:5]))
    held = {
        "handling": (carried["conditions"], set(_conditions())),
        "additional_markings": (additional, set(entries("additional_markings"))),
        "purposes": (carried["purposes"], set(entries("purposes"))),
        "data_categories": (carried["categories"], set(entries("data_categories"))),
    }
    return tuple((name, code) for name, (asked, known) in held.items() for code in sorted(asked - known))


def entries(name: str) -> dict[str, Entry]:
    """Return the entries of that name in force here, by code."""
    return {entry.id: entry for entry in in_force.load(name)}


@cache
def _conditions() -> dict[str, str]:
    held = in_force.read_entries("handling", HandlingEntry)
    return {entry.id: entry.words for entry in held if entry.kind == "condition"}
