"""What the sharing rule weighed about a person, in words: her role and its dates, her own signature, her training."""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import standing
from fourpoint.domain.sharing import Actor, Audience, Subject
from fourpoint.domain.sharing.case import day, last_day
from fourpoint.domain.sharing.standing import Membership, within
from fourpoint.records.sharing.models import AgreementClause
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.sharing.codes import words


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that was weighed: what it is, and what was known of it at that instant."""

    label: str
    words: str


def facts_of(actor: Actor, audience: Audience, *, purpose: str, at: datetime) -> tuple[Fact, ...]:
    """
    Return what was weighed about the person for that audience, purpose and instant; nothing without a membership.

    Of an owner's own person that is her role; of another agency's also what its agreement asks of each reader.
    """
    held = actor.membership
    if held is None or not held.in_force(at):
        return ()
    own = (
        Fact(label="Role", words=_role(held)),
        Fact(label="Purpose", words=words("purposes", purpose)),
        Fact(label="Cleared for", words=_clearance(held)),
    )
    if actor.agency_id == audience.owner_id or actor.agency_id not in audience.agencies:
        return own
    return (*own, *_agreed(actor, audience, at))


def _role(held: Membership) -> str:
    known, agency = standing.roles(), agency_names([held.agency_id])[held.agency_id]
    named = ", ".join(sorted(known[code].name for code in held.roles if code in known)) or "No role"
    due = f", to be confirmed again by {last_day(held.recertify_at)}" if held.recertify_at else ""
    return f"{named} of {agency} since {day(held.starts_at)}{due}."


def _clearance(held: Membership) -> str:
    vetted = f", by vetting that holds until {last_day(held.vetted_until)}" if held.vetted_until else ""
    return f"{held.clearance.words}{vetted}."


def _agreed(actor: Actor, audience: Audience, at: datetime) -> tuple[Fact, ...]:
    terms = audience.agreement.version_at(at) if audience.agreement else None
    if terms is None:
        return ()
    signed = [
        one.signed_at
        for one in actor.signed_up
        if one.agreement_id == terms.agreement_id and within(at, one.signed_at, one.withdrawn_at)
    ]
    facts = [
        Fact(label="Agreement", words=f"{terms.name}, from {day(terms.starts_at)} to {last_day(terms.ends_at)}."),
        Fact(label="Signed up in person", words=f"On {day(max(signed))}." if signed else "No."),
    ]
    if audience.clause:
        said = AgreementClause.objects.filter(agreement_id=terms.agreement_id, number=audience.clause).first()
        facts.insert(1, Fact(label=f"Clause {audience.clause}", words=said.words if said else "Not in this version."))
    facts += [
        Fact(label=f"Training: {words('training', one)}", words=_taken(actor, one, at))
        for one in sorted(terms.training)
    ]
    if audience.subject is not Subject.NONE:
        safeguards = bool(actor.membership and actor.membership.safeguards)
        facts.append(Fact(label="Safeguarding role", words="Held." if safeguards else "Not held."))
    return tuple(facts)


def _taken(actor: Actor, course: str, at: datetime) -> str:
    held = [one for one in actor.trained if one.course == course and within(at, one.taken_at, one.valid_until)]
    if not held:
        return "Not held in date."
    latest = max(held, key=lambda one: one.taken_at)
    until = f", counts until {last_day(latest.valid_until)}" if latest.valid_until else ""
    return f"Taken on {day(latest.taken_at)}{until}."
