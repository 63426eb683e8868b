"""What closes for everyone, the owner's own people included."""

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing.case import Case, Reason, Rule, last_day
from fourpoint.domain.sharing.listed import is_listed


def _inactive(case: Case) -> Reason | None:
    if case.actor.is_active:
        return None
    return Reason(code="person-inactive", sentence="This person's account is closed.")


def _not_a_member(case: Case) -> Reason | None:
    if case.actor.membership and case.actor.membership.in_force(case.at):
        return None
    return Reason(code="no-membership", sentence="This person is not a member of an agency at this time.")


def _reads_nothing(case: Case) -> Reason | None:
    if case.actor.membership is None or case.actor.membership.reads:
        return None
    return Reason(code="reads-nothing", sentence="This person runs the platform, and that role reads no content.")


def _not_recertified(case: Case) -> Reason | None:
    due = case.actor.membership.recertify_at if case.actor.membership else None
    if due is None or case.at < due:
        return None
    return Reason(
        code="not-recertified",
        sentence=f"This person's membership was to be confirmed again by {last_day(due)}.",
    )


def _without_purpose(case: Case) -> Reason | None:
    if case.purpose:
        return None
    return Reason(code="no-purpose", sentence="No purpose was stated.")


def _above_clearance(case: Case) -> Reason | None:
    membership, marking = case.actor.membership, case.audience.marking
    if membership is None or membership.clearance.reaches(marking):
        return None
    return Reason(
        code="above-clearance",
        sentence=f"It is marked {marking.words}; this person is cleared for {membership.clearance.words}.",
    )


def _vetting_lapsed(case: Case) -> Reason | None:
    until = case.actor.membership.vetted_until if case.actor.membership else None
    if until is None or case.at < until or Marking.OFFICIAL.reaches(case.audience.marking):
        return None
    return Reason(
        code="vetting-lapsed",
        sentence=f"It is marked {case.audience.marking.words}, and this person's vetting ended on {last_day(until)}.",
    )


def outside_compartment(case: Case) -> Reason | None:
    """Object to anybody who has no place on a need-to-know list in the agency acted for."""
    if is_listed(case.actor, case.audience, case.at):
        return None
    return Reason(code="outside-compartment", sentence="It has a need-to-know list, and this person is not on it.")


CLOSES: tuple[Rule, ...] = (
    _inactive,
    _not_a_member,
    _reads_nothing,
    _not_recertified,
    _without_purpose,
    _above_clearance,
    _vetting_lapsed,
    outside_compartment,
)
