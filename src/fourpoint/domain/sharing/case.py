"""One question put to the rules, and what a rule answers with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from fourpoint.domain.days import HERE, last_day_before
from fourpoint.domain.sharing.audience import AgreementTerms, Audience
from fourpoint.domain.sharing.standing import Actor


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why, as a stable code and as a sentence for the person who asks."""

    code: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """One question put to the rules; the instant is kept in UTC, since clocks of one place go back once a year."""

    actor: Actor
    audience: Audience
    purpose: str
    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is not UTC:
            object.__setattr__(self, "at", self.at.astimezone(UTC))

    @property
    def is_owner(self) -> bool:
        """Whether the reader acts for the agency that owns the material."""
        return self.actor.agency_id == self.audience.owner_id

    @property
    def terms(self) -> AgreementTerms:
        """The agreement's terms in the version that speaks at that instant, for rules of a route that has one."""
        assert self.audience.agreement is not None, "only the agreement route asks"  # noqa: S101
        return self.audience.agreement.version_at(self.at)


Rule = Callable[[Case], Reason | None]


def hear(rules: tuple[Rule, ...], case: Case) -> tuple[Reason, ...]:
    """Return what these rules object, in their order."""
    return tuple(reason for rule in rules if (reason := rule(case)))


def day(instant: datetime) -> str:
    """Return the day of an instant, as its reader's calendar has it."""
    return f"{instant.astimezone(HERE):%-d %B %Y}"


def last_day(end: datetime) -> str:
    """Return the last day before an end: the day before, where the end is the midnight at which that day is over."""
    return f"{last_day_before(end):%-d %B %Y}"


def minute(instant: datetime) -> str:
    """Return the minute and day of an instant, as its reader's clock has them."""
    return f"{instant.astimezone(HERE):%H:%M on %-d %B %Y}"
