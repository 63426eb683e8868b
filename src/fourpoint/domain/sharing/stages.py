"""Where an agreement stands at an instant, in one word. For pages, notices and lists of what is due."""

from datetime import date, datetime
from enum import StrEnum

from fourpoint.domain.days import day_of, last_day_before
from fourpoint.domain.sharing.audience import AgreementTerms


class Stage(StrEnum):
    """
    Where an agreement stands.

    AWAITING   sent, and a party has not signed
    COMING     signed by all, and its first day has not come
    IN_FORCE   material can be shared under it
    DUE        in force, and its review is near
    READ_ONLY  its review is overdue: what was shared stays readable, and nothing more is shared
    REPLACED   a later version speaks in its place
    ENDED      a party ended it
    WITHDRAWN  a party withdrew it before every party had signed
    LAPSED     its last day has passed
    """

    AWAITING = "awaiting"
    COMING = "coming"
    IN_FORCE = "in-force"
    DUE = "due"
    READ_ONLY = "read-only"
    REPLACED = "replaced"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    @property
    def opens(self) -> bool:
        """Whether the agreement opens anything."""
        return self in {Stage.IN_FORCE, Stage.DUE, Stage.READ_ONLY}

    @property
    def is_over(self) -> bool:
        """Whether it will never open anything again."""
        return self in {Stage.REPLACED, Stage.ENDED, Stage.WITHDRAWN, Stage.LAPSED}


def stage_of(terms: AgreementTerms, *, at: datetime, notice_days: int, ended_at: datetime | None) -> Stage:
    """
    Return the stage at that instant.

    notice_days  how many days before its review an agreement is called due
    ended_at     when a party ended it, None when none did
    """
    if terms.version_at(at) is not terms:
        return Stage.REPLACED
    signed = terms.signed_at is not None and terms.signed_at <= at
    if at >= terms.ends_at:
        if ended_at is None or ended_at > at:
            return Stage.LAPSED
        return Stage.ENDED if signed else Stage.WITHDRAWN
    if not signed:
        return Stage.AWAITING
    if at < terms.starts_at:
        return Stage.COMING
    return _by_review(terms, at, notice_days)


def review_day(terms: AgreementTerms, at: datetime) -> date | None:
    """Return the last day before it is read-only, as the reviews signed by then have set it; None for never."""
    due_at = terms.read_only_at(at)
    return None if due_at is None else last_day_before(due_at)


def days_until(day: date, at: datetime) -> int:
    """Return how many days of the calendar there are until the day: 0 on it, negative after it."""
    return (day - day_of(at)).days


def _by_review(terms: AgreementTerms, at: datetime, notice_days: int) -> Stage:
    day = review_day(terms, at)
    if day is None:
        return Stage.IN_FORCE
    left = days_until(day, at)
    if left < 0:
        return Stage.READ_ONLY
    return Stage.DUE if left <= notice_days else Stage.IN_FORCE
