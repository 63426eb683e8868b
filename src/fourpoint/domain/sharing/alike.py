"""
What the rule can tell apart in people: two who are alike get one answer, with the same reasons and sentences.

For asking the rule about thousands of people at once. Nothing is decided here: whatever the rule does not look at for
this audience and instant is left out, and a generated test holds that `decide` answers as it does about the person.
"""

from dataclasses import replace
from datetime import UTC, datetime

from fourpoint.domain.sharing.audience import Audience
from fourpoint.domain.sharing.standing import Acceptance, Actor, Membership, SignUp, StandIn, Training, within

ANYBODY = 0
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class Likeness:
    """One audience at one instant, before which people are told apart."""

    def __init__(self, audience: Audience, at: datetime) -> None:
        self._audience, self._at = audience, at
        disclosed = {one.person_id for one in audience.disclosures if one.person_id is not None}
        self._named = disclosed | {one.person_id for one in audience.compartment}
        terms = audience.agreement.version_at(at) if audience.agreement else None
        self._agreement = terms.agreement_id if terms else None
        self._courses = terms.training if terms else frozenset()

    def of(self, actor: Actor) -> Actor:
        """Return the actor with only what the rule weighs, the same value for everyone who is alike."""
        return Actor(
            person_id=actor.person_id if actor.person_id in self._named else ANYBODY,
            is_active=actor.is_active,
            membership=self._membership(actor.membership) if actor.membership else None,
            signed_up=frozenset(
                SignUp(agreement_id=one.agreement_id, signed_at=LONG_AGO)
                for one in actor.signed_up
                if one.agreement_id == self._agreement and within(self._at, one.signed_at, one.withdrawn_at)
            ),
            trained=frozenset(
                Training(course=one.course, taken_at=LONG_AGO)
                for one in actor.trained
                if one.course in self._courses and within(self._at, one.taken_at, one.valid_until)
            ),
            accepted=frozenset(replace(one, accepted_at=LONG_AGO) for one in actor.accepted if self._accepts(one)),
            emergencies=frozenset(one for one in actor.emergencies if one.owner_id == self._audience.owner_id),
            stands_in=frozenset(
                StandIn(leaver_id=one.leaver_id, starts_at=LONG_AGO)
                for one in actor.stands_in
                if one.leaver_id in self._named and within(self._at, one.starts_at, one.ends_at)
            ),
        )

    def _membership(self, held: Membership) -> Membership:
        """Days that have passed stay: the rule says them."""
        return Membership(
            agency_id=held.agency_id,
            clearance=held.clearance,
            starts_at=LONG_AGO,
            ends_at=None if held.in_force(self._at) else LONG_AGO,
            vetted_until=_passed(held.vetted_until, self._at),
            recertify_at=_passed(held.recertify_at, self._at),
            reads=held.reads,
            safeguards=held.safeguards,
        )

    def _accepts(self, one: Acceptance) -> bool:
        return one.owner_id == self._audience.owner_id and one.accepted_at <= self._at


def _passed(day: datetime | None, at: datetime) -> datetime | None:
    return day if day is not None and day <= at else None
