"""
Invitations: a place in an agency, offered by a link that works once and for a short time.

The agency that invites is never told whether the address is known here already. Somebody without an account sets a
password with the link; somebody who has one signs in with it and takes the place up. Both are led the same way.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from fourpoint.access import checks, context, trail
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Invitation, Membership, Person
from fourpoint.services.agencies import letters, limits
from fourpoint.services.agencies.actions import Post, check_may_give, kept_agency, place
from fourpoint.services.agencies.founding import PURPOSE
from fourpoint.services.agencies.passwords import hash_password

SECRET_BYTES = 32
LINK_IS_SPENT = "This link has been used, was withdrawn or is too old: ask whoever gave it to you for another."


class AlreadyAMember(Refused):
    """The person is a member of the agency that invites."""


class LinkSpent(Refused):
    """The link opens nothing, or nothing any more."""


class NotForThisAccount(Refused):
    """The invitation is for somebody of another address."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Whom an agency invites to what."""

    email: str
    name: str
    roles: tuple[str, ...]
    clearance: Marking
    default_purpose: str
    ends_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Link:
    """An invitation that was made; `secret` is known only now and kept nowhere."""

    invitation_id: int
    secret: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Invited:
    """What the page behind a link may say."""

    agency: str
    agency_id: int
    name: str
    email: str
    accepted: bool


@transaction.atomic
def invite(*, by: Actor, purpose: str, at: datetime, offer: Offer) -> Link:
    """
    Offer somebody a place in the actor's agency; an earlier offer to the same address is withdrawn.

    raises  NotAllowed; AlreadyAMember; Unusable for an address or a name that cannot be one; Refused for a role
    """
    agency_id = kept_agency(by)
    email = _checked(offer)
    check_may_give(by, offer.roles)
    _check_not_a_member(email, agency_id=agency_id, at=at)
    Invitation.objects.filter(agency_id=agency_id, email=email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_by_id=by.person_id
    )
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = Invitation.objects.create(
        agency_id=agency_id,
        email=email,
        name=offer.name.strip(),
        roles=list(offer.roles),
        clearance=offer.clearance.value,
        default_purpose=offer.default_purpose,
        ends_at=offer.ends_at,
        digest=_digest(secret),
        made_at=at,
        made_by_id=by.person_id,
        expires_at=at + limits.length("invitation-life"),
    )
    facts: trail.Facts = {"roles": list(offer.roles), "clearance": offer.clearance.words}
    change = trail.Change(action="person.invite", object_kind="invitation", object_id=row.id, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)
    letters.write_invitation(email, path=f"/account/invitation/{secret}/", agency_id=agency_id, at=at)
    return Link(invitation_id=row.id, secret=secret, expires_at=row.expires_at)


@transaction.atomic
def withdraw(*, by: Actor, purpose: str, at: datetime, invitation_id: int) -> None:
    """
    Take an invitation back; its link works no more.

    raises  NotOpen for one that is not the agency's; NotAllowed; LinkSpent when it was taken up or withdrawn
    """
    agency_id = kept_agency(by)
    row = Invitation.objects.select_for_update().filter(id=invitation_id, agency_id=agency_id).first()
    if row is None:
        raise checks.NotOpen("There is no such invitation.")
    if row.accepted_at is not None or row.withdrawn_at is not None:
        raise LinkSpent("This invitation was taken up or withdrawn before.")
    _withdraw(row, by=by, purpose=purpose, at=at)


def withdraw_all_of(*, by: Actor, purpose: str, at: datetime, person_id: int) -> int:
    """Take back what a leaver still offers in the agency, inside the caller's transaction; return how many."""
    rows = Invitation.objects.select_for_update().filter(
        made_by_id=person_id, agency_id=kept_agency(by), accepted_at=None, withdrawn_at=None
    )
    for row in (found := list(rows)):
        _withdraw(row, by=by, purpose=purpose, at=at)
    return len(found)


def find_invited(secret: str, *, at: datetime) -> Invited:
    """Return what the page behind a link may say; raises LinkSpent for one that is unknown or spent."""
    row = _find(secret)
    if row is None or row.withdrawn_at is not None or (row.accepted_at is None and row.expires_at <= at):
        raise LinkSpent(LINK_IS_SPENT)
    return Invited(
        agency=row.agency.name,
        agency_id=row.agency_id,
        name=row.name,
        email=row.email,
        accepted=row.accepted_at is not None,
    )


@transaction.atomic
def set_up_account(*, secret: str, password: str, at: datetime) -> None:
    """
    Make the account and the membership of somebody new; an address that is known stays exactly as it is.

    Both end alike for whoever holds the link: what follows is to sign in.

    raises  LinkSpent
    """
    row = _open(secret, at=at)
    if Person.objects.filter(email=row.email).exists():
        return
    person = Person.objects.create(
        email=row.email, name=row.name, password=hash_password(password), created_at=at, created_by_id=row.made_by_id
    )
    _take_up(row, person_id=person.id, at=at)


@transaction.atomic
def take_up(*, secret: str, person_id: int, at: datetime) -> None:
    """
    Make whoever is signed in a member of the agency, when the invitation is to their address.

    raises  LinkSpent; NotForThisAccount; AlreadyAMember
    """
    row = _open(secret, at=at)
    person = Person.objects.get(id=person_id)
    if person.email != row.email or not person.is_active:
        raise NotForThisAccount("This invitation is for another address: sign in with the one it was sent to.")
    _check_not_a_member(row.email, agency_id=row.agency_id, at=at)
    _take_up(row, person_id=person.id, at=at)


def _take_up(row: Invitation, *, person_id: int, at: datetime) -> None:
    post = Post(
        roles=tuple(row.roles),
        clearance=Marking(row.clearance),
        default_purpose=row.default_purpose,
        starts_at=at,
        ends_at=row.ends_at,
    )
    membership = place(agency_id=row.agency_id, person_id=person_id, post=post, by_id=row.made_by_id, at=at)
    row.accepted_at, row.accepted_by_id = at, person_id
    row.save(update_fields=["accepted_at", "accepted_by"])
    facts: trail.Facts = {"membership": membership.id, "roles": list(row.roles), "clearance": post.clearance.words}
    change = trail.Change(action="invitation.accept", object_kind="invitation", object_id=row.id, facts=facts)
    with context.acting(person_id, at=at, agency_id=row.agency_id) as who:
        trail.record(change, by=who.actor, purpose=PURPOSE, at=at)


def _withdraw(row: Invitation, *, by: Actor, purpose: str, at: datetime) -> None:
    row.withdrawn_at, row.withdrawn_by_id = at, by.person_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    change = trail.Change(action="invitation.withdraw", object_kind="invitation", object_id=row.id)
    trail.record(change, by=by, purpose=purpose, at=at)


def _open(secret: str, *, at: datetime) -> Invitation:
    row = _find(secret, lock=True)
    if row is None or row.withdrawn_at is not None or row.accepted_at is not None or row.expires_at <= at:
        raise LinkSpent(LINK_IS_SPENT)
    return row


def _find(secret: str, *, lock: bool = False) -> Invitation | None:
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    return rows.select_related("agency").filter(digest=_digest(secret)).first()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _checked(offer: Offer) -> str:
    email = offer.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Unusable(
            f"'{offer.email.strip()}' is not an e-mail address: write it as name@agency.police.uk."
        ) from None
    if not offer.name.strip():
        raise Unusable("The invitation needs the person's name, as colleagues know it.")
    return email


def _check_not_a_member(email: str, *, agency_id: int, at: datetime) -> None:
    held = Membership.objects.filter(person__email=email, agency_id=agency_id)
    if any(row.ends_at is None or row.ends_at > at for row in held):
        raise AlreadyAMember("Someone of that e-mail address is a member of your agency already.")
