"""What the catalogue in force says of reviewing: groups, criteria, limits."""

from dataclasses import dataclass
from datetime import date

from fourpoint.catalogue.entries import RetentionEntry, ReviewGroupEntry
from fourpoint.catalogue.keeping import CriterionEntry, ReviewLimitEntry
from fourpoint.domain.dates import months_later
from fourpoint.domain.errors import Broken
from fourpoint.services.agencies.words import entries


@dataclass(frozen=True, kw_only=True)
class Period:
    """How long a class of data is kept, and the tables of which fields are kept so."""

    name: str
    rule: str
    source: str
    is_confirmed: bool
    tables: tuple[str, ...]


def group_of(code: str) -> ReviewGroupEntry:
    """Return the review group of that code; raises Broken when the catalogue dropped it."""
    found = entries("review_groups", ReviewGroupEntry).get(code)
    if found is None:
        raise Broken(f"The catalogue's review_groups hold no '{code}', which records have.")
    return found


def next_day(group: str, today: date) -> date:
    """Return the next review day of a record that is kept on that day."""
    return months_later(today, group_of(group).months)


def criteria() -> tuple[CriterionEntry, ...]:
    """Return the questions of the assessment, in the order of the catalogue."""
    return tuple(entries("retention_criteria", CriterionEntry).values())


def days(code: str) -> int:
    """Return a limit of reviewing in days; raises KeyError for one that the catalogue does not hold."""
    return entries("review_limits", ReviewLimitEntry)[code].days


def retention() -> dict[str, RetentionEntry]:
    """Return how long classes of data are kept, by code."""
    return entries("retention", RetentionEntry)
