"""Numbers, months and dates in words, as every page prints them."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone

from fourpoint.domain import months
from fourpoint.domain.document import Document
from fourpoint.domain.figures import Figure


def month_words(month: str) -> str:
    """Return "December 2025" for "2025-12"; anything that is not a month comes back as it was."""
    return months.in_words(month) if len(month) == 7 and month[4] == "-" else month


def date_words(day: date | datetime | str) -> str:
    """Return "30 June 2026" for a date or an ISO text of one."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        # A day begins at midnight here, which in summer is still the day before in UTC.
        day = timezone.localtime(day).date()
    return months.day_in_words(date.fromisoformat(day[:10]) if isinstance(day, str) else day)


def moment_words(at: datetime) -> str:
    """Return "3 March 2026 at 09:05" in the time of the United Kingdom."""
    here = timezone.localtime(at)
    return f"{months.day_in_words(here.date())} at {here:%H:%M}"


def number_words(value: float | None, decimals: int = 0) -> str:
    """Return the number with thousands marks and a true minus sign; "not known" when there is none."""
    return "not known" if value is None else f"{value:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def interval_words(figure: Figure) -> str:
    """Return the figure's interval as "20.1 to 23.4", or nothing."""
    held = figure.interval
    if held is None:
        return ""
    low, high = (number_words(end, figure.decimals) for end in (held.low, held.high))
    return f"{low} to {high}{'%' if figure.unit == '%' else ''}"


def figures_by_id(document: Document) -> dict[str, Figure]:
    """Return the document's figures under their ids, for templates that look many up."""
    return {figure.figure_id: figure for figure in document.figures}


def count_words(count: int, one: str, many: str | None = None) -> str:
    """Return "1 row" or "1,204 rows"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


FILTERS: dict[str, Callable[..., object]] = {
    "month_words": month_words,
    "period_words": months.period_in_words,
    "run_words": months.run_in_words,
    "date_words": date_words,
    "moment_words": moment_words,
    "number_words": number_words,
    "interval_words": interval_words,
    "count_words": count_words,
    "figures_by_id": figures_by_id,
}
