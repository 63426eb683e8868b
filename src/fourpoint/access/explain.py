"""
Says why a person may see what an audience covers, or why not, in the sharing rule's own words.

Whoever shows an explanation to somebody else than the person herself decides first whether they may ask: the owner
agency's governance role may, about anybody.
"""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import audiences
from fourpoint.access.standing import stand
from fourpoint.domain.sharing import Actor, Audience, Decision, decide, decide_change, decide_place


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One audience, and the rule's answers about reading what has it, changing that, and giving it to more."""

    audience_id: int
    audience: Audience
    reading: Decision
    changing: Decision
    placing: Decision


@dataclass(frozen=True, kw_only=True)
class Told:
    """
    The answer about one person, one audience, one purpose and one instant.

    purpose  as asked, or the one that her membership then started her with; empty when she had none
    """

    actor: Actor
    purpose: str
    at: datetime
    explanation: Explanation


def explain(actor: Actor, *, purpose: str, at: datetime) -> tuple[Explanation, ...]:
    """
    Return the rule's answer for every audience that can be open to the actor, in order of id.

    Those are what her agency owns, is named in, or was disclosed to, and what an emergency opens to her. A need-to-know
    list that the actor is not on is left out: that it exists is itself part of what it guards.
    """
    concerning = audiences.concerning_actor(actor, at=at)
    answers = (_explain(key, audience, actor, purpose, at) for key, audience in concerning.items())
    return tuple(one for one in answers if not _guarded(one.reading))


def explain_for(
    person_id: int, *, audience_id: int, at: datetime, purpose: str | None = None, agency_id: int | None = None
) -> Told | None:
    """
    Return why that person may read what has this audience at that instant, or why not; None for an unknown audience.

    The instant may be past: memberships with their roles and confirmations, vetting, training, signatures, sign-ups,
    acceptances, disclosures and emergencies carry their periods and when they were recorded, and an audience never
    changes, so it answers also for one that no record has any more. What holds no period is weighed as it stands now:
    whether an account is closed, what the catalogue lets a role do, and the words of an agreement still unsigned.

    purpose    a purpose of the catalogue; None takes the default of the membership then in force
    agency_id  the agency to act for, for someone who belonged to several
    """
    audience = audiences.find(audience_id)
    if audience is None:
        return None
    standing = stand(person_id, at=at, agency_id=agency_id)
    asked = standing.default_purpose if purpose is None else purpose
    explanation = _explain(audience_id, audience, standing.actor, asked, at)
    return Told(actor=standing.actor, purpose=asked, at=at, explanation=explanation)


def _explain(audience_id: int, audience: Audience, actor: Actor, purpose: str, at: datetime) -> Explanation:
    return Explanation(
        audience_id=audience_id,
        audience=audience,
        reading=decide(actor, audience, purpose, at),
        changing=decide_change(actor, audience, purpose, at),
        placing=decide_place(actor, audience, purpose, at),
    )


def _guarded(reading: Decision) -> bool:
    return any(reason.code == "outside-compartment" for reason in reading.reasons)
