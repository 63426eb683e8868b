"""Marked records for tests of what can be done with records of any kind: notes of the cast, with versions as parts."""

from datetime import timedelta

from django.db.models import QuerySet

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience
from fourpoint.records.profiles.models import Commentary, CommentaryVersion, Profile
from fourpoint.services.sharing.actions import find_terms, intern_audience
from tests.factories.cast import AT

KIND, PURPOSE, THANET = "commentary", "local-profile", "E07000114"
# What tells these notes from those of the demonstration.
OURS = "made-for-a-test"


def notes() -> QuerySet[Commentary]:
    """Return the notes made here, as far as the context shows them."""
    return Commentary.objects.filter(threat_id=OURS)


def make_record(person_id: int, audience: Audience, *, at=AT, text: str = "What the note says.") -> int:
    """Write a note with one version as that person, with that audience, and return its number."""
    with context.acting(person_id, at=at) as who:
        audience_id = intern_audience(by=who.actor, purpose=who.purpose, at=at, audience=audience)
        row = Commentary.objects.create(
            owner_id=audience.owner_id,
            audience_id=audience_id,
            made_at=at,
            made_by_id=person_id,
            review_on=at.date() + timedelta(days=365),
            review_group="partnership-product",
            profile=Profile.objects.get(area_code=THANET),
            area_code=THANET,
            threat_id=OURS,
            anchor_kind="section",
            anchor="place",
            about="Where it happens",
        )
        CommentaryVersion.objects.create(
            commentary=row, audience_id=audience_id, version=1, text=text, written_at=at, written_by_id=person_id
        )
        return row.pk


def alone(owner_id: int, **changes) -> Audience:
    """The audience of the owner agency alone."""
    return Audience(owner_id=owner_id, **{"marking": Marking.OFFICIAL, **changes})


def shared(owner_id: int, *agencies: int, code: str = "local-profiles", **changes) -> Audience:
    """The audience of the owner and those agencies under the agreement of that code."""
    given = {"agreement": find_terms(code), "agencies": frozenset(agencies), "purposes": frozenset({PURPOSE})}
    return alone(owner_id, **given | changes)
