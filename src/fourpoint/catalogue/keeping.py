"""The kinds of entry that say how records are reviewed and disposed of, and how people's rights are answered."""

from dataclasses import dataclass

from fourpoint.catalogue.entries import Entry


@dataclass(frozen=True, kw_only=True)
class ExportPeriodEntry(Entry):
    """For how many days a copy of that marking (the id is its code) may be kept."""

    days: int


@dataclass(frozen=True, kw_only=True)
class CriterionEntry(Entry):
    """A question of the retention assessment: a yes speaks for keeping the record, and needs a reason."""

    question: str


@dataclass(frozen=True, kw_only=True)
class ReviewLimitEntry(Entry):
    """A length of time in reviewing: `days`."""

    words: str
    days: int


@dataclass(frozen=True, kw_only=True)
class RightEntry(Entry):
    """
    What a person may ask for about what is held of them.

    months  within how many months of receipt it is answered
    """

    words: str
    months: int


@dataclass(frozen=True, kw_only=True)
class ExemptionEntry(Entry):
    """A ground on which something may be withheld from the person it is about; `instrument` as far as it is known."""

    words: str
    instrument: str
