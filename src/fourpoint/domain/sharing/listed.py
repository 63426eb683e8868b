"""
Whose places a person takes on need-to-know lists: her own, and in her own agency those of leavers she stands in for.

A list names people. When the last of the owner's own has left, the owner would be locked out of what it guards; so its
governance role can name a colleague to stand in the leaver's place. Another agency's list is no business of theirs.
"""

from datetime import datetime

from fourpoint.domain.sharing.audience import Audience, Named
from fourpoint.domain.sharing.standing import Actor, within


def own_place(actor: Actor) -> Named:
    """Return the place that the person takes by her own name, in the agency she acts for."""
    return Named(person_id=actor.person_id, agency_id=actor.agency_id or 0)


def places_in_own(actor: Actor, at: datetime) -> frozenset[Named]:
    """Return the places that she takes then on lists of records of her own agency."""
    stood_in = (one.leaver_id for one in actor.stands_in if within(at, one.starts_at, one.ends_at))
    agency_id = actor.agency_id or 0
    return frozenset({own_place(actor)} | {Named(person_id=leaver_id, agency_id=agency_id) for leaver_id in stood_in})


def is_listed(actor: Actor, audience: Audience, at: datetime) -> bool:
    """Return whether she has a place on the audience's list; everybody has where there is none."""
    if not audience.compartment or own_place(actor) in audience.compartment:
        return True
    return stands_in_place(actor, audience, at)


def stands_in_place(actor: Actor, audience: Audience, at: datetime) -> bool:
    """Return whether she is on the audience's list in the place of somebody who left, and not by her own name."""
    if not actor.stands_in or audience.owner_id != actor.agency_id or own_place(actor) in audience.compartment:
        return False
    return not audience.compartment.isdisjoint(places_in_own(actor, at))
