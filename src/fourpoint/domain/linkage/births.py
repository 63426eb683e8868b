"""Dates of birth: the slips by which one date becomes another on a form, found from either side."""

from collections.abc import Iterator
from datetime import date

from fourpoint.domain.linkage.match import UNKNOWN, Match
from fourpoint.domain.linkage.slips import in_words, slip_between

SAME, TURNED, YEAR, SLIP, STAND_IN = 1.0, 0.9, 0.8, 0.8, 0.4
_DIGITS = "0123456789"


def slips(birth: date) -> frozenset[date]:
    """
    Return the dates that one slip makes of this one: what to look up beside it, in a plain index of dates.

    Day and month swapped; the year off by one; one digit of day, month and year; two neighbouring digits swapped.
    """
    written = _written(birth)
    read = {_read(one) for one in _miswritten(written)}
    turned = _made(birth.year, birth.day, birth.month)
    beside = {_made(year, birth.month, birth.day) for year in (birth.year - 1, birth.year + 1)}
    return frozenset(one for one in {*read, turned, *beside} if one is not None and one != birth)


def compare(one: date | None, other: date | None) -> Match:
    """Return how alike two dates of birth are; the same whichever stands first."""
    if one is None or other is None:
        return UNKNOWN
    if one == other:
        return Match(score=SAME, reasons=("same date of birth",))
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Match(score=TURNED, reasons=("day and month swapped",))
    if (one.month, one.day) == (other.month, other.day) and abs(one.year - other.year) == 1:
        return Match(score=YEAR, reasons=("year off by one",))
    if slip := slip_between(_written(one), _written(other)):
        return Match(score=SLIP, reasons=(f"{in_words(slip, 'digit')} in the date of birth",))
    if one.year == other.year and (1, 1) in {(one.month, one.day), (other.month, other.day)}:
        # Forms put it where only the year is known.
        return Match(score=STAND_IN, reasons=("same year, and 1 January may stand for a day that is not known",))
    return Match(score=0.0, reasons=("different dates of birth",))


def _written(birth: date) -> str:
    return f"{birth.day:02}{birth.month:02}{birth.year:04}"


def _miswritten(written: str) -> Iterator[str]:
    for place, digit in enumerate(written):
        yield from (written[:place] + other + written[place + 1 :] for other in _DIGITS)
        if place:
            yield written[: place - 1] + digit + written[place - 1] + written[place + 1 :]


def _read(written: str) -> date | None:
    return _made(int(written[4:]), int(written[2:4]), int(written[:2]))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
