"""The answers: may she read it, may she change it, may she share it so?"""

from dataclasses import dataclass
from datetime import UTC, datetime

from fourpoint.domain.sharing.audience import AgreementTerms, Audience
from fourpoint.domain.sharing.case import Case, Reason, hear, last_day
from fourpoint.domain.sharing.closes import CLOSES
from fourpoint.domain.sharing.listed import stands_in_place
from fourpoint.domain.sharing.routes import ROUTES
from fourpoint.domain.sharing.standing import Actor


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """A condition on a yes, by its catalogue code."""

    code: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The answer: the grounds of a yes with its obligations, or the objections of a no."""

    allowed: bool
    reasons: tuple[Reason, ...]
    obligations: tuple[Obligation, ...] = ()


NO_GROUND = Reason(code="no-ground", sentence="Nothing shares it with this person's agency.")
STANDS_IN = Reason(
    code="stand-in",
    sentence="It has a need-to-know list, and this person stands in the place of somebody on it who left the agency.",
)
NOT_A_WRITER = Reason(code="not-a-writer", sentence="No role of this person lets them change the agency's records.")
NOT_THE_OWNER = Reason(code="not-the-owner", sentence="Only the agency that owns it may change it.")


def decide(actor: Actor, audience: Audience, purpose: str, at: datetime) -> Decision:
    """Return whether the actor may read what has this audience, for this purpose at this instant, and why."""
    case = Case(actor=actor, audience=audience, purpose=purpose, at=at)
    offered = [route for route in ROUTES if route.offered(case)]
    heard = {route.ground(case): hear(route.objections, case) for route in offered}
    grounds = tuple(ground for ground, objected in heard.items() if not objected)
    closed = hear(CLOSES, case)
    if grounds and not closed:
        place = (STANDS_IN,) if stands_in_place(actor, audience, case.at) else ()
        return Decision(allowed=True, reasons=(*grounds, *place), obligations=_obligations(audience))
    against = tuple(dict.fromkeys(reason for objected in heard.values() for reason in objected))
    return Decision(allowed=False, reasons=(*closed, *(() if grounds else against or (NO_GROUND,))))


def decide_change(actor: Actor, audience: Audience, purpose: str, at: datetime) -> Decision:
    """Return whether the actor may write rows of this audience: may read it, for its owner, in a writing role."""
    reading = decide(actor, audience, purpose, at)
    if not reading.allowed:
        return reading
    if actor.agency_id != audience.owner_id:
        return Decision(allowed=False, reasons=(NOT_THE_OWNER,))
    if actor.membership is None or not actor.membership.changes:
        return Decision(allowed=False, reasons=(NOT_A_WRITER,))
    return reading


def decide_place(actor: Actor, audience: Audience, purpose: str, at: datetime) -> Decision:
    """
    Return whether the actor may give rows this audience: may change such rows, and its agreement is not read-only.

    An agreement past its review date is read-only: what was shared under it stays readable, and nothing more is. One
    that has ended opens nothing, so the owner goes on with its own material as if it named nobody.
    """
    changing = decide_change(actor, audience, purpose, at)
    if not changing.allowed:
        return changing
    due = read_only(audience.agreement, at) if audience.agreement else None
    return Decision(allowed=False, reasons=(due,)) if due else changing


def read_only(agreement: AgreementTerms, at: datetime) -> Reason | None:
    """Object to giving more under an agreement that is past its review, and has not ended."""
    at = at.astimezone(UTC)
    terms = agreement.version_at(at)
    due_at = terms.read_only_at(at)
    if due_at is None or not due_at <= at < terms.ends_at:
        return None
    return Reason(
        code="agreement-read-only",
        sentence=f"{terms.name} was due for review by {last_day(due_at)}: nothing more is shared until it is.",
    )


def takes_more(terms: AgreementTerms, at: datetime) -> bool:
    """Return whether more can be shared under this very version now: it holds, and no review of it is overdue."""
    begins = terms.takes_over_at
    return begins is not None and begins <= at < terms.ends_at and read_only(terms, at) is None


def _obligations(audience: Audience) -> tuple[Obligation, ...]:
    conditions = (
        Obligation(code=code, sentence=f"Handling condition {code} applies.")
        for code in sorted(set(audience.conditions))
    )
    markings = (Obligation(code=code, sentence=f"It carries the marking {code}.") for code in audience.additional.codes)
    return (*conditions, *markings)
