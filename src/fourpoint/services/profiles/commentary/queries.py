"""Reads commentary as frozen values; row security decides which notes there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from fourpoint.access import trail
from fourpoint.access.context import Acting
from fourpoint.domain.markings import Marking
from fourpoint.records.profiles.models import Commentary, CommentaryVersion
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.profiles.commentary.actions import NoSuchCommentary
from fourpoint.services.profiles.commentary.anchors import Anchor, anchor_of
from fourpoint.services.profiles.queries import check_visible


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
    told = CommentaryVersion.objects.filter(commentary__area_code=area, version=F("commentary__version"))
    held = {one.commentary: one for one in told.select_related("commentary") if _is_told(one.commentary, who)}
    return _read({row: held[row] for row in sorted(held, key=lambda row: (row.made_at, row.pk))}, who)


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


def _is_told(row: Commentary, who: Acting) -> bool:
    return row.state == Commentary.CURRENT or row.owner_id == who.actor.agency_id


def read_notes(rows: Sequence[Commentary], who: Acting, *, until: datetime | None = None) -> tuple[Note, ...]:
    """Return the rows as notes, in the words they had at that instant (None: have now); record that they were read."""
    newest = _newest(rows, until)
    return _read({row: newest[row.pk] for row in rows}, who)


def _read(told: Mapping[Commentary, CommentaryVersion], who: Acting) -> tuple[Note, ...]:
    """Return the notes in those words, and record that they were read."""
    trail.record_shown("commentary", told)
    named = {agency for row in told for agency in (row.owner_id, *who.readable[row.audience_id].agencies)}
    names = agency_names(named)
    return tuple(_note(row, words, names, who) for row, words in told.items())


def _newest(rows: Iterable[Commentary], until: datetime | None) -> dict[int, CommentaryVersion]:
    found = CommentaryVersion.objects.filter(commentary_id__in=[row.pk for row in rows]).order_by("version")
    if until is not None:
        found = found.filter(written_at__lte=until)
    return {one.commentary_id: one for one in found}


def _note(row: Commentary, newest: CommentaryVersion, names: dict[int, str], who: Acting) -> Note:
    audience = who.readable[row.audience_id]
    return Note(
        commentary_id=row.pk,
        area_code=row.area_code,
        anchor=anchor_of(row),
        about=row.about,
        paragraphs=paragraphs(newest.text),
        version=newest.version,
        marking=Marking(audience.marking).words,
        owner=names[row.owner_id],
        readers=tuple(sorted(names[agency] for agency in audience.agencies)),
        written_at=newest.written_at,
        review_on=row.review_on,
        for_public=row.for_public,
        is_withdrawn=row.state == Commentary.WITHDRAWN,
        withdrawn_reason=row.withdrawn_reason,
        may_change=row.audience_id in who.writable and row.state == Commentary.CURRENT,
    )
