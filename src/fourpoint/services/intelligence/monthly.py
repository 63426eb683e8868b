"""
An agency's monthly report: what its people passed on and what came of it, and what it was given and asked.

What colleagues sent is counted by the database and never read (the fifth migration of `records.intelligence`). Who
does not govern is told no number that could point at one colleague.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain import months
from fourpoint.domain.days import day_of, start_of
from fourpoint.records.intelligence.models import Ask, Message, Report
from fourpoint.services.intelligence.pathway import the_pathway

BACK, FEWEST = 12, 5


@dataclass(frozen=True, kw_only=True)
class Monthly:
    """
    One month of an agency.

    sent         how many its people passed on; None where the number is too small for the reader
    states       what the sender was last told, and of how many; empty where any number is too small for the reader
    asked        of how many a desk asked something; `told` of how many it told what came of it
    days         the median of days until the first word after the receipt, None where there was none
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
    small = {number for number in (*states.values(), asked, told) if 0 < number < FEWEST} if not shows else set()
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
        days=None if too_few else found.get(("days", "")),
        given=_given(who, since, until),
        questions=Ask.objects.filter(
            agency_id=who.actor.agency_id or 0, asked_at__gte=since, asked_at__lt=until
        ).count(),
        is_hidden=bool(small) or too_few,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _count(since: datetime, until: datetime) -> Mapping[tuple[str, str], float]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT about, code, number FROM fourpoint_monthly(%s, %s)", [since, until])
        return {(about, code): float(number) for about, code, number in cursor.fetchall()}


def _given(who: Acting, since: datetime, until: datetime) -> int:
    rows = Report.objects.filter(sanitised_of__isnull=False, released_at__gte=since, released_at__lt=until)
    return rows.exclude(owner_id=who.actor.agency_id or 0).count()


def _start(month: str) -> datetime:
    return start_of(date.fromisoformat(f"{month}-01"))
