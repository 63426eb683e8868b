"""Previews a cut before it is frozen, and approves one that a second person must see before its readers have it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, context, trail
from fourpoint.access.context import Acting
from fourpoint.domain.cuts import Cut, audience_of
from fourpoint.domain.days import day_of
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.profiles.models import Edition, Profile
from fourpoint.services.profiles import store
from fourpoint.services.profiles.commentary.candidates import list_candidates
from fourpoint.services.profiles.cuts import Made, find_cut, make_cut
from fourpoint.services.profiles.freezing import assemble_base, disclose
from fourpoint.services.profiles.queries import NoSuchProfile
from fourpoint.services.sharing.actions import intern_audience


class AlreadyApproved(Refused):
    """The edition was approved before."""


class NeedsNoApproval(Unusable):
    """This cut goes to its readers as soon as it is frozen."""


class SecondPersonNeeded(Refused):
    """Whoever froze an edition cannot also approve it."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A cut as it would be frozen now; what it leaves out is for the owner's eyes."""

    cut: Cut
    area_name: str
    made: Made


@transaction.atomic
def approve_edition(*, edition_id: int, by: Actor, purpose: str, at: datetime) -> int:
    """
    Put a proof, byte for byte, before its readers, and return the id of what they have.

    raises  NoSuchProfile when no such edition is open to the actor; NotAllowed unless she writes for its owner;
            SecondPersonNeeded, AlreadyApproved, NeedsNoApproval
    """
    row = Edition.objects.select_related("profile").filter(pk=edition_id).first()
    if row is None:
        raise NoSuchProfile("There is no such edition, or it is not open to you.")
    checks.check_has_duty(by, duty=Duty.PROFILES, agency_id=row.profile.owner_id)
    cut = _check_waits(row, by)
    audience = audience_of(cut, context.somebody().readable[row.profile.audience_id])
    audience_id = intern_audience(by=by, purpose=purpose, at=at, audience=audience)
    if audience_id not in context.somebody().placeable:
        raise checks.NotAllowed("The agreement that carries this edition is past its review: nothing is shared now.")
    approved = Edition.objects.get(pk=row.pk)
    approved.pk = None
    approved.audience_id, approved.approved_at, approved.approved_by_id = audience_id, at, by.person_id
    approved.save(force_insert=True)
    change = trail.Change(
        action="edition.approve", object_kind="edition", object_id=approved.pk, after=row.document_sha256
    )
    trail.record(change, by=by, purpose=purpose, at=at)
    disclose(approved, audience)
    return approved.pk


def preview_cut(area: str, label: str, cut_id: str, *, who: Acting) -> Preview:
    """
    Return a cut as it would be frozen now.

    raises  NoSuchProfile, NotAllowed unless the person writes for the profile's owner and is cleared for the cut;
            Unusable for an unknown cut, or a quarter whose data are not held
    """
    profile = Profile.objects.select_related("owner").filter(area_code=area, owner_id=who.actor.agency_id or 0).first()
    if profile is None:
        checks.check_may_read(who, audience_id=_any_audience(area))
        raise checks.NotAllowed("Only the agency that owns the profile sees what its editions leave out.")
    checks.check_has_duty(who.actor, duty=Duty.PROFILES, agency_id=profile.owner_id)
    cut = find_cut(cut_id)
    membership = who.actor.membership
    if membership is None or not membership.clearance.reaches(cut.marking):
        raise checks.NotAllowed(f"The {cut.name.lower()} is marked above what you are cleared for.")
    base = assemble_base(area=area, label=label, owner=profile.owner.name)
    made = make_cut(
        base,
        cut,
        audience=audience_of(cut, who.readable[profile.audience_id]),
        candidates=list_candidates(profile.pk, who=who),
        today=day_of(who.at),
    )
    return Preview(cut=cut, area_name=store.facts_of(area).territory.area(area).name, made=made)


# ----------------------------------------------------------------------------------------------------------------------


def _check_waits(row: Edition, by: Actor) -> Cut:
    cut = find_cut(row.cut)
    if not cut.approval:
        raise NeedsNoApproval(f"The {cut.name.lower()} goes to its readers as soon as it is frozen.")
    alike = Edition.objects.filter(profile_id=row.profile_id, label=row.label, cut=row.cut, version=row.version)
    if alike.exclude(approved_at=None).exists():
        raise AlreadyApproved("This edition has been approved already.")
    if row.frozen_by_id == by.person_id:
        raise SecondPersonNeeded("You froze this edition: someone else who writes for your agency must approve it.")
    return cut


def _any_audience(area: str) -> int:
    row = Profile.objects.filter(area_code=area).first()
    if row is None:
        raise NoSuchProfile("There is no such profile, or it is not open to you.")
    return row.audience_id
