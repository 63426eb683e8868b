"""Notes that could go into an edition, and where in its document each would stand."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from fourpoint.access.context import Acting
from fourpoint.domain.days import day_of
from fourpoint.domain.document import Document
from fourpoint.domain.document import Note as FrozenNote
from fourpoint.domain.sharing import Audience
from fourpoint.records.profiles.models import Commentary
from fourpoint.services.profiles.commentary.anchors import Anchor
from fourpoint.services.profiles.commentary.queries import Note, read_notes
from fourpoint.services.profiles.requests import DEFAULT_THREAT

Kind = Literal["section", "figure"]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A current note on the profile, with what decides whether a cut may hold it."""

    note: Note
    audience: Audience
    review_on: date
    for_public: bool


def list_candidates(profile_id: int, *, who: Acting) -> tuple[Candidate, ...]:
    """Return the current notes on the profile that are open to the person, oldest first."""
    rows = list(Commentary.objects.filter(profile_id=profile_id, state=Commentary.CURRENT).order_by("made_at", "id"))
    notes = read_notes(rows, who)
    return tuple(
        Candidate(note=note, audience=who.readable[row.audience_id], review_on=row.review_on, for_public=row.for_public)
        for row, note in zip(rows, notes, strict=True)
    )


def note_of(one: Candidate, document: Document) -> FrozenNote:
    """Return the note as an edition's document holds it."""
    kind, anchor = place_in(document, one.note.anchor)
    return FrozenNote(
        anchor_kind=kind,
        anchor=anchor,
        about=one.note.about,
        paragraphs=one.note.paragraphs,
        marking=one.note.marking,
        owner=one.note.owner,
        written_on=day_of(one.note.written_at).isoformat(),
    )


def place_in(document: Document, anchor: Anchor) -> tuple[Kind, str]:
    """
    Return the kind and id, in an edition's document, of what a note on the live profile is about.

    An edition opens with one threat and holds each other in a section of its own; what it does not hold is said at
    that threat's section, or at the first one.
    """
    opening = anchor.threat_id == DEFAULT_THREAT
    figure_id = anchor.anchor_id if opening else f"{anchor.threat_id}.{anchor.anchor_id}"
    if anchor.kind == "figure" and any(figure.figure_id == figure_id for figure in document.figures):
        return "figure", figure_id
    section_id = anchor.anchor_id if opening else f"threat-{anchor.threat_id}"
    sections = [section.section_id for section in document.sections]
    return "section", section_id if section_id in sections else sections[0]
