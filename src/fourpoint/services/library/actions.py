"""Puts papers in the library, adds versions and comments, issues and withdraws. Change and audit in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, context, trail
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.operations import Recipients
from fourpoint.domain.sharing import Actor, Audience
from fourpoint.records.disclosure.models import NARROW, SHARE
from fourpoint.records.library.models import DRAFT, ISSUED, WITHDRAWN, Comment, Paper, Version
from fourpoint.services.library import finding
from fourpoint.services.library.about import About, check_about, get_about, settle, what_changed
from fourpoint.services.library.answering import answer_audience
from fourpoint.services.library.choosing import AudienceChoice, check_may_place, intern_writable, make_audience
from fourpoint.services.library.contents import Content, Ready, kept, make_ready
from fourpoint.services.library.kind import KIND
from fourpoint.services.library.places import kind_names
from fourpoint.services.library.queries import get_paper_row
from fourpoint.services.sharing.days import first_review
from fourpoint.services.sharing.moves import Move, keep_move

REVIEW_GROUP = "partnership-product"
ISSUED_FOR = "Issued to its readers."
LONGEST_COMMENT, LONGEST_REASON = 5_000, 500


class PaperIsWithdrawn(Refused):
    """The paper was withdrawn: nothing is added to it."""


class PaperIsNoDraft(Refused):
    """The paper was issued before."""


@dataclass(frozen=True, kw_only=True)
class PaperDraft(About):
    """
    A paper to put in the library.

    kind      a code of the catalogue's kinds of paper
    audience  how it is marked and who may read it; a draft is kept within the owner, whatever it says
    issued    false: keep it as a draft
    """

    kind: str
    content: Content
    audience: AudienceChoice
    issued: bool = True


@dataclass(frozen=True, kw_only=True)
class Revision:
    """
    What the next version of a paper changes.

    changed  what is new in it, for its readers
    content  what it says from now on; None: the same as before
    about    what it is about from now on; None: the same as before
    """

    changed: str
    content: Content | None = None
    about: About | None = None


@transaction.atomic
def write_paper(*, by: Actor, purpose: str, at: datetime, paper: PaperDraft) -> int:
    """
    Put a paper in the library with its first version, and return its id.

    raises  NotAllowed unless the actor writes for an agency; NotYoursToPlace; Unusable, in one sentence, for what
            cannot be taken
    """
    owner_id = by.agency_id or 0
    checks.check_may_contribute(by, agency_id=owner_id)
    _check_draft(paper, owner_id)
    own = make_audience(owner_id, _alone(paper.audience), at=at)
    row = Paper.objects.create(
        owner_id=owner_id,
        audience_id=intern_writable(own, by=by, purpose=purpose, at=at),
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=at),
        review_group=REVIEW_GROUP,
        title=clean_text(paper.title),
        summary=clean_text(paper.summary),
        area_codes=sorted(set(paper.area_codes)),
        threat=paper.threat,
        kind=paper.kind,
        state=DRAFT,
    )
    version = _add(row, make_ready(paper.content, by=by, at=at), changed="", by=by, at=at)
    audience = _issue(row, paper.audience, by=by, purpose=purpose, at=at) if paper.issued else own
    trail.record(_change("paper.write", row, after=version.sha256), by=by, purpose=purpose, at=at)
    _disclose("paper", row, audience)
    return row.id


@transaction.atomic
def add_version(*, by: Actor, purpose: str, at: datetime, paper_id: int, revision: Revision) -> int:
    """
    Add the next version of a paper and return its number; the versions before it stay as they were.

    A title, summary, area or threat is changed by a version and by nothing else: it says to readers how it was before.

    raises   NoSuchPaper, NotAllowed, NotYoursToPlace; PaperIsWithdrawn; Unusable, in one sentence, for what cannot be
             taken, or when nothing is new
    """
    row = _own_row(paper_id)
    _check_in_use(row)
    check_may_place(context.somebody().readable[row.audience_id], by=by, purpose=purpose, at=at)
    said = _said(revision.changed, longest=LONGEST_REASON, what="what has changed")
    before = Version.objects.get(paper=row, number=row.versions)
    amended = _amend(row, revision.about) if revision.about else {}
    if revision.content is None and not amended:
        raise Unusable("Nothing is new: change what it says, or what it is about.")
    ready = make_ready(revision.content, by=by, at=at) if revision.content else kept(before)
    version = _add(row, ready, changed=said, amended=" ".join(amended.values()), by=by, at=at)
    change = _change("paper.version", row, before=before.sha256, after=version.sha256, amended=list(amended))
    trail.record(change, by=by, purpose=purpose, at=at)
    return version.number


@transaction.atomic
def issue_paper(*, by: Actor, purpose: str, at: datetime, paper_id: int, audience: AudienceChoice) -> None:
    """
    Make a paper of a draft: from now on those read it whom the audience names.

    raises  NoSuchPaper, NotAllowed; PaperIsNoDraft; NotYoursToPlace; Unusable as `make_audience`
    """
    row = _own_row(paper_id)
    if row.state != DRAFT:
        raise PaperIsNoDraft("This paper is no draft: it was issued before.")
    chosen = _issue(row, audience, by=by, purpose=purpose, at=at)
    trail.record(_change("paper.issue", row), by=by, purpose=purpose, at=at)
    _disclose("paper", row, chosen)


@transaction.atomic
def withdraw(*, by: Actor, purpose: str, at: datetime, paper_id: int, reason: str) -> None:
    """
    Say that a paper is not to be relied on any more. Who could read it still can, and is told so and why.

    raises  NoSuchPaper, NotAllowed; PaperIsWithdrawn; Unusable without a reason
    """
    row = _own_row(paper_id)
    _check_in_use(row)
    row.withdrawal_reason = _said(reason, longest=LONGEST_REASON, what="why it is withdrawn")
    row.state, row.withdrawn_at, row.withdrawn_by_id = WITHDRAWN, at, by.person_id
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    trail.record(_change("paper.withdraw", row, reason=row.withdrawal_reason), by=by, purpose=purpose, at=at)


@transaction.atomic
def comment(*, by: Actor, purpose: str, at: datetime, paper_id: int, text: str, to_everyone: bool = False) -> int:
    """
    Say something of a paper that is open to the actor, as a record of the actor's own agency, and return its id.

    to_everyone  true: for all agencies that may read the paper; false: for its owner and the actor's agency

    raises       NoSuchPaper; NotAllowed unless the actor writes for an agency; PaperIsWithdrawn; Unusable
    """
    row = get_paper_row(paper_id)
    agency_id = by.agency_id or 0
    checks.check_may_contribute(by, agency_id=agency_id)
    _check_in_use(row)
    said = _said(text, longest=LONGEST_COMMENT, what="your comment")
    audience = answer_audience(context.somebody(), paper=row, to_everyone=to_everyone)
    made = Comment.objects.create(
        owner_id=agency_id,
        audience_id=intern_writable(audience, by=by, purpose=purpose, at=at),
        made_at=at,
        made_by_id=by.person_id,
        review_on=first_review(REVIEW_GROUP, at=at),
        review_group=REVIEW_GROUP,
        paper=row,
        number=row.versions,
        text=said,
    )
    finding.index_comment(made)
    change = trail.Change(
        action="comment.write",
        object_kind="comment",
        object_id=made.pk,
        audience_id=made.audience_id,
        facts={"audience": made.audience_id, "paper": row.pk, "version": row.versions},
    )
    trail.record(change, by=by, purpose=purpose, at=at)
    _disclose("comment", made, audience)
    return made.pk


# ----------------------------------------------------------------------------------------------------------------------


def _check_draft(paper: PaperDraft, owner_id: int) -> None:
    check_about(paper, owner_id=owner_id)
    if paper.kind not in kind_names():
        raise Unusable("Choose what kind of paper it is from the list.")


def _amend(row: Paper, about: About) -> dict[str, str]:
    before = get_about(row)
    check_about(about, owner_id=row.owner_id, before=before)
    settle(row, about)
    row.save(update_fields=["title", "summary", "area_codes", "threat"])
    return what_changed(before, row)


def _issue(row: Paper, choice: AudienceChoice, *, by: Actor, purpose: str, at: datetime) -> Audience:
    """Give a draft its readers: the step stands in its history, and they are told, as of every other sharing."""
    chosen, before = make_audience(row.owner_id, choice, at=at), row.audience_id
    row.audience_id = intern_writable(chosen, by=by, purpose=purpose, at=at)
    row.state = ISSUED
    # In one statement, since a draft may not be shared and the database moves the versions with it.
    row.save(update_fields=["audience", "state"])
    if row.audience_id != before:
        cause = SHARE if chosen.agencies else NARROW
        move = Move(
            kind=KIND.code,
            record_id=row.pk,
            before=before,
            after=row.audience_id,
            audience=chosen,
            cause=cause,
            reason=ISSUED_FOR,
        )
        keep_move(move, by=by, at=at)
    return chosen


def _alone(choice: AudienceChoice) -> AudienceChoice:
    return replace(choice, agreement="", purposes=frozenset())


def _own_row(paper_id: int) -> Paper:
    """The row, locked: two versions added at once must not both take the next number."""
    row = get_paper_row(paper_id)
    checks.check_may_change(context.somebody(), audience_id=row.audience_id)
    return Paper.objects.select_for_update().get(pk=row.pk)


def _check_in_use(row: Paper) -> None:
    if row.state == WITHDRAWN:
        raise PaperIsWithdrawn("This paper was withdrawn, so nothing is added to it: write a new one.")


def _said(text: str, *, longest: int, what: str) -> str:
    held = clean_text(text)
    if not held:
        raise Unusable(f"Write {what}: it is empty.")
    if len(held) > longest:
        raise Unusable(f"Shorten {what}: it has {len(held):,} characters, and {longest:,} are the most.")
    return held


def _add(row: Paper, ready: Ready, *, changed: str, by: Actor, at: datetime, amended: str = "") -> Version:
    row.versions += 1
    row.save(update_fields=["versions"])
    made = Version.objects.create(
        paper=row,
        audience_id=row.audience_id,
        number=row.versions,
        changed=changed,
        amended=amended,
        made_at=at,
        made_by_id=by.person_id,
        **ready.columns,
    )
    finding.index_version(made, title=row.title, summary=row.summary, words=ready.spoken)
    return made


def _change(
    action: str, row: Paper, *, reason: str = "", before: str = "", after: str = "", amended: Sequence[str] = ()
) -> trail.Change:
    facts: dict[str, str | int | list[str]] = {"audience": row.audience_id, "version": row.versions, "state": row.state}
    if amended:
        facts["amended"] = list(amended)
    return trail.Change(
        action=action,
        object_kind="paper",
        object_id=row.pk,
        audience_id=row.audience_id,
        reason=reason,
        before=before,
        after=after,
        facts=facts,
    )


def _disclose(kind: str, row: Paper | Comment, audience: Audience) -> None:
    """Sharing is disclosure: from this moment the agencies named can read it."""
    if others := tuple(sorted(audience.agencies)):
        trail.record_disclosed(kind, [row], to=Recipients(agencies=others))
