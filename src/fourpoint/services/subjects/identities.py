"""Judges that two subjects are one, and takes the judgement back. Nothing is merged: each keeps its statements."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from fourpoint.access import audiences, checks, trail
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, Audience, Handling
from fourpoint.records.subjects.models import Identity, Statement
from fourpoint.services.sharing.actions import intern_audience
from fourpoint.services.sharing.days import first_review
from fourpoint.services.subjects.stating import REVIEW_GROUP, NoSuchSubject, needed_reason, open_subject


@transaction.atomic
def join(*, by: Actor, purpose: str, at: datetime, subject_id: int, other_id: int, why: str) -> int:
    """
    Judge that two subjects are one, and return the judgement's id. It is read by no more people than what it rests on.

    raises  NoSuchSubject; NotAllowed without the duty; Unusable for two that cannot be one, or without a reason;
            Refused when nobody may read what is stated of both
    """
    checks.check_has_duty(by, duty=Duty.TRIAGE, agency_id=by.agency_id or 0)
    one, other = (open_subject(number) for number in sorted((subject_id, other_id)))
    if one.pk == other.pk or one.kind != other.kind:
        raise Unusable("Two subjects of one kind can be one: choose another.")
    if other.pk in joined({one.pk})[one.pk]:
        raise Unusable("They are judged to be one already.")
    row = Identity.objects.create(
        owner_id=by.agency_id or 0,
        audience_id=_audience_id((one.pk, other.pk), by=by, purpose=purpose, at=at),
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=at),
        review_group=REVIEW_GROUP,
        one=one,
        other=other,
        why=needed_reason(why, "Say why they are one: what you saw, and not how alike they look."),
    )
    _record("identity.join", row, by=by, purpose=purpose, at=at)
    return row.pk


@transaction.atomic
def take_back(*, by: Actor, purpose: str, at: datetime, identity_id: int, why: str) -> None:
    """
    Take a judgement back: the two are two again, each with what was stated of it.

    raises  NoSuchSubject; NotAllowed without the duty in the agency that judged; Unusable without a reason, or twice
    """
    row = Identity.objects.select_for_update().filter(pk=identity_id).first() if 0 < identity_id < 2**63 else None
    if row is None:
        raise NoSuchSubject("There is no such judgement, or it is not open to you.")
    checks.check_has_duty(by, duty=Duty.TRIAGE, agency_id=row.owner_id)
    if row.taken_back_at is not None:
        raise Unusable("It is taken back already.")
    row.taken_back_at, row.taken_back_by_id = at, by.person_id
    row.taken_back_why = needed_reason(why, "Say why they are not one after all.")
    row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    _record("identity.take-back", row, by=by, purpose=purpose, at=at)


def joined(subject_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return, for each subject, all that are judged to be one with it in the reader's sight, itself among them."""
    wanted = set(subject_ids)
    known, fresh = set(wanted), set(wanted)
    pairs: set[tuple[int, int]] = set()
    while fresh:
        rows = Identity.objects.filter(Q(one_id__in=fresh) | Q(other_id__in=fresh), taken_back_at=None)
        pairs |= set(rows.values_list("one_id", "other_id"))
        fresh = {number for pair in pairs for number in pair} - known
        known |= fresh
    groups = {number: {number} for number in known}
    for one, other in pairs:
        if groups[one] is not groups[other]:
            groups[one] |= groups[other]
            for number in groups[other]:
                groups[number] = groups[one]
    return {number: frozenset(groups[number]) for number in wanted}


# ----------------------------------------------------------------------------------------------------------------------


def _audience_id(subject_ids: tuple[int, ...], *, by: Actor, purpose: str, at: datetime) -> int:
    """As narrow as the narrowest statement of either that the actor sees: she judges by what she read."""
    rows = Statement.objects.filter(subject_id__in=subject_ids, withdrawn_at=None)
    held = audiences.some(set(rows.values_list("audience_id", flat=True)))
    listed = [number for number, one in held.items() if one.compartment]
    if len(listed) == 1:
        return listed[0]
    value = _narrowest(by.agency_id or 0, list(held.values()))
    return intern_audience(by=by, purpose=purpose, at=at, audience=value)


def _narrowest(owner_id: int, held: list[Audience]) -> Audience:
    lists = [one.compartment for one in held if one.compartment]
    people = frozenset.intersection(*lists) if lists else frozenset()
    if lists and not people:
        raise Refused("Nobody may read what is stated of both, so nobody can judge that they are one.")
    sensitive = any(one.marking is Marking.OFFICIAL_SENSITIVE for one in held)
    conditions = tuple(sorted({code for one in held for code in one.conditions}))
    return Audience(
        owner_id=owner_id,
        marking=Marking.OFFICIAL_SENSITIVE if sensitive else Marking.OFFICIAL,
        handling=Handling.CONDITIONS if conditions else Handling.PERMITTED,
        conditions=conditions,
        compartment=people,
    )


def _record(action: str, row: Identity, *, by: Actor, purpose: str, at: datetime) -> None:
    # The reason stays with the judgement: it says what lies on a desk, and governance reads the trail.
    change = trail.Change(
        action=action,
        object_kind="identity",
        object_id=row.pk,
        audience_id=row.audience_id,
        facts={"one": row.one_id, "other": row.other_id},
    )
    trail.record(change, by=by, purpose=purpose, at=at)
