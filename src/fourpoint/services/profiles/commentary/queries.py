"""Reads commentary as frozen values; row security decides which notes there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from fourpoint.access import trail
from fourpoint.access.context import Acting
from fourpoint.domain.markings import Marking
from fourpoint.records.profiles.models import Commentary, CommentaryVersion
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.profiles.commentary.actions import NoSuchCommentary
from fourpoint.services.profiles.commentary.anchors import Anchor, kind_of
from fourpoint.services.profiles.queries import check_visible

# In SQL, as every page of an area asks: Django takes longer to put this together than PostgreSQL to answer it.
_LATEST = """
    SELECT note.id, note.audience_id, note.owner_id, note.area_code, note.threat_id, note.anchor_kind, note.anchor,
        note.about, note.review_on, note.for_public, note.state, note.withdrawn_reason,
        words.version, words.text, words.written_at
    FROM profiles_commentary note
    JOIN profiles_commentaryversion words ON words.commentary_id = note.id AND words.version = note.version
    WHERE note.area_code = %(area)s ORDER BY note.made_at, note.id
"""


class _Told(NamedTuple):
    """A stored note, and one version of its words."""

    pk: int
    audience_id: int
    owner_id: int
    area_code: str
    threat_id: str
    anchor_kind: str
    anchor: str
    about: str
    review_on: date
    for_public: bool
    state: str
    withdrawn_reason: str
    version: int
    text: str
    written_at: datetime


# What of it stands with the version.
_WORDS = ("version", "text", "written_at")


@dataclass(frozen=True, kw_only=True)
class Note:
    """
    A note as its reader sees it.

    paragraphs  of its newest version
    readers     the agencies beside the owner that it is for, by name; none: its owner alone
    may_change  whether the reader may revise and withdraw it
    """

    commentary_id: int
    area_code: str
    anchor: Anchor
    about: str
    paragraphs: tuple[str, ...]
    version: int
    marking: str
    owner: str
    readers: tuple[str, ...]
    written_at: datetime
    review_on: date
    for_public: bool
    is_withdrawn: bool
    withdrawn_reason: str
    may_change: bool


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One version of a note."""

    version: int
    written_at: datetime
    paragraphs: tuple[str, ...]


def list_commentary(area: str, *, who: Acting) -> tuple[Note, ...]:
    """
    Return the notes on the area's profile that are open to the person, oldest first, and record that they were read.

    A withdrawn note is left out for everyone but its owner agency.

    raises  NoSuchProfile when the area is not open to the person
    """
    check_visible(area)
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"area": area})
        held = [_Told(*row) for row in cursor.fetchall()]
    return _read([one for one in held if _is_told(one, who)], who)


def get_note(area: str, commentary_id: int, *, who: Acting) -> tuple[Note, tuple[Wording, ...]]:
    """
    Return a note with all its versions, newest first; record that it was read.

    raises  NoSuchProfile, NoSuchCommentary when area or note are not open to the person
    """
    check_visible(area)
    row = Commentary.objects.filter(pk=commentary_id, area_code=area).first()
    if row is None or not _is_told(row, who):
        raise NoSuchCommentary("There is no such note, or it is not open to you.")
    wordings = tuple(
        Wording(version=one.version, written_at=one.written_at, paragraphs=paragraphs(one.text))
        for one in row.versions.order_by("-version")
    )
    return read_notes([row], who)[0], wordings


def list_beside(area: str, *, owner_id: int, until: datetime, who: Acting) -> tuple[Note, ...]:
    """
    Return the notes of other agencies than the owner of an edition that stand beside it, as they were at its freezing.

    A note that was revised since stands with its words of then; one withdrawn since is gone.

    raises  NoSuchProfile when the area is not open to the person
    """
    check_visible(area)
    rows = [
        row
        for row in Commentary.objects.filter(area_code=area, state=Commentary.CURRENT).order_by("made_at", "id")
        if row.made_at <= until and row.owner_id != owner_id
    ]
    return read_notes(rows, who, until=until)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a note: what stands between blank lines."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


# ----------------------------------------------------------------------------------------------------------------------


def _is_told(row: Commentary | _Told, who: Acting) -> bool:
    return row.state == Commentary.CURRENT or row.owner_id == who.actor.agency_id


def read_notes(rows: Sequence[Commentary], who: Acting, *, until: datetime | None = None) -> tuple[Note, ...]:
    """Return the rows as notes, in the words they had at that instant (None: have now); record that they were read."""
    newest = _newest(rows, until)
    return _read([_told(row, newest[row.pk]) for row in rows], who)


def _told(row: Commentary, words: CommentaryVersion) -> _Told:
    return _Told(*(getattr(words if name in _WORDS else row, name) for name in _Told._fields))


def _read(told: Sequence[_Told], who: Acting) -> tuple[Note, ...]:
    """Return the notes in those words, and record that they were read."""
    trail.record_shown("commentary", told)
    named = {agency for row in told for agency in (row.owner_id, *who.readable[row.audience_id].agencies)}
    names = agency_names(named)
    return tuple(_note(row, names, who) for row in told)


def _newest(rows: Iterable[Commentary], until: datetime | None) -> dict[int, CommentaryVersion]:
    found = CommentaryVersion.objects.filter(commentary_id__in=[row.pk for row in rows]).order_by("version")
    if until is not None:
        found = found.filter(written_at__lte=until)
    return {one.commentary_id: one for one in found}


def _note(row: _Told, names: dict[int, str], who: Acting) -> Note:
    audience = who.readable[row.audience_id]
    return Note(
        commentary_id=row.pk,
        area_code=row.area_code,
        anchor=Anchor(kind=kind_of(row.anchor_kind), anchor_id=row.anchor, threat_id=row.threat_id),
        about=row.about,
        paragraphs=paragraphs(row.text),
        version=row.version,
        marking=Marking(audience.marking).words,
        owner=names[row.owner_id],
        readers=tuple(sorted(names[agency] for agency in audience.agencies)),
        written_at=row.written_at,
        review_on=row.review_on,
        for_public=row.for_public,
        is_withdrawn=row.state == Commentary.WITHDRAWN,
        withdrawn_reason=row.withdrawn_reason,
        may_change=row.audience_id in who.writable and row.state == Commentary.CURRENT,
    )
