"""
Sets what was done to people beside who lives there, by characteristic, with small numbers hidden.

A ratio away from 1 is a question to ask, not a finding: the page that prints one says so.
"""

from dataclasses import dataclass

import numpy as np

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.catalogue.entries import EqualityCharacteristicEntry
from fourpoint.domain.arrays import FloatArray
from fourpoint.domain.rates import share
from fourpoint.domain.suppression import Sum, suppress
from fourpoint.records.impact.models import EqualityCount
from fourpoint.services.impact.words import NOT_KNOWN, characteristics, comparator, stages, threshold


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    One category: None where a number is hidden, or not held.

    count            people
    share, low, high of those whose category is known, between 0 and 1, with the Wilson 95% range
    residents        share of residents of known category, between 0 and 1
    ratio            share over residents' share
    is_hidden        whether the count is held and not shown
    """

    category: str
    count: int | None
    share: float | None
    low: float | None
    high: float | None
    residents: float | None
    ratio: float | None
    is_hidden: bool


@dataclass(frozen=True, kw_only=True)
class Monitored:
    """One stage and characteristic in one period, with what it is compared with and where both come from."""

    stage: str
    characteristic: str
    period: str
    lines: tuple[Line, ...]
    not_known: Line | None
    total: int | None
    sources: tuple[str, ...]
    compared: str
    hidden: int


def list_monitored(who: Acting) -> tuple[Monitored, ...]:
    """
    Return every table that the agency's returns give, by stage, characteristic and period, the latest period first.

    raises  NotAllowed without the agency's governance role
    """
    agency_id = who.actor.agency_id or 0
    checks.check_may_govern(who.actor, agency_id=agency_id)
    held = _held(agency_id)
    tables = []
    for stage in stages():
        for characteristic in characteristics():
            found = {key[2]: rows for key, rows in held.items() if key[:2] == (stage.id, characteristic.id)}
            if not stage.comparator:
                residents = _latest(held, characteristic.id)
                for period in sorted(found, reverse=True):
                    tables.append(_table(stage.name, characteristic, period, found[period], residents))
    return tuple(tables)


Held = dict[tuple[str, str, str], dict[str, EqualityCount]]


def _held(agency_id: int) -> Held:
    held: Held = {}
    for row in EqualityCount.objects.filter(agency_id=agency_id).order_by("id"):
        held.setdefault((row.stage, row.characteristic, row.period), {})[row.category] = row
    return held


def _latest(held: Held, characteristic: str) -> tuple[str, dict[str, EqualityCount]]:
    periods = [key[2] for key in held if key[:2] == (comparator().id, characteristic)]
    latest = max(periods, default="")
    return latest, held.get((comparator().id, characteristic, latest), {})


def _table(
    stage: str,
    characteristic: EqualityCharacteristicEntry,
    period: str,
    rows: dict[str, EqualityCount],
    residents: tuple[str, dict[str, EqualityCount]],
) -> Monitored:
    categories = [name for name in (*characteristic.categories, NOT_KNOWN) if name in rows]
    counts = np.array([rows[name].count for name in categories], dtype=float)
    total = len(categories)
    hidden = suppress(
        np.append(counts, counts.sum()),
        sums=(Sum(whole=total, parts=tuple(range(total))),),
        threshold=threshold(),
    ).hidden
    known = np.array([name != NOT_KNOWN for name in categories])
    # A share tells its count to whoever knows the whole: where any known count is hidden, so are all shares.
    open_shares = not hidden[:-1][known].any() and not hidden[-1] and counts[known].sum() > 0
    ranged = share(np.where(known, counts, np.nan), counts[known].sum() if open_shares else np.nan)
    peopled = _shares(residents[1], categories)
    lines = [
        Line(
            category=name,
            count=None if hidden[place] else int(counts[place]),
            share=_number(ranged.value[place]),
            low=_number(ranged.low[place]),
            high=_number(ranged.high[place]),
            residents=_number(peopled[place]),
            ratio=_ratio(ranged.value[place], peopled[place]),
            is_hidden=bool(hidden[place]),
        )
        for place, name in enumerate(categories)
    ]
    sources = {row.source for row in rows.values()} | {row.source for row in residents[1].values()}
    return Monitored(
        stage=stage,
        characteristic=characteristic.name,
        period=period,
        lines=tuple(line for line in lines if line.category != NOT_KNOWN),
        not_known=next((line for line in lines if line.category == NOT_KNOWN), None),
        total=None if hidden[-1] else int(counts.sum()),
        sources=tuple(sorted(sources)),
        compared=residents[0],
        hidden=int(hidden.sum()),
    )


def _shares(residents: dict[str, EqualityCount], categories: list[str]) -> FloatArray:
    known = {name: row.count for name, row in residents.items() if name != NOT_KNOWN}
    whole = sum(known.values())
    return np.array([known[name] / whole if whole and name in known else np.nan for name in categories])


def _ratio(part: float, residents: float) -> float | None:
    return _number(part / residents) if residents > 0 else None


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
