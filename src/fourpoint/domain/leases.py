"""
The rules of copies that leave the system: whether one is leased, what its number looks like, how it stands on a day.

A lease is what makes a copy answerable: a number on every page, a holder, a purpose, an end.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DIGITS = 8
MOST = 10**DIGITS


class State(StrEnum):
    """How a copy stands: what its holder has to do, and what its owner may count on."""

    DESTROYED = "destroyed"
    RECALLED = "recalled"
    CLOSED = "closed"
    EXPIRED = "expired"
    HELD = "held"

    @property
    def is_out(self) -> bool:
        """Whether the copy still exists, for all that is known."""
        return self is not State.DESTROYED

    @property
    def is_overdue(self) -> bool:
        """Whether its holder should have destroyed it."""
        return self in {State.RECALLED, State.CLOSED, State.EXPIRED}


@dataclass(frozen=True, kw_only=True)
class Ends:
    """
    When a copy's time is over: by its own period, and when it was recalled or destroyed, if it was.

    closed_on  when the agreement ended that opened the record to its holder, if it has
    """

    expires_on: date
    closed_on: date | None = None
    recalled_on: date | None = None
    destroyed_on: date | None = None


def must_be_leased(*, is_marked_for_someone: bool, is_published: bool) -> bool:
    """
    Return whether a file may leave only under a lease.

    What anybody can download from its publisher, unchanged and without a word of ours that has an audience, is public:
    a number on it would only teach people to ignore numbers. Everything else is leased, also within the owner agency.
    """
    return is_marked_for_someone or not is_published


def ends_on(today: date, *, days: int, limits: tuple[date, ...] = ()) -> date:
    """
    Return the last day on which a copy taken today may be kept; never before today.

    days    the period of its marking
    limits  the last days of what opened the record: its audience, its agreement
    """
    return max(today, min((today + timedelta(days=days), *limits)))


def state_on(ends: Ends, today: date) -> State:
    """Return how a copy stands on that day; on its last day it may still be kept, unless what opened it ended."""
    if ends.destroyed_on is not None:
        return State.DESTROYED
    if ends.recalled_on is not None:
        return State.RECALLED
    if ends.closed_on is not None:
        return State.CLOSED
    return State.EXPIRED if today > ends.expires_on else State.HELD


def print_number(year: int, drawn: int) -> str:
    """Return the number as it is printed, in two groups that can be read out: "FP-2026-0412-7731"."""
    digits = f"{drawn % MOST:0{DIGITS}}"
    return f"FP-{year}-{digits[:4]}-{digits[4:]}"


def find_number(written: str) -> str:
    """Return the number that somebody read off a copy, in our writing; empty when it is none."""
    held = "".join(character for character in written.upper() if character.isascii() and character.isalnum())
    digits = held.removeprefix("FP")
    if len(digits) != 4 + DIGITS or not digits.isdigit():
        return ""
    return print_number(int(digits[:4]), int(digits[4:]))


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What stands on every page of a copy. All in words; raises nothing and names no content."""

    number: str
    marking: str
    additional: tuple[str, ...]
    owner: str
    holder: str
    purpose: str
    taken: str
    expires: str

    @property
    def head(self) -> str:
        """The marking as it stands at the top of a page."""
        return " ".join((self.marking, *(f"[{words}]" for words in self.additional)))

    @property
    def foot(self) -> str:
        """The line at the bottom of a page."""
        return (
            f"Copy {self.number}, taken {self.taken} by {self.holder} for: {self.purpose}. "
            f"Destroy by {self.expires}, or at once when it is recalled."
        )

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The same as pairs of label and words, for a sheet or a cover."""
        return (
            ("Marking", self.head),
            ("Copy number", self.number),
            ("Owner", self.owner),
            ("Holder", self.holder),
            ("Purpose", self.purpose),
            ("Taken on", self.taken),
            ("Destroy by", self.expires),
            ("What to do", "Keep it to its purpose. Destroy it by that day, or at once when recalled, and confirm it."),
        )
