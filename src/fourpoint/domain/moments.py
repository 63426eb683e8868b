"""
Dates and times as people write them, on a day of reference: "last Tuesday", "12/3/26", "half past ten". British order.

What can be read in two ways is read in the likelier one, and says so. Pure: the day of reference is the caller's, as
a rule the day on which the text was written.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from fourpoint.domain.dates import months_later
from fourpoint.domain.stretches import Stretch
from fourpoint.domain.suggestion import Suggestion

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NUMBERS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOURS = ("one", *_NUMBERS[1:])
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:{_SHORT})(?:\.(?=\s+[0-9]))?)"
# "Friday 6 March", "Friday, the 6th of March"
_ON = rf"(?:(?P<weekday>{'|'.join(_DAYS)}),?\s+(?:the\s+)?)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_COUNT = rf"(?P<count>[0-9]{{1,3}}|{'|'.join(_NUMBERS)}|one|an)"
CERTAIN, NO_YEAR = "Written out in full.", "The year is not said: the latest such day is taken."
_Reading = tuple[str, str] | None
_Nearest = Callable[[int, int, date], date]
_Reader = Callable[[re.Match[str], date, _Nearest], _Reading]


def find_dates(text: str, reference: date, *, ahead: bool = False) -> Iterator[Suggestion]:
    """
    Give the dates of a text, each as year-month-day, reckoned from the day of reference.

    ahead  the text tells of what is to come: where the year is not said, the next such day is taken and not the latest
    """
    nearest = _next if ahead else _latest
    for pattern, read in _DATES:
        for found in pattern.finditer(text):
            if reading := _tried(read, found, reference, nearest):
                yield _suggest("date", found, *reading)


def find_times(text: str) -> Iterator[Suggestion]:
    """Give the times of day of a text, each as hours and minutes of 24 hours."""
    for pattern, read in _TIMES:
        for found in pattern.finditer(text):
            if reading := read(found):
                yield _suggest("time", found, *reading)


# ----------------------------------------------------------------------------------------------------------------------


def _suggest(kind: Literal["date", "time"], found: re.Match[str], normal: str, sure: str) -> Suggestion:
    return Suggestion(kind=kind, stretch=Stretch(*found.span()), text=found[0], normal=normal, sure=sure)


def _tried(read: _Reader, found: re.Match[str], reference: date, nearest: _Nearest) -> _Reading:
    """The reading, or none for a day that no calendar has."""
    try:
        return read(found, reference, nearest)
    except (ValueError, OverflowError, StopIteration):
        return None


def _said(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


def _iso(found: re.Match[str], _: date, __: _Nearest) -> _Reading:
    return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat(), CERTAIN


def _latest(day: int, month: int, reference: date) -> date:
    """The latest such day that is not after the reference; 29 February goes back to a year that has one."""
    years = range(reference.year, max(reference.year - 9, 0), -1)
    return next(held for held in _in_years(day, month, years) if held <= reference)


def _next(day: int, month: int, reference: date) -> date:
    """The first such day that is not before the reference."""
    return next(held for held in _in_years(day, month, range(reference.year, reference.year + 9)) if held >= reference)


def _in_years(day: int, month: int, years: Iterable[int]) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _numbers(found: re.Match[str], reference: date, nearest: _Nearest) -> _Reading:
    day, month, said = int(found["day"]), int(found["month"]), found["year"]
    if said is None:
        held = nearest(day, month, reference)
    else:
        held = date(int(said) + (2000 if len(said) == 2 else 0), month, day)
    sure = NO_YEAR if said is None else "Day, month and year in numbers."
    if day <= 12 and day != month:
        sure = f"Read in the British order, as {_said(held)}: it could also mean the month first. Ask."
    return held.isoformat(), sure


def _worded(found: re.Match[str], reference: date, nearest: _Nearest) -> _Reading:
    month = next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(found["month"].lower()[:3]))
    if found["month"] == "may" and not found["year"]:
        return None  # "of these 10 may have gone"
    day, said = int(found["day"]), (found["weekday"] or "").lower()
    held = date(int(found["year"]), month, day) if found["year"] else nearest(day, month, reference)
    if said and _DAYS[held.weekday()] != said:
        return held.isoformat(), f"{_said(held)} is not a {said.capitalize()}: one of the two is a slip. Ask."
    return held.isoformat(), CERTAIN if found["year"] else NO_YEAR


def _weekday(found: re.Match[str], reference: date, _: _Nearest) -> _Reading:
    name, which = found["weekday"].lower(), (found["which"] or "").lower()
    ahead = (_DAYS.index(name) - reference.weekday()) % 7
    last, coming = reference - timedelta(days=(-ahead) % 7 or 7), reference + timedelta(days=ahead or 7)
    if which in ("next", "coming"):
        return coming.isoformat(), f"Reckoned from {_said(reference)}: it could also mean a week later. Ask."
    if which in ("last", "past"):
        return last.isoformat(), f"Reckoned from {_said(reference)}: it could also mean a week earlier. Ask."
    return last.isoformat(), f"Reckoned from {_said(reference)}: it could also mean another week. Ask."


def _relative(found: re.Match[str], reference: date, _: _Nearest) -> _Reading:
    words = " ".join(found[0].lower().split())
    back = _BACK[words]
    return (reference - timedelta(days=back)).isoformat(), f"Reckoned from {_said(reference)}."


def _ago(found: re.Match[str], reference: date, _: _Nearest) -> _Reading:
    said, unit = found["count"].lower(), found["unit"].lower()
    count = int(said) if said.isdigit() else 1 if said in ("one", "an") else _NUMBERS.index(said) + 1
    if unit == "day":
        return (reference - timedelta(days=count)).isoformat(), f"Reckoned from {_said(reference)}."
    held = reference - timedelta(weeks=count) if unit == "week" else months_later(reference, -count)
    return held.isoformat(), f"About: reckoned from {_said(reference)}, and people round such words."


_BACK = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "last night": 1,
    "yesterday": 1,
    "the day before yesterday": 2,
}
_I = re.IGNORECASE
_DATES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"(?<![\w-])(?P<year>[12][0-9]{3})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![\w-])", re.ASCII), _iso),
    (
        re.compile(
            r"(?<![\w/.\-£])(?P<day>[0-9]{1,2})(?P<sign>[/.\-])(?P<month>[0-9]{1,2})(?P=sign)"
            r"(?P<year>[12][0-9]{3}|[0-9]{2})(?![\w/\-])"
        ),
        _numbers,
    ),
    (re.compile(r"(?<![\w/.\-£])(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})(?P<year>(?!))?(?![\w/\-])"), _numbers),
    (re.compile(rf"(?<!\w){_ON}{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?(?!\w)", _I), _worded),
    (re.compile(rf"(?<!\w){_ON}{_MONTH}\s+(?:the\s+)?{_DAY}(?!\s*:|\w)(?:,?\s+{_YEAR})?(?!\w)", _I), _worded),
    (
        re.compile(
            r"(?<!\w)(?<!every )(?<!each )(?<!most )(?:(?P<which>last|past|this|next|coming|on)\s+)?"
            rf"(?P<weekday>{'|'.join(_DAYS)})(?!\w)",
            _I,
        ),
        _weekday,
    ),
    (
        re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_BACK, key=len, reverse=True))})(?!\w)".replace(" ", r"\s+"), _I),
        _relative,
    ),
    (re.compile(rf"(?<!\w){_COUNT}\s+(?P<unit>day|week|month)s?\s+ago(?!\w)", _I), _ago),
)


def _clock(found: re.Match[str]) -> _Reading:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
        return f"{hour:02}:{minute:02}", "Morning or afternoon is said."
    if found["minute"] is None:
        return None
    return _of_twelve(hour, minute, is_plain=len(found["hour"]) == 1)


def _of_twelve(hour: int, minute: int, *, is_plain: bool = True) -> tuple[str, str]:
    """A time without morning or evening: of 24 hours when it cannot be of 12, or is written with its nought."""
    said = f"{hour:02}:{minute:02}"
    if 1 <= hour <= 12 and (is_plain or hour >= 10):
        return (
            said,
            f"It is not said whether in the morning or evening: it could also be {(hour + 12) % 24:02}:{minute:02}.",
        )
    return said, "By the clock of 24 hours."


def _spoken(found: re.Match[str]) -> _Reading:
    said = found["hour"].lower()
    hour = int(said) if said.isdigit() else _HOURS.index(said) + 1
    if not 1 <= hour <= 12:
        return None
    part = " ".join((found["part"] or "").lower().split())
    before, _, sense = part.partition(" ")
    minutes = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}.get(before, 0)
    if sense == "to":
        hour, minutes = (hour - 2) % 12 + 1, 60 - minutes
    return _of_twelve(hour, minutes)


def _named(found: re.Match[str]) -> _Reading:
    return ("00:00", "Said in a word.") if found[0].lower() == "midnight" else ("12:00", "Said in a word.")


def _hundred(found: re.Match[str]) -> _Reading:
    return f"{found['hour']}:{found['minute']}", "By the clock of 24 hours."


_HOUR = rf"(?P<hour>[0-9]{{1,2}}|{'|'.join(_HOURS)})"
_TIMES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Reading]], ...] = (
    (
        re.compile(
            r"(?<![\w£$€.:/\-])(?P<hour>[01]?[0-9]|2[0-3])(?:[:.](?P<minute>[0-5][0-9]))?(?![0-9])"
            r"(?:\s?(?P<half>[ap]m|[ap]\.m\.))?(?![\w%:/])(?!\.[0-9])",
            _I,
        ),
        _clock,
    ),
    (re.compile(r"(?<!\w)(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])\s?(?:hrs|hours|h)(?!\w)", _I), _hundred),
    (
        re.compile(rf"(?<!\w)(?P<part>(?:half|quarter|five|ten|twenty)\s+(?:past|to))\s+{_HOUR}(?![\w:.]\w)", _I),
        _spoken,
    ),
    (re.compile(rf"(?<!\w){_HOUR}(?P<part>)\s?o['’]clock(?!\w)", _I), _spoken),
    (re.compile(r"(?<!\w)(?:midnight|midday|noon)(?!\w)", _I), _named),
)
