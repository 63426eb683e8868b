"""Writes, revises and withdraws commentary. Change and audit in one transaction."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from fourpoint.access import checks, context, in_force, trail
from fourpoint.catalogue.entries import ReviewGroupEntry
from fourpoint.domain import months as calendar
from fourpoint.domain.days import day_of
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.operations import Recipients
from fourpoint.domain.reach import reached
from fourpoint.domain.sharing import Actor, Audience
from fourpoint.records.profiles.models import Commentary, CommentaryVersion, Profile
from fourpoint.services.profiles.commentary.anchors import Anchor, about
from fourpoint.services.profiles.queries import NoSuchProfile
from fourpoint.services.sharing.actions import intern_audience

REVIEW_GROUP = "partnership-product"
LONGEST = 5_000


class AlreadyWithdrawn(Refused):
    """The note was withdrawn before."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """
    A note to write: where it stands, what it says, and who may read it.

    for_public  whether the public edition may print it; only what is OFFICIAL and without conditions can be
    """

    anchor: Anchor
    text: str
    audience: Audience
    for_public: bool = False


@transaction.atomic
def write_commentary(*, area: str, draft: Draft, by: Actor, purpose: str, at: datetime) -> int:
    """
    Put a note on a section or figure of the area's profile, owned by the actor's agency, and return its id.

    raises  NoSuchProfile when the area is not open to the actor; NotAllowed unless a role lets her write her agency's
            records; AnchorUnknown; Unusable when it says nothing or too much, or is marked too high for the public
    """
    profile, agency_id = _profile(area, by), by.agency_id or 0
    checks.check_may_contribute(by, agency_id=agency_id)
    text = check_text(draft.text)
    _check_public(draft)
    audience_id = intern_audience(by=by, purpose=purpose, at=at, audience=draft.audience)
    row = Commentary.objects.create(
        profile=profile,
        area_code=area,
        threat_id=draft.anchor.threat_id,
        anchor_kind=draft.anchor.kind,
        anchor=draft.anchor.anchor_id,
        about=about(area, draft.anchor),
        for_public=draft.for_public,
        owner_id=agency_id,
        audience_id=audience_id,
        made_at=at,
        made_by_id=by.person_id,
        review_on=review_day(day_of(at)),
        review_group=REVIEW_GROUP,
    )
    _add_version(row, text, by=by, at=at)
    facts: dict[str, str | int | list[str]] = {"area": area, "anchor": row.anchor, "audience": audience_id}
    change = trail.Change(
        action="commentary.write",
        object_kind="commentary",
        object_id=row.pk,
        after=_digest(text),
        facts=facts,
        audience_id=audience_id,
    )
    trail.record(change, by=by, purpose=purpose, at=at)
    if agencies := reached(draft.audience):
        trail.record_disclosed("commentary", [row], to=Recipients(agencies=tuple(sorted(agencies))))
    return row.pk


@transaction.atomic
def revise_commentary(*, commentary_id: int, text: str, by: Actor, purpose: str, at: datetime) -> int:
    """
    Add a version of the note that says this, and return its number; the same words again change nothing.

    raises  NoSuchCommentary when it is not open to the actor; NotAllowed unless she writes for its owner;
            AlreadyWithdrawn; Unusable when it says nothing or too much
    """
    row = _own(commentary_id)
    text = check_text(text)
    before = row.versions.get(version=row.version).text
    if text == before:
        return row.version
    row.version += 1
    row.review_on = review_day(day_of(at))
    row.save(update_fields=["version", "review_on"])
    _add_version(row, text, by=by, at=at)
    change = trail.Change(
        action="commentary.revise",
        object_kind="commentary",
        object_id=row.pk,
        before=_digest(before),
        after=_digest(text),
        facts={"version": row.version},
        audience_id=row.audience_id,
    )
    trail.record(change, by=by, purpose=purpose, at=at)
    return row.version


@transaction.atomic
def withdraw_commentary(*, commentary_id: int, reason: str, by: Actor, purpose: str, at: datetime) -> None:
    """
    Take the note back: from now on only its owner agency sees it. What editions froze of it stays frozen.

    raises  as `revise_commentary`; Unusable without a reason
    """
    row = _own(commentary_id)
    if not reason.strip():
        raise Unusable("Say why you withdraw it: its readers may ask.")
    row.state, row.withdrawn_at, row.withdrawn_by_id = Commentary.WITHDRAWN, at, by.person_id
    row.withdrawn_reason = reason.strip()[:LONGEST]
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    change = trail.Change(
        action="commentary.withdraw", object_kind="commentary", object_id=row.pk, audience_id=row.audience_id
    )
    trail.record(change, by=by, purpose=purpose, at=at)


class NoSuchCommentary(checks.NotOpen):
    """No note of that number is open to this person; whether there is one is not said."""


def check_text(text: str) -> str:
    """Return the text with tidy line ends; raises Unusable when it says nothing or is too long."""
    tidy = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    if not tidy:
        raise Unusable("The note says nothing: write at least a sentence.")
    if len(tidy) > LONGEST:
        raise Unusable(f"The note has {len(tidy):,} characters, and {LONGEST:,} is the most: shorten it, or make two.")
    return tidy


def review_day(made_on: date) -> date:
    """Return the day by which someone must decide whether a note made or revised on that day is kept."""
    groups = in_force.read_entries("review_groups", ReviewGroupEntry)
    after = next(group.months for group in groups if group.id == REVIEW_GROUP)
    month = calendar.shift(f"{made_on:%Y-%m}", after)
    return date(int(month[:4]), int(month[5:]), min(made_on.day, 28))


# ----------------------------------------------------------------------------------------------------------------------


def _profile(area: str, by: Actor) -> Profile:
    rows = list(Profile.objects.filter(area_code=area).order_by("id"))
    if not rows:
        raise NoSuchProfile("There is no such profile, or it is not open to you.")
    return next((row for row in rows if row.owner_id == by.agency_id), rows[0])


def _own(commentary_id: int) -> Commentary:
    """Return the note for a change by the person of the context, locked until the transaction ends."""
    who = context.current()
    row = Commentary.objects.filter(pk=commentary_id).first()
    if row is None or who is None:
        raise NoSuchCommentary("There is no such note, or it is not open to you.")
    checks.check_may_change(who, audience_id=row.audience_id)
    row = Commentary.objects.select_for_update().get(pk=commentary_id)
    if row.state == Commentary.WITHDRAWN:
        raise AlreadyWithdrawn("This note has been withdrawn: write a new one instead.")
    return row


def _add_version(row: Commentary, text: str, *, by: Actor, at: datetime) -> None:
    CommentaryVersion.objects.create(
        commentary=row,
        audience_id=row.audience_id,
        version=row.version,
        text=text,
        written_at=at,
        written_by_id=by.person_id,
    )


def _check_public(draft: Draft) -> None:
    if draft.for_public and draft.audience.marking is not Marking.OFFICIAL:
        raise Unusable("What is OFFICIAL-SENSITIVE cannot be printed for the public: mark it OFFICIAL, or keep it in.")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
