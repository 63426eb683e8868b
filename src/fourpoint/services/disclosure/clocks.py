"""The clocks between agencies, as the catalogue sets them, and the random numbers by which things are named."""

import secrets
from datetime import datetime, timedelta

from fourpoint.access import in_force
from fourpoint.catalogue.entries import DisclosureDeadlineEntry

# Letters and digits that are not taken for one another when read out.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def due(clock: str, at: datetime) -> datetime:
    """Return when that clock of the catalogue runs out for something that began at that instant."""
    return at + timedelta(days=days(clock))


def days(clock: str) -> int:
    """Return the days of that clock."""
    held = in_force.read_entries("disclosure_clocks", DisclosureDeadlineEntry)
    found: int = next(entry.days for entry in held if entry.id == clock)
    return found


def draw_reference(prefix: str) -> str:
    """Return a new reference, as "RQ-7K3M-9PXA": drawn, so that no number tells how many there are."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{prefix}-{drawn[:4]}-{drawn[4:]}"
