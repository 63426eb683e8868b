"""
What agreements ask of an agency and of a person: reviews and ends that are near, signatures that are missing.

For pages that warn, and for the job that writes notices. Which days count as near is the catalogue's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction

from fourpoint.access import audiences, checks, trail
from fourpoint.access.context import Acting
from fourpoint.catalogue.entries import AgreementNoticeEntry
from fourpoint.domain.days import last_day_before
from fourpoint.domain.sharing import Actor, AgreementTerms
from fourpoint.domain.sharing.stages import Stage, days_until, review_day, stage_of
from fourpoint.domain.sharing.standing import within
from fourpoint.records.sharing.models import Agreement, AgreementNotice
from fourpoint.services.sharing.codes import entries, words

About = Literal["review", "end"]
What = Literal["sign", "sign-review", "review", "end", "sign-up", "train"]


@dataclass(frozen=True, kw_only=True)
class Due:
    """
    An agreement whose review or end is near, or whose review is overdue.

    days_left  days of the calendar until `due_on`: 0 on it, negative after it
    notice     code of the nearest notice reached
    """

    agreement_id: int
    code: str
    name: str
    about: About
    due_on: date
    days_left: int
    notice: str


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something an agreement waits for from this person; `due_on` None where no day presses."""

    what: What
    code: str
    name: str
    due_on: date | None = None
    days_left: int | None = None
    courses: tuple[str, ...] = ()
    review: int = 0

    @property
    def sentence(self) -> str:
        """What it is, in a sentence."""
        asked = ", ".join(words("training", code) for code in self.courses)
        match self.what:
            case "sign":
                return f"{self.name} waits for your agency's signature."
            case "sign-review":
                return f"A review of {self.name} waits for your agency's signature."
            case "sign-up":
                trained = f" It also asks for training: {asked}." if asked else ""
                return f"You have not signed up to {self.name}, so it opens nothing to you.{trained}"
            case "train":
                return f"{self.name} is closed to you until you hold its training in date: {asked}."
            case "review" if self.is_overdue:
                return f"{self.name} is read-only: it was to be reviewed by {self._day}."
            case "review":
                return f"{self.name} is to be reviewed by {self._day}, {self._left}."
            case _:
                return f"{self.name} ends on {self._day}, {self._left}, and no later version follows."

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.days_left is not None and self.days_left < 0

    @property
    def _day(self) -> str:
        return f"{self.due_on:%-d %B %Y}" if self.due_on else ""

    @property
    def _left(self) -> str:
        if not self.days_left:
            return "today"
        return "in 1 day" if self.days_left == 1 else f"in {self.days_left} days"


def notice_days() -> int:
    """Return how many days before its day an agreement is first called due."""
    return max(entry.days for entry in _notices())


def list_due(agency_id: int, *, at: datetime) -> tuple[Due, ...]:
    """Return what is near for the agreements of that agency, the most pressing first."""
    found = [
        due
        for row, terms in _bound(agency_id)
        if _stage(row, terms, at).opens
        for about, day in _days(terms, at)
        if (due := _due(row, about, day, at)) is not None
    ]
    return tuple(sorted(found, key=lambda due: (due.due_on, due.name)))


def list_tasks(who: Acting) -> tuple[Task, ...]:
    """Return what agreements wait for from the person who acts, what only she can do first; empty for a stranger."""
    agency_id = who.actor.agency_id
    if agency_id is None or who.actor.membership is None or not who.actor.membership.reads:
        return ()
    found = [task for row, terms in _bound(agency_id) for task in _own(row, terms, who)]
    if checks.may_administer(who.actor, agency_id=agency_id):
        found += [task for row, terms in _bound(agency_id) for task in _of_agency(row, terms, who)]
        found += [
            Task(what=due.about, code=due.code, name=due.name, due_on=due.due_on, days_left=due.days_left)
            for due in list_due(agency_id, at=who.at)
        ]
    return tuple(found)


@transaction.atomic
def write_notices(*, by: Actor, purpose: str, at: datetime) -> int:
    """
    Note for the actor's agency what has come near since the last time, and return how many notices are new.

    Safe to repeat: each notice is given once for each day that an agreement is due.
    """
    agency_id = by.agency_id or 0
    checks.check_may_administer(by, agency_id=agency_id)
    new = 0
    for due in list_due(agency_id, at=at):
        _, made = AgreementNotice.objects.get_or_create(
            agreement_id=due.agreement_id,
            agency_id=agency_id,
            about=due.about,
            notice=due.notice,
            due_on=due.due_on,
            defaults={"given_at": at},
        )
        if made:
            facts = {"about": due.about, "notice": due.notice, "due": due.due_on.isoformat()}
            change = trail.Change(
                action="agreement.warn", object_kind="agreement", object_id=due.agreement_id, facts=facts
            )
            trail.record(change, by=by, purpose=purpose, at=at)
        new += made
    return new


def missing_courses(actor: Actor, courses: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Return those courses that the person does not hold in date at that instant."""
    held = {one.course for one in actor.trained if within(at, one.taken_at, one.valid_until)}
    return tuple(sorted(set(courses) - held))


def has_signed_up(actor: Actor, agreement_id: int, at: datetime) -> bool:
    """Return whether the person's own signature stands at that instant."""
    return any(
        one.agreement_id == agreement_id and within(at, one.signed_at, one.withdrawn_at) for one in actor.signed_up
    )


# ----------------------------------------------------------------------------------------------------------------------


def _notices() -> tuple[AgreementNoticeEntry, ...]:
    held = entries("agreement_notices").values()
    return tuple(entry for entry in held if isinstance(entry, AgreementNoticeEntry))


def _bound(agency_id: int) -> list[tuple[Agreement, AgreementTerms]]:
    rows = Agreement.objects.filter(parties__agency_id=agency_id).prefetch_related("parties", "reviews__signatures")
    held = list(rows.order_by("title", "version"))
    terms = audiences.terms_of(row.id for row in held)
    return [(row, terms[row.id]) for row in held]


def _stage(row: Agreement, terms: AgreementTerms, at: datetime) -> Stage:
    return stage_of(terms, at=at, notice_days=notice_days(), ended_at=row.ended_at)


def _days(terms: AgreementTerms, at: datetime) -> Iterable[tuple[About, date]]:
    end = last_day_before(terms.ends_at)
    review = review_day(terms, at)
    if review is not None and review < end:
        yield "review", review
    # An end at which the next version takes over presses nobody.
    if all(one.takes_over_at is None or one.takes_over_at > terms.ends_at for one in _followers(terms)):
        yield "end", end


def _followers(terms: AgreementTerms) -> Iterable[AgreementTerms]:
    later = terms.followed_by
    while later is not None:
        yield later
        later = later.followed_by


def _due(row: Agreement, about: About, day: date, at: datetime) -> Due | None:
    left = days_until(day, at)
    reached = [entry for entry in _notices() if left <= entry.days]
    if not reached:
        return None
    notice = min(reached, key=lambda entry: entry.days).id if left >= 0 else "overdue"
    return Due(
        agreement_id=row.id,
        code=row.code,
        name=_name(row),
        about=about,
        due_on=day,
        days_left=left,
        notice=notice,
    )


def _own(row: Agreement, terms: AgreementTerms, who: Acting) -> Iterable[Task]:
    stage = _stage(row, terms, who.at)
    if not (stage.opens or stage is Stage.COMING):
        return
    missing = missing_courses(who.actor, row.training, who.at)
    if not has_signed_up(who.actor, row.id, who.at):
        yield Task(what="sign-up", code=row.code, name=_name(row), courses=missing)
    elif missing:
        yield Task(what="train", code=row.code, name=_name(row), courses=missing)


def _of_agency(row: Agreement, terms: AgreementTerms, who: Acting) -> Iterable[Task]:
    stage, agency_id = _stage(row, terms, who.at), who.actor.agency_id
    unsigned = any(party.agency_id == agency_id and party.signed_at is None for party in row.parties.all())
    if stage is Stage.AWAITING and unsigned:
        yield Task(what="sign", code=row.code, name=_name(row))
    if stage.opens:
        for review in row.reviews.all():
            if agency_id not in {one.agency_id for one in review.signatures.all()}:
                yield Task(what="sign-review", code=row.code, name=_name(row), review=review.number)


def _name(row: Agreement) -> str:
    return f"{row.title}, version {row.version}" if row.version > 1 else row.title
