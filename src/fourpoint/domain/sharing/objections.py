"""
What objects to a route. An agency hears of these only where the route is offered to it, and an owner is held by none.
"""

from fourpoint.domain.sharing.audience import Disclosure, Subject
from fourpoint.domain.sharing.case import Case, Reason, day, last_day
from fourpoint.domain.sharing.standing import within


def timed_out(case: Case) -> Reason | None:
    """Object from the instant at which the sharing itself ended."""
    ends_at = case.audience.ends_at
    if ends_at is None or case.at < ends_at:
        return None
    return Reason(code="audience-ended", sentence=f"It was shared until {last_day(ends_at)}, which has passed.")


def other_purpose(case: Case) -> Reason | None:
    """Object to a purpose that the owner did not share it for."""
    if case.purpose in case.audience.purposes:
        return None
    return Reason(code="purpose-not-shared", sentence="The owner did not share it for this purpose.")


def not_safeguarding(case: Case) -> Reason | None:
    """Object to a reader without a safeguarding role where a victim, child or witness is concerned."""
    membership, subject = case.actor.membership, case.audience.subject
    if subject is Subject.NONE or (membership and membership.safeguards):
        return None
    return Reason(
        code="needs-safeguarding-role",
        sentence=f"It is about a {subject.value}, and this person holds no safeguarding role.",
    )


def unsigned(case: Case) -> Reason | None:
    """Object while a party has not signed."""
    if case.terms.signed_at is not None and case.terms.signed_at <= case.at:
        return None
    return Reason(code="agreement-unsigned", sentence=f"{case.terms.name} is not signed by every party.")


def not_started(case: Case) -> Reason | None:
    """Object before the agreement starts."""
    if case.terms.starts_at <= case.at:
        return None
    return Reason(code="agreement-not-started", sentence=f"{case.terms.name} starts on {day(case.terms.starts_at)}.")


def ended(case: Case) -> Reason | None:
    """Object from the instant at which the agreement ended."""
    if case.at < case.terms.ends_at:
        return None
    return Reason(code="agreement-ended", sentence=f"{case.terms.name} ended on {last_day(case.terms.ends_at)}.")


def not_parties(case: Case) -> Reason | None:
    """Object unless the agreement binds owner and reader."""
    if {case.actor.agency_id, case.audience.owner_id} <= case.terms.parties:
        return None
    return Reason(code="not-parties", sentence=f"{case.terms.name} does not bind both agencies.")


def above_ceiling(case: Case) -> Reason | None:
    """Object to material marked above what the agreement carries."""
    if case.terms.ceiling.reaches(case.audience.marking):
        return None
    return Reason(
        code="above-agreement-ceiling",
        sentence=f"It is marked {case.audience.marking.words}; {case.terms.name} reaches {case.terms.ceiling.words}.",
    )


def handling_not_agreed(case: Case) -> Reason | None:
    """Object to a handling code that the agreement does not carry."""
    handling = case.audience.handling
    if handling in case.terms.handling:
        return None
    return Reason(
        code="handling-not-agreed", sentence=f"{case.terms.name} does not carry handling code {handling.value}."
    )


def clause_unknown(case: Case) -> Reason | None:
    """Object when the clause named is not in the agreement."""
    number = case.audience.clause
    if not number or any(clause.number == number for clause in case.terms.clauses):
        return None
    return Reason(code="clause-unknown", sentence=f"{case.terms.name} has no clause {number}.")


def purpose_not_agreed(case: Case) -> Reason | None:
    """Object to a purpose that the agreement, or the clause named, does not cover."""
    carried = [clause.purposes for clause in case.terms.clauses if clause.number == case.audience.clause]
    if case.purpose in case.terms.purposes and all(case.purpose in purposes for purposes in carried):
        return None
    return Reason(code="purpose-not-agreed", sentence=f"{case.terms.name} does not cover this purpose.")


def subject_not_agreed(case: Case) -> Reason | None:
    """Object to a subject category that the agreement does not cover."""
    subject = case.audience.subject
    if subject is Subject.NONE or subject in case.terms.subjects:
        return None
    return Reason(
        code="subject-not-agreed",
        sentence=f"It is about a {subject.value}, and {case.terms.name} does not cover such material.",
    )


def data_not_agreed(case: Case) -> Reason | None:
    """Object to data of a category that the agreement, or the clause named, does not cover."""
    beyond = sorted(case.audience.categories - case.terms.covered(case.audience.clause))
    if not beyond:
        return None
    return Reason(
        code="data-not-agreed",
        sentence=f"It holds data of a kind that {case.terms.name} does not cover: {', '.join(beyond)}.",
    )


def not_signed_up(case: Case) -> Reason | None:
    """Object unless the reader signed up to the agreement herself."""
    if any(
        one.agreement_id == case.terms.agreement_id and within(case.at, one.signed_at, one.withdrawn_at)
        for one in case.actor.signed_up
    ):
        return None
    return Reason(code="not-signed-up", sentence=f"This person has not signed up to {case.terms.name}.")


def untrained(case: Case) -> Reason | None:
    """Object unless the reader holds every course of the agreement in date."""
    held = {one.course for one in case.actor.trained if within(case.at, one.taken_at, one.valid_until)}
    missing = sorted(case.terms.training - held)
    if not missing:
        return None
    return Reason(
        code="untrained",
        sentence=f"{case.terms.name} asks for training that this person does not hold in date: {', '.join(missing)}.",
    )


def conditions_not_accepted(case: Case) -> Reason | None:
    """Object until the reader has accepted exactly these conditions of this owner."""
    wanted = tuple(sorted(set(case.audience.conditions)))
    agreement_id = case.audience.agreement.agreement_id if case.audience.agreement else None
    if not wanted or any(
        (one.owner_id, one.agreement_id, one.conditions) == (case.audience.owner_id, agreement_id, wanted)
        and one.accepted_at <= case.at
        for one in case.actor.accepted
    ):
        return None
    return Reason(
        code="conditions-not-accepted", sentence="It has conditions of handling that this person has not accepted yet."
    )


def disclosure_ended(case: Case) -> Reason | None:
    """Object from the instant at which the last disclosure ended."""
    latest = max(one.ends_at for one in disclosures(case))
    if case.at < latest:
        return None
    return Reason(code="disclosure-ended", sentence=f"It was disclosed until {last_day(latest)}, which has passed.")


def other_disclosed_purpose(case: Case) -> Reason | None:
    """Object to a purpose for which no disclosure in force was made."""
    if any(case.purpose in one.purposes for one in disclosures(case) if case.at < one.ends_at):
        return None
    return Reason(code="purpose-not-disclosed", sentence="The owner did not disclose it for this purpose.")


def disclosures(case: Case) -> list[Disclosure]:
    """Return the one-off disclosures to this person or to her whole agency, past ones too."""
    return [
        one
        for one in case.audience.disclosures
        if one.agency_id == case.actor.agency_id and one.person_id in {None, case.actor.person_id}
    ]
