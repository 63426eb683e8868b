"""How long copies may be kept and how they can be destroyed, as the catalogue in force says."""

from dataclasses import dataclass

from fourpoint.catalogue.entries import Entry
from fourpoint.catalogue.keeping import ExportPeriodEntry
from fourpoint.domain.errors import Broken
from fourpoint.domain.markings import Marking
from fourpoint.services.agencies.words import entries


@dataclass(frozen=True, kw_only=True)
class Period:
    """For how many days a copy of a marking may be kept, and whether that was confirmed by its source."""

    marking: str
    days: int
    is_confirmed: bool


def days_of(marking: Marking) -> int:
    """Return for how many days a copy may be kept; raises Broken when the catalogue does not say."""
    entry = entries("export_periods", ExportPeriodEntry).get(marking.value)
    if entry is None:
        raise Broken(f"The catalogue's export_periods say nothing of '{marking.value}'.")
    return entry.days


def list_periods() -> tuple[Period, ...]:
    """Return the periods in the order of the catalogue."""
    held = entries("export_periods", ExportPeriodEntry).values()
    return tuple(Period(marking=one.name, days=one.days, is_confirmed=one.status == "confirmed") for one in held)


def list_ways() -> tuple[tuple[str, str], ...]:
    """Return the ways of destruction as (code, words)."""
    return tuple((entry.id, entry.name) for entry in entries("destruction", Entry).values())
