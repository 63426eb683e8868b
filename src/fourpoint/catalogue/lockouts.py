"""
Refuses a catalogue file by which agencies would be locked out of their own material. For the loader.

A force may write roles and purposes of its own. What it may not write is a file that loads, and after which nobody can
read, change or answer for anything.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fourpoint.catalogue.reading import CatalogueError
from fourpoint.domain.duties import Duty

# Founds an agency here and never signs in: what it can do helps nobody who is locked out.
STEWARD = "steward"
# Each power that an agency cannot be without, with what nobody could do.
_POWERS = {
    "changes": "write or take back the agency's own records",
    "administers": "sign or end its agreements and choose who reads its records",
    "keeps_people": "let in, or close, the agency's people",
    "governs": "read the trail of who read its records",
}


def check(name: str, entries: tuple[Any, ...], path: Path) -> None:
    """Raise CatalogueError, with file, key and reason, when entries of that name would lock owners out."""
    if asked := _CHECKS.get(name):
        asked(entries, path)


def _roles(entries: tuple[Any, ...], path: Path) -> None:
    for power, lost in _POWERS.items():
        if not any(getattr(role, power) and role.reads and role.id != STEWARD for role in entries):
            raise CatalogueError(
                f"{path}: '{power}': no role that reads has it, so nobody could {lost}: write `{power} = true` in one."
            )
    known = {duty.value for duty in Duty}
    unknown = sorted({duty for role in entries for duty in role.duties} - known)
    if unknown:
        raise CatalogueError(
            f"{path}: 'duties': there is no duty '{unknown[0]}': choose of {', '.join(sorted(known))}."
        )


def _purposes(entries: tuple[Any, ...], path: Path) -> None:
    if not any(purpose.choosable for purpose in entries):
        raise CatalogueError(
            f"{path}: 'choosable': no purpose is, and without a purpose nothing is read, by owners either:"
            " write `choosable = true` in one."
        )


_CHECKS: dict[str, Callable[[tuple[Any, ...], Path], None]] = {"roles": _roles, "purposes": _purposes}
