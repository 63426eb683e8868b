"""
An agency's monthly report: what its people passed on and what came of it, and what it was given and asked.

What colleagues sent is counted by the database and never read (the fifth migration of `records.intelligence`). Who
does not govern is told no number that could point at one colleague.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain import months
from fourpoint.domain.days import day_of, start_of
from fourpoint.records.intelligence.models import Ask, Message, Report
from fourpoint.services.intelligence.outcomes import OTHER, told_words
from fourpoint.services.intelligence.pathway import the_pathway

BACK, FEWEST = 12, 5
# What makes a submission more useful: said or not, it is counted.
HELD = ("when", "where", "how", "risk")


@dataclass(frozen=True, kw_only=True)
class Monthly:
    """
    One month of an agency.

    sent         how many its people passed on; None where the number is too small for the reader
    states       what the sender was last told, and of how many; empty where any number is too small for the reader
    asked        of how many a desk asked something; `told` of how many it told what came of it
    days         the median of days until the first word after the receipt, None where there was none
    holds        of how many of these the sender said something: a code of HELD, and the number
    changed      what of these the desk told that it changed, in the safe words of the catalogue, and of how many
    in_time      of the requirements asked for in the month, how many its people answered by the day that was set
    given        sanitised reports of other agencies that the reader may read, released in the month
    questions    requirements for which the agency was asked in the month
    is_hidden    whether numbers are left out because they are small
    """

    month: str
    months: tuple[str, ...]
    sent: int | None
    states: tuple[tuple[str, int], ...]
    asked: int | None
    told: int | None
    days: float | None
    holds: tuple[tuple[str, int], ...]
    changed: tuple[tuple[str, int], ...]
    in_time: int | None
    given: int
    questions: int
    is_hidden: bool


def may_see_months(who: Acting) -> bool:
    """Return whether the reader writes for her agency or governs it."""
    agency_id = who.actor.agency_id or 0
    return checks.may_govern(who.actor) or checks.may_contribute(who.actor, agency_id=agency_id)


def get_month(who: Acting, month: str = "") -> Monthly:
    """
    Return that month of the reader's agency, the last whole one unless it is one of the last twelve.

    raises  NotAllowed unless the reader writes for the agency or governs it
    """
    if not may_see_months(who):
        checks.check_may_contribute(who.actor, agency_id=who.actor.agency_id or 0)
    now = f"{day_of(who.at):%Y-%m}"
    held = tuple(months.shift(now, -back) for back in range(1, BACK + 1))
    month = month if month in (*held, now) else held[0]
    since, until = _start(month), _start(months.shift(month, 1))
    found = _count(since, until)
    states = {code: int(number) for (about, code), number in found.items() if about == "state"}
    asked, told = (int(found.get((about, ""), 0)) for about in (Message.QUESTION, Message.OUTCOME))
    shows = checks.may_govern(who.actor)
    holds = {code: int(found.get(("holds", code), 0)) for code in HELD}
    changed = {code: int(number) for (about, code), number in found.items() if about == "changed"}
    asks = _asked(who, since, until)
    in_time = sum(_is_in_time(found.get(("answered", str(number))), due_on) for number, due_on in asks)
    counted = (*states.values(), *holds.values(), *changed.values(), asked, told, in_time)
    small = {number for number in counted if 0 < number < FEWEST} if not shows else set()
    sent = sum(states.values())
    too_few = not shows and 0 < sent < FEWEST
    return Monthly(
        month=month,
        months=(now, *held),
        sent=None if too_few else sent,
        states=()
        if small
        else tuple((one.told, states[one.code]) for one in the_pathway().states if one.code in states),
        asked=None if small else asked,
        told=None if small else told,
        holds=() if small else tuple(holds.items()),
        changed=() if small else tuple((told_words(code or OTHER), number) for code, number in sorted(changed.items())),
        in_time=None if small else in_time,
        days=None if too_few else found.get(("days", "")),
        given=_given(who, since, until),
        questions=len(asks),
        is_hidden=bool(small) or too_few,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _count(since: datetime, until: datetime) -> Mapping[tuple[str, str], float]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT about, code, number FROM fourpoint_monthly(%s, %s)", [since, until])
        return {(about, code): float(number) for about, code, number in cursor.fetchall()}


def _asked(who: Acting, since: datetime, until: datetime) -> list[tuple[int, date]]:
    """The requirements for which the agency was asked in that time: id and the day that was set."""
    rows = Ask.objects.filter(agency_id=who.actor.agency_id or 0, asked_at__gte=since, asked_at__lt=until)
    return list(rows.values_list("requirement_id", "requirement__due_on"))


def _is_in_time(answered: float | None, due_on: date) -> bool:
    return answered is not None and day_of(datetime.fromtimestamp(answered, UTC)) <= due_on


def _given(who: Acting, since: datetime, until: datetime) -> int:
    rows = Report.objects.filter(sanitised_of__isnull=False, released_at__gte=since, released_at__lt=until)
    return rows.exclude(owner_id=who.actor.agency_id or 0).count()


def _start(month: str) -> datetime:
    return start_of(date.fromisoformat(f"{month}-01"))
