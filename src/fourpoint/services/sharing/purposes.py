"""Purposes as a person meets them: those she can choose, and the one she acts for."""

from fourpoint.access import middleware, standing
from fourpoint.catalogue.entries import PurposeEntry

SESSION_KEY = middleware.PURPOSE


def list_choosable() -> tuple[PurposeEntry, ...]:
    """Return the purposes that a person may state, in the order of the catalogue."""
    return tuple(purpose for purpose in standing.purposes() if purpose.choosable)


def find_purpose(code: str) -> PurposeEntry | None:
    """Return the purpose of that code, None when the catalogue holds none."""
    return next((purpose for purpose in standing.purposes() if purpose.id == code), None)
