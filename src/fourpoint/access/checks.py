"""
Yes-or-no questions of access, in pairs: `check_may_x` raises with the reasons, `may_x` is made from it.

Nothing here decides by itself: reading and writing rest on the sharing rule, the rest on roles.
"""

from collections.abc import Callable
from typing import ParamSpec

from fourpoint.access import standing
from fourpoint.access.context import Acting
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused
from fourpoint.domain.sharing import Actor

P = ParamSpec("P")


class NotOpen(Refused):
    """The row's audience is not open to this person; a page answers 404, since existence may be sensitive."""


class NotAllowed(Refused):
    """No role of this person allows it; a page answers 403."""


def derive(check: Callable[P, None]) -> Callable[P, bool]:
    """Make the predicate of a check: true when it does not refuse."""

    def may(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except Refused:
            return False
        return True

    may.__name__ = check.__name__.removeprefix("check_")
    may.__doc__ = f"Return whether `{check.__name__}` would not refuse."
    return may


def check_may_read(who: Acting, *, audience_id: int) -> None:
    """Raise NotOpen unless rows of this audience are open to the person."""
    if audience_id not in who.readable:
        raise NotOpen("This is not open to you for the purpose you stated.")


def check_may_change(who: Acting, *, audience_id: int) -> None:
    """Raise NotOpen or NotAllowed unless the person may write rows of this audience."""
    check_may_read(who, audience_id=audience_id)
    if audience_id not in who.writable:
        raise NotAllowed("You may read this, and not change it: that is for the agency that owns it.")


def check_may_administer(actor: Actor, *, agency_id: int) -> None:
    """Raise NotAllowed unless the actor keeps people, agreements and audiences of that agency."""
    membership = actor.membership
    if membership is None or not membership.administers or actor.agency_id != agency_id or not actor.is_active:
        raise NotAllowed("Only someone who administers the agency may do this: ask its information governance lead.")


def check_may_keep_people(actor: Actor, *, agency_id: int) -> None:
    """Raise NotAllowed unless the actor keeps the people and contacts of that agency; those who administer do too."""
    membership = actor.membership
    keeps = membership is not None and (membership.administers or standing.keeps_people(membership.roles))
    if not keeps or actor.agency_id != agency_id or not actor.is_active:
        raise NotAllowed("Only someone who keeps the people of the agency may do this: ask its agency administrator.")


def check_may_govern(actor: Actor, *, agency_id: int | None = None) -> None:
    """Raise NotAllowed unless the actor reads the trail of that agency; of her own when none is named."""
    membership = actor.membership
    elsewhere = agency_id is not None and actor.agency_id != agency_id
    if membership is None or not membership.governs or elsewhere or not actor.is_active:
        raise NotAllowed("Only the agency's information governance role reads its trail.")


def check_may_contribute(actor: Actor, *, agency_id: int) -> None:
    """Raise NotAllowed unless the actor may write records of that agency."""
    membership = actor.membership
    if membership is None or not membership.changes or actor.agency_id != agency_id or not actor.is_active:
        raise NotAllowed("No role of yours lets you write this agency's records.")


def check_has_duty(actor: Actor, *, duty: Duty, agency_id: int) -> None:
    """Raise NotAllowed unless a role of the actor in that agency carries the duty."""
    membership = actor.membership
    held = membership is not None and membership.reads and standing.has_duty(membership.roles, duty)
    if not held or actor.agency_id != agency_id or not actor.is_active:
        raise NotAllowed("No role of yours lets you do this for the agency: its administrator knows who does.")


may_read = derive(check_may_read)
may_change = derive(check_may_change)
may_administer = derive(check_may_administer)
may_keep_people = derive(check_may_keep_people)
may_govern = derive(check_may_govern)
may_contribute = derive(check_may_contribute)
has_duty = derive(check_has_duty)
