"""Reads the library as frozen values. Everything here needs the row security context of someone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from fourpoint.access import checks, trail
from fourpoint.access.checks import NotOpen
from fourpoint.access.context import Acting
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Subject
from fourpoint.records.library.models import WITHDRAWN, Comment, Paper, Version
from fourpoint.records.sharing.models import Audience
from fourpoint.services.files.keeping import FileState, find_states, get_content
from fourpoint.services.library.about import About, get_about
from fourpoint.services.library.places import area_names, kind_names, threat_names
from fourpoint.services.sharing.codes import condition_words, words


class NoSuchPaper(NotOpen):
    """No paper of that number is open to this person; whether there is one is not said."""


@dataclass(frozen=True, kw_only=True)
class Handled:
    """How a record is marked and must be handled, in words; what a page shows at its top and its foot."""

    marking: str
    additional: tuple[str, ...]
    handling_code: str
    handling: str
    conditions: tuple[str, ...]
    subject: str


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """A paper in a list. Areas, threat and kind are in words; no areas or threat where it is about none."""

    paper_id: int
    title: str
    summary: str
    kind: str
    areas: tuple[str, ...]
    threat: str
    owner_id: int
    owner: str
    handled: Handled
    state: str
    version: int
    made_at: datetime
    review_on: date
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """A version in a list; file_name is empty for a written page; amended: how the paper was called before it."""

    number: int
    file_name: str
    media_type: str
    size: int
    sha256: str
    scan: FileState | None
    changed: str
    amended: str
    made_at: datetime
    made_by: str
    is_newest: bool


@dataclass(frozen=True, kw_only=True)
class VersionText:
    """A version to read: the text of a written page, None for a file."""

    line: VersionLine
    text: str | None


@dataclass(frozen=True, kw_only=True)
class CommentCard:
    """A comment with its own marking and owner; is_own: of the reader's agency."""

    comment_id: int
    paper_id: int | None
    text: str
    owner: str
    author: str
    made_at: datetime
    number: int
    handled: Handled
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """A paper as its page shows it, with one version of it; is_own: it is her agency's; about: as an editor needs."""

    line: PaperLine
    version: VersionText
    versions: tuple[VersionLine, ...]
    comments: tuple[CommentCard, ...]
    author: str
    review_group: str
    withdrawn_at: datetime | None
    withdrawal_reason: str
    is_own: bool
    may_change: bool
    may_comment: bool
    about: About


@dataclass(frozen=True, kw_only=True)
class FileContent:
    """A file of the library, byte for byte as kept, with the audience under which it may leave."""

    audience_id: int
    name: str
    media_type: str
    data: bytes = field(repr=False)
    words: str = field(repr=False)


def get_paper(who: Acting, paper_id: int, *, number: int | None = None) -> PaperPage:
    """
    Return a paper with its newest version, or that of the number; record that it was read.

    raises  NoSuchPaper for a paper or a version that is not there or not open to the person
    """
    row = get_paper_row(paper_id)
    versions = list(Version.objects.filter(paper=row).select_related("made_by").defer("words", "text"))
    states = find_states({one.held_id for one in versions if one.held_id})
    lines = tuple(_version_line(one, row, states) for one in sorted(versions, key=lambda one: -one.number))
    shown = next((line for line in lines if line.number == (number or row.versions)), None)
    if shown is None:
        raise NoSuchPaper("There is no such version, or it is not open to you.")
    text = Version.objects.filter(paper=row, number=shown.number).values_list("text", flat=True).get()
    in_use = row.state != WITHDRAWN
    return PaperPage(
        line=make_lines([row], today=timezone.localdate(who.at))[0],
        version=VersionText(line=shown, text=text),
        versions=lines,
        comments=_comments(who, row),
        author=row.made_by.name,
        review_group=words("review_groups", row.review_group),
        withdrawn_at=row.withdrawn_at,
        withdrawal_reason=row.withdrawal_reason,
        is_own=row.owner_id == who.actor.agency_id,
        may_change=checks.may_change(who, audience_id=row.audience_id),
        about=get_about(row),
        may_comment=in_use and checks.may_contribute(who.actor, agency_id=who.actor.agency_id or 0),
    )


def get_file(paper_id: int, number: int) -> FileContent:
    """
    Return the file of a version, and record that it was read.

    raises  NoSuchPaper when there is none to see; FileIsWaiting, FileIsDestroyed
    """
    row = get_paper_row(paper_id)
    held = Version.objects.filter(paper=row, number=number).exclude(held=None).first()
    if held is None or held.held_id is None:
        raise NoSuchPaper("There is no such file, or it is not open to you.")
    content = get_content(held.held_id)
    return FileContent(
        audience_id=row.audience_id,
        name=held.file_name,
        media_type=held.media_type,
        data=content.data,
        words=content.words,
    )


def get_comment(who: Acting, comment_id: int) -> CommentCard:
    """
    Return a comment that is open to the person, and record that it was read.

    Its paper_id is None when the paper is not open to her: the comment is then all that she may know.

    raises  NoSuchPaper when the comment is not there or not open
    """
    row = get_comment_row(comment_id)
    paper = Paper.objects.filter(pk=row.paper_id).first() if row.paper_id else None
    return _comment(row, who, paper_id=paper.pk if paper else None)


def get_paper_row(paper_id: int) -> Paper:
    """Return the row of a paper and record that it was read; raises NoSuchPaper unless it is open to the person."""
    row = list_rows().filter(pk=paper_id).first()
    if row is None:
        raise NoSuchPaper("There is no such paper, or it is not open to you.")
    trail.record_shown("paper", [row])
    return row


def get_comment_row(comment_id: int) -> Comment:
    """Return the row of a comment and record that it was read; raises NoSuchPaper unless it is open to the person."""
    row = Comment.objects.filter(pk=comment_id).select_related("owner", "made_by", "audience").first()
    if row is None:
        raise NoSuchPaper("There is no such comment, or it is not open to you.")
    trail.record_shown("comment", [row])
    return row


def list_rows() -> QuerySet[Paper]:
    """Return every paper open to the person of the context, with what its line needs."""
    return Paper.objects.select_related("owner", "audience", "made_by")


def make_lines(rows: list[Paper], *, today: date) -> list[PaperLine]:
    """Return the rows as lines of a list, in their order."""
    areas, threats, kinds = area_names(), threat_names(), kind_names()
    return [
        PaperLine(
            paper_id=row.pk,
            title=row.title,
            summary=row.summary,
            kind=kinds.get(row.kind, row.kind),
            areas=tuple(areas.get(code, code) for code in row.area_codes),
            threat=threats.get(row.threat, row.threat),
            owner_id=row.owner_id,
            owner=row.owner.name,
            handled=handled(row.audience),
            state=row.state,
            version=row.versions,
            made_at=row.made_at,
            review_on=row.review_on,
            is_overdue=row.review_on <= today,
        )
        for row in rows
    ]


def handled(audience: Audience) -> Handled:
    """Return how records of the audience are marked and must be handled, in words."""
    additional = (*audience.prefixes, *audience.descriptors, *audience.caveats, *audience.instructions)
    subject = "" if audience.subject == Subject.NONE.value else words("subjects", audience.subject)
    return Handled(
        marking=Marking(audience.marking).words,
        additional=tuple(words("additional_markings", code) for code in additional),
        handling_code=audience.handling,
        handling=words("handling", audience.handling),
        conditions=tuple(condition_words(code) for code in audience.conditions),
        subject=subject,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _version_line(row: Version, paper: Paper, states: Mapping[int, FileState]) -> VersionLine:
    return VersionLine(
        number=row.number,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        scan=states[row.held_id] if row.held_id else None,
        changed=row.changed,
        amended=row.amended,
        made_at=row.made_at,
        made_by=row.made_by.name,
        is_newest=row.number == paper.versions,
    )


def _comments(who: Acting, paper: Paper) -> tuple[CommentCard, ...]:
    rows = list(
        Comment.objects.filter(paper=paper).select_related("owner", "made_by", "audience").order_by("made_at", "id")
    )
    trail.record_shown("comment", rows)
    return tuple(_comment(row, who, paper_id=paper.pk) for row in rows)


def _comment(row: Comment, who: Acting, *, paper_id: int | None) -> CommentCard:
    return CommentCard(
        comment_id=row.pk,
        paper_id=paper_id,
        text=row.text,
        owner=row.owner.name,
        author=row.made_by.name,
        made_at=row.made_at,
        number=row.number,
        handled=handled(row.audience),
        is_own=row.owner_id == who.actor.agency_id,
    )
