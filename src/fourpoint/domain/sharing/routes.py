"""The routes to material: to whom each is offered, what objects to it, and the ground that it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fourpoint.domain.sharing import objections
from fourpoint.domain.sharing.case import Case, Reason, Rule, last_day, minute
from fourpoint.domain.sharing.standing import within


@dataclass(frozen=True, kw_only=True)
class Route:
    """A way to the material: whom it is offered to, what objects to it, and the ground that it gives."""

    offered: Callable[[Case], bool]
    objections: tuple[Rule, ...]
    ground: Callable[[Case], Reason]


def _named(case: Case) -> bool:
    return case.actor.agency_id in case.audience.agencies and not case.is_owner


def _in_emergency(case: Case) -> bool:
    return any(
        one.owner_id == case.audience.owner_id and within(case.at, one.starts_at, one.ends_at)
        for one in case.actor.emergencies
    )


# The grounds that routes give.


def _owner(_: Case) -> Reason:
    return Reason(code="owner", sentence="This person's agency owns it.")


def _agreement(case: Case) -> Reason:
    clause = f", clause {case.audience.clause}," if case.audience.clause else ""
    until = last_day(_until(case))
    return Reason(
        code="agreement",
        sentence=f"This person's agency is named, and {case.terms.name}{clause} carries it until {until}.",
    )


def _disclosed(case: Case) -> Reason:
    until = max(one.ends_at for one in objections.disclosures(case))
    return Reason(
        code="disclosure", sentence=f"The owner disclosed it to this person's agency until {last_day(until)}."
    )


def _emergency(case: Case) -> Reason:
    until = max(one.ends_at for one in case.actor.emergencies if one.owner_id == case.audience.owner_id)
    return Reason(
        code="emergency",
        sentence=f"This person broke glass to read the owner's material in an emergency, until {minute(until)}.",
    )


def _until(case: Case) -> datetime:
    return min(filter(None, (case.terms.ends_at, case.audience.ends_at)))


OWNER = Route(offered=lambda case: case.is_owner, objections=(), ground=_owner)
AGREEMENT = Route(
    offered=_named,
    objections=(
        objections.timed_out,
        objections.other_purpose,
        objections.not_safeguarding,
        objections.unsigned,
        objections.not_started,
        objections.ended,
        objections.not_parties,
        objections.above_ceiling,
        objections.handling_not_agreed,
        objections.clause_unknown,
        objections.purpose_not_agreed,
        objections.subject_not_agreed,
        objections.data_not_agreed,
        objections.not_signed_up,
        objections.untrained,
        objections.conditions_not_accepted,
    ),
    ground=_agreement,
)
DISCLOSURE = Route(
    offered=lambda case: bool(objections.disclosures(case)),
    objections=(
        objections.disclosure_ended,
        objections.other_disclosed_purpose,
        objections.not_safeguarding,
        objections.conditions_not_accepted,
    ),
    ground=_disclosed,
)
EMERGENCY = Route(offered=lambda case: _in_emergency(case) and not case.is_owner, objections=(), ground=_emergency)
ROUTES: tuple[Route, ...] = (OWNER, AGREEMENT, DISCLOSURE, EMERGENCY)
