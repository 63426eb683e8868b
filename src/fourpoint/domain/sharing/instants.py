"""
The instants at which an answer of the rule can become another: between two that follow each other, it stays.

Whoever keeps an answer keeps it until the next of these and no longer.
"""

from collections.abc import Iterator
from datetime import datetime

from fourpoint.domain.sharing.audience import AgreementTerms, Audience
from fourpoint.domain.sharing.standing import Actor, Membership


def instants(actor: Actor, audience: Audience) -> frozenset[datetime]:
    """Return every instant from which `decide`, `decide_change` or `decide_place` may answer otherwise than before."""
    terms = of_terms(audience.agreement) if audience.agreement else frozenset()
    return of_actor(actor) | of_audience(audience) | terms


def of_actor(actor: Actor) -> frozenset[datetime]:
    """Return the instants that lie in what is known of the person."""
    return frozenset(one for one in _of_person(actor) if one is not None)


def of_audience(audience: Audience) -> frozenset[datetime]:
    """Return the instants that lie in the audience itself, its agreement left aside."""
    found = (audience.ends_at, *(one.ends_at for one in audience.disclosures))
    return frozenset(one for one in found if one is not None)


def of_terms(terms: AgreementTerms) -> frozenset[datetime]:
    """Return the instants that lie in what an agreement says, its reviews and later versions included."""
    found = {terms.signed_at, terms.starts_at, terms.review_at, terms.ends_at, terms.takes_over_at}
    for review in terms.reviews:
        found |= {review.signed_at, review.review_at}
    later = of_terms(terms.followed_by) if terms.followed_by else frozenset()
    return later | frozenset(one for one in found if one is not None)


def _of_person(actor: Actor) -> Iterator[datetime | None]:
    if actor.membership is not None:
        yield from _of_membership(actor.membership)
    for sign_up in actor.signed_up:
        yield from (sign_up.signed_at, sign_up.withdrawn_at)
    for course in actor.trained:
        yield from (course.taken_at, course.valid_until)
    for acceptance in actor.accepted:
        yield acceptance.accepted_at
    for emergency in actor.emergencies:
        yield from (emergency.starts_at, emergency.ends_at)
    for stand_in in actor.stands_in:
        yield from (stand_in.starts_at, stand_in.ends_at)


def _of_membership(membership: Membership) -> Iterator[datetime | None]:
    yield from (membership.starts_at, membership.ends_at, membership.vetted_until, membership.recertify_at)
