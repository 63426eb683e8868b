"""Says why a person may see what an audience covers, or why not, in the sharing rule's own words."""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import audiences
from fourpoint.domain.sharing import Actor, Audience, Decision, decide, decide_change


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One audience that concerns the person, and the rule's answer about reading and about writing it."""

    audience_id: int
    audience: Audience
    reading: Decision
    changing: Decision


def explain(actor: Actor, *, purpose: str, at: datetime) -> tuple[Explanation, ...]:
    """
    Return the rule's answer for every audience that the actor's agency owns or is named in, in order of id.

    A need-to-know list that the actor is not on is left out: that it exists is itself part of what it guards.
    """
    concerning = audiences.concerning_actor(actor, at=at)
    return tuple(
        Explanation(
            audience_id=audience_id,
            audience=audience,
            reading=reading,
            changing=decide_change(actor, audience, purpose, at),
        )
        for audience_id, audience in concerning.items()
        if not _guarded(reading := decide(actor, audience, purpose, at))
    )


def _guarded(reading: Decision) -> bool:
    return any(reason.code == "outside-compartment" for reason in reading.reasons)
