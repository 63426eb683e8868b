"""
What every field of every table must say of itself: marking, personal data, retention. For whoever adds a field.

A model carries a nested class `Classified` with one attribute per field. `tests/architecture/test_fields.py` refuses
a field that is not there. Retention is a code of the catalogue's `retention` entries, which give its words and source.
"""

from dataclasses import dataclass
from enum import StrEnum

from fourpoint.domain.markings import Marking


class Personal(StrEnum):
    """Whether a field holds personal data, and what a copy for developers does with it."""

    NO = "no"
    KEEP = "keep"
    SCRUB = "scrub"


class Keep(StrEnum):
    """How long a field is kept, as a catalogue code."""

    MEMBERSHIP = "membership"
    AGREEMENT = "agreement"
    AUDIENCE = "audience"
    AUDIT = "audit"
    PROFILE = "profile"
    RECORD = "record"
    DRAFT = "draft"
    SIGN_IN = "sign-in"


class Table(StrEnum):
    """
    How the application role may use a table; `access/grants.py` turns this into privileges.

    DIRECTORY    read, add and change, never delete; readable without a context because sign-in and context need it
    INTERNED     read and add only
    PROTECTED    row security by audience; read, add, change, delete as the policies allow
    FROZEN       row security by audience; read and add only
    BETWEEN      row security by the agencies that the row is between; read, add and change, never delete
    APPEND_ONLY  row security by agency; read and add only, and a trigger refuses the rest to everyone
    DERIVED      row security by audience; read only: the database's own triggers write what follows from other tables
    SEALING      read only: rows are written by functions of the database alone
    PASSING      read, add, change and delete without a context: what is kept for a while and then goes; never marked
    """

    DIRECTORY = "directory"
    INTERNED = "interned"
    PROTECTED = "protected"
    FROZEN = "frozen"
    BETWEEN = "between"
    APPEND_ONLY = "append-only"
    DERIVED = "derived"
    SEALING = "sealing"
    PASSING = "passing"


@dataclass(frozen=True)
class Said:
    """What is said of one field. A marking of None means: that of the row, which its audience carries."""

    marking: Marking | None
    personal: Personal
    keep: Keep


def plain(keep: Keep) -> Said:
    """Say that a field is OFFICIAL and tells nothing about a person."""
    return Said(Marking.OFFICIAL, Personal.NO, keep)


def personal(keep: Keep, *, scrub: bool = True) -> Said:
    """Say that a field is OFFICIAL and personal; scrub it in copies unless the number alone names nobody."""
    return Said(Marking.OFFICIAL, Personal.SCRUB if scrub else Personal.KEEP, keep)


def marked(keep: Keep, *, scrub: bool = False) -> Said:
    """Say that a field is marked as its row is."""
    return Said(None, Personal.SCRUB if scrub else Personal.NO, keep)
