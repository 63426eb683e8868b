"""
Outcome rates by the age of the crime, for the threat section.

A crime of last month has had no time to end. So shares are told for crimes of like age, and months that are still open
are marked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fourpoint.domain import months as calendar
from fourpoint.domain import rates
from fourpoint.domain.figures import Interval


@dataclass(frozen=True, kw_only=True)
class OutcomeGroup:
    """
    A group of published outcome categories, from the catalogue.

    open      the categories mean that the outcome has yet to come
    unknown   the categories say nothing of the outcome, as a status that was not available
    """

    group_id: str
    outcomes: tuple[str, ...]
    open: bool = False
    unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class AgeBand:
    """Ages of crimes that may be pooled, in whole months between the crime and the state of its outcome."""

    youngest: int
    oldest: int | None

    @property
    def words(self) -> str:
        """The band as printed: "0 to 2 months", "12 months or older"."""
        return f"{self.youngest} months or older" if self.oldest is None else f"{self.youngest} to {self.oldest} months"


@dataclass(frozen=True, kw_only=True)
class GroupShare:
    """Rows of a group and their share of the crimes whose outcome is known, with its interval."""

    group_id: str
    rows: int
    share: float
    interval: Interval


@dataclass(frozen=True, kw_only=True)
class BandOutcomes:
    """
    Outcomes of the months whose crimes are of one age band.

    crimes     rows with a known outcome or an open one: what shares are of
    unknown    rows left out because the outcome is not known or not in any group
    open_share share of crimes still open, None without crimes
    still_open true when that share is above the limit: shares of the other groups will still change
    """

    band: AgeBand
    months: tuple[str, ...]
    crimes: int
    unknown: int
    shares: tuple[GroupShare, ...]
    open_share: float | None
    still_open: bool


def by_age(
    rows: Mapping[str, Mapping[str, int]],
    groups: Sequence[OutcomeGroup],
    bands: Sequence[AgeBand],
    *,
    as_at: str,
    open_limit: float = 0.05,
    level: float = 0.95,
) -> tuple[BandOutcomes, ...]:
    """
    Return outcome shares for each age band that has months.

    rows        month of the crime to published outcome to rows; leave out rows that can have no outcome (anti-social
                behaviour)
    groups      every outcome belongs to one group at most; an outcome in none counts as unknown
    bands       not overlapping; a month in no band is left out
    as_at       month whose end the outcomes were as at; months after it are refused
    open_limit  share of open crimes above which a band is marked
    returns     one BandOutcomes per band with months, youngest first
    raises      ValueError if a month is after as_at, or an outcome is in two groups
    source      shares: Wilson (1927) as `rates.share`
    """
    place = _group_of(groups)
    late = sorted(month for month in rows if calendar.check_month(month) > as_at)
    if late:
        raise ValueError(f"{late[0]} is after {as_at}, the month the outcomes are as at.")
    found = []
    for band in sorted(bands, key=lambda band: band.youngest):
        months = tuple(month for month in sorted(rows) if _within(band, age(month, as_at=as_at)))
        if months:
            found.append(_band(band, months, _pool(rows, months, place), groups, (open_limit, level)))
    return tuple(found)


def age(month: str, *, as_at: str) -> int:
    """Return the whole months between a crime's month and the month its outcome is as at; 0 in the same month."""
    return (int(as_at[:4]) - int(month[:4])) * 12 + int(as_at[5:]) - int(month[5:])


def open_months(
    rows: Mapping[str, Mapping[str, int]], groups: Sequence[OutcomeGroup], *, open_limit: float = 0.05
) -> tuple[str, ...]:
    """
    Return the months of which a greater share than the limit is still open, by their own rows, in order.

    rows, groups  as `by_age`; months without a row that could have an outcome are not named
    """
    place = _group_of(groups)
    still = [group.group_id for group in groups if group.open]
    marked = []
    for month in sorted(rows):
        pooled = _pool(rows, (month,), place)
        crimes = sum(pooled.get(group.group_id, 0) for group in groups if not group.unknown)
        if crimes and sum(pooled.get(group_id, 0) for group_id in still) > open_limit * crimes:
            marked.append(month)
    return tuple(marked)


def _group_of(groups: Sequence[OutcomeGroup]) -> dict[str, str]:
    place: dict[str, str] = {}
    for group in groups:
        for outcome in group.outcomes:
            if outcome in place:
                raise ValueError(f"The outcome '{outcome}' is in two groups, {place[outcome]} and {group.group_id}.")
            place[outcome] = group.group_id
    return place


def _within(band: AgeBand, months: int) -> bool:
    return band.youngest <= months and (band.oldest is None or months <= band.oldest)


def _pool(rows: Mapping[str, Mapping[str, int]], months: Sequence[str], place: Mapping[str, str]) -> dict[str, int]:
    """Return rows by group over the months; the key "" holds outcomes that are in no group."""
    pooled: dict[str, int] = {}
    for month in months:
        for outcome, number in rows[month].items():
            group_id = place.get(outcome, "")
            pooled[group_id] = pooled.get(group_id, 0) + number
    return pooled


def _band(
    band: AgeBand,
    months: tuple[str, ...],
    pooled: Mapping[str, int],
    groups: Sequence[OutcomeGroup],
    limits: tuple[float, float],
) -> BandOutcomes:
    open_limit, level = limits
    known = [group for group in groups if not group.unknown]
    crimes = sum(pooled.get(group.group_id, 0) for group in known)
    still = sum(pooled.get(group.group_id, 0) for group in known if group.open)
    return BandOutcomes(
        band=band,
        months=months,
        crimes=crimes,
        unknown=sum(pooled.values()) - crimes,
        shares=tuple(_share(group.group_id, pooled.get(group.group_id, 0), crimes, level) for group in known)
        if crimes
        else (),
        open_share=still / crimes if crimes else None,
        still_open=still > open_limit * crimes,
    )


def _share(group_id: str, number: int, crimes: int, level: float) -> GroupShare:
    ranged = rates.share(np.float64(number), np.float64(crimes), level=level)
    limits = Interval(low=float(ranged.low), high=float(ranged.high), level=level, method=ranged.method)
    return GroupShare(group_id=group_id, rows=number, share=number / crimes, interval=limits)
