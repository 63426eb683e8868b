"""Writes the demonstration's commentary and approves one of its public editions, as the made-up people it names."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from fourpoint.access import context
from fourpoint.domain.markings import parse_marking
from fourpoint.records.profiles.models import Commentary, Edition
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.demo.world import DemoCommentary, read_world
from fourpoint.services.profiles import approval
from fourpoint.services.profiles.commentary import actions, readers
from fourpoint.services.profiles.commentary.anchors import Anchor


@transaction.atomic
def load_commentary(*, path: Path, at: datetime) -> int:
    """
    Write the notes of that file that are not there yet and return how many they were; the open data must be held.

    raises  CatalogueError for a bad file
    """
    return sum(_write(note, at=at) for note in read_world(path).commentary)


def approve_public(*, area: str, label: str, by: str, at: datetime) -> None:
    """Approve the newest public edition of the area as the person of that address; one approved before stays so."""
    with context.acting(find_person(by) or 0, at=at) as who:
        rows = Edition.objects.filter(profile__area_code=area, label=label, cut="public").order_by("-version")
        proof = rows.filter(approved_at=None).first()
        if proof is None or rows.filter(version=proof.version).exclude(approved_at=None).exists():
            return
        if proof.frozen_by_id != who.actor.person_id:
            approval.approve_edition(edition_id=proof.pk, by=who.actor, purpose=who.purpose, at=at)


def _write(note: DemoCommentary, *, at: datetime) -> bool:
    with context.acting(find_person(note.by) or 0, at=at) as who:
        anchor = Anchor(kind=note.kind, anchor_id=note.anchor, threat_id=note.threat)
        there = Commentary.objects.filter(area_code=note.area_code, anchor=note.anchor, threat_id=note.threat)
        if there.filter(owner_id=who.actor.agency_id or 0, for_public=note.for_public).exists():
            return False
        audience = readers.make_audience(who, readers=note.readers, marking=parse_marking(note.marking))
        draft = actions.Draft(anchor=anchor, text=note.text, audience=audience, for_public=note.for_public)
        actions.write_commentary(area=note.area_code, draft=draft, by=who.actor, purpose=who.purpose, at=at)
        return True
