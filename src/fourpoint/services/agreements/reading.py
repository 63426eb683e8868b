"""Agreements as people of a party read them: the list, one agreement whole, who signed up. Nobody else finds one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from fourpoint.access import audiences, checks
from fourpoint.access.context import Acting
from fourpoint.access.standing import stand
from fourpoint.domain.days import day_of, last_day_before
from fourpoint.domain.sharing import AgreementTerms
from fourpoint.domain.sharing.stages import Stage, days_until, review_day, stage_of
from fourpoint.records.sharing.models import Agreement, AgreementParty, AgreementReview, SignUp
from fourpoint.services.agreements import files, wording
from fourpoint.services.agreements.files import FileLine
from fourpoint.services.agreements.notices import NoticeLine, list_notices
from fourpoint.services.agreements.opening import Opened, count_opened
from fourpoint.services.agreements.wording import Difference, Group
from fourpoint.services.impact.naming import find_named
from fourpoint.services.impact.register import AssessmentCard
from fourpoint.services.sharing.codes import words
from fourpoint.services.sharing.due import has_signed_up, missing_courses, notice_days


@dataclass(frozen=True, kw_only=True)
class Standing:
    """
    Where an agreement stands for the person who asks.

    review_on    the last day before it is read-only, as reviews have set it
    days_left    days of the calendar until then; negative when it has passed
    signed_up    whether she signed up herself
    missing      names of the courses that she would need, in date
    """

    stage: Stage
    name: str
    words: str
    starts_on: date
    ends_on: date
    review_on: date
    days_left: int
    signed_up: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AgreementLine:
    """An agreement in the list."""

    code: str
    title: str
    version: int
    parties: tuple[str, ...]
    unsigned: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class PartyCard:
    """A party and its signature, None while it has not signed."""

    agency: str
    controls: str
    signed_at: datetime | None
    signed_name: str
    signed_post: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class ClauseCard:
    """A clause with its purposes and categories in words."""

    number: str
    words: str
    purposes: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewCard:
    """A review with who signed it and who has not."""

    number: int
    review_on: date
    words: str
    made_at: datetime
    signed: tuple[PartyCard, ...]
    unsigned: tuple[str, ...]
    awaits_own: bool


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Someone of one's own agency who signed up, with the courses that lapsed or are missing."""

    name: str
    signed_at: datetime
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AgreementPage:
    """
    One agreement, whole.

    colleagues   who of one's own agency signed up; empty unless one answers for its people
    opened       what lies under it, as far as the reader may see
    assessments  of its own agency's register, those that it names; empty without the governance role
    differences  from the version before; None for a first version, or where the version before bound others only
    may_sign     whether the reader signs, ends and reviews for a party
    """

    agreement_id: int
    code: str
    title: str
    version: int
    standing: Standing
    groups: tuple[Group, ...]
    parties: tuple[PartyCard, ...]
    clauses: tuple[ClauseCard, ...]
    reviews: tuple[ReviewCard, ...]
    versions: tuple[AgreementLine, ...]
    differences: tuple[Difference, ...] | None
    files: tuple[FileLine, ...]
    notices: tuple[NoticeLine, ...]
    opened: tuple[Opened, ...]
    signed_up_count: int
    ended_at: datetime | None
    end_reason: str
    may_sign: bool
    may_govern: bool
    colleagues: tuple[Colleague, ...] = field(default=())
    assessments: tuple[AssessmentCard, ...] = ()

    @property
    def awaits_own_signature(self) -> bool:
        """Whether the reader's agency has still to sign."""
        return self.standing.stage is Stage.AWAITING and any(one.is_own and not one.signed_at for one in self.parties)


def list_agreements(who: Acting) -> tuple[AgreementLine, ...]:
    """Return the agreements that bind the agency acted for, the latest first; those that are over come last."""
    lines = _lines(who, _bound(who).order_by("-starts_at", "-id"))
    return tuple(sorted(lines, key=lambda line: line.standing.stage.is_over))


def get_agreement(who: Acting, code: str) -> AgreementPage:
    """Return the agreement of that code; raises NotOpen unless the person acts for a party to it."""
    row = find_row(who, code)
    terms = audiences.terms_of([row.id])[row.id]
    agency_id = who.actor.agency_id or 0
    chain = _chain(row, agency_id)
    before = row.replaces if row.replaces is not None and _binds(row.replaces, agency_id) else None
    signed_up = _colleagues(row, agency_id, who.at)
    answers = checks.may_administer(who.actor, agency_id=agency_id)
    return AgreementPage(
        agreement_id=row.id,
        code=row.code,
        title=row.title,
        version=row.version,
        standing=_standing(row, terms, who),
        groups=wording.group_terms(row),
        parties=_parties(row, agency_id),
        clauses=_clauses(row),
        reviews=tuple(_review(review, row, agency_id) for review in row.reviews.order_by("-number")),
        versions=_lines(who, chain) if len(chain) > 1 else (),
        differences=wording.differences(before, row) if before else None,
        files=files.list_files(row.id),
        notices=list_notices(row.id),
        opened=count_opened(who, row),
        signed_up_count=len(signed_up),
        ended_at=row.ended_at,
        end_reason=row.end_reason,
        may_sign=answers,
        may_govern=checks.may_govern(who.actor, agency_id=agency_id),
        colleagues=signed_up if answers else (),
        assessments=find_named(who, {"dpia": row.dpia_reference, "eia": row.eia_reference}),
    )


def find_row(who: Acting, code: str) -> Agreement:
    """Return the row of that code, for services of this word; raises NotOpen unless it binds the agency acted for."""
    row = _bound(who).filter(code=code).first()
    if row is None:
        raise checks.NotOpen("There is no such agreement of your agency.")
    return row


# ----------------------------------------------------------------------------------------------------------------------


def _bound(who: Acting) -> QuerySet[Agreement]:
    membership = who.actor.membership
    reads = membership is not None and membership.reads and membership.in_force(who.at) and who.actor.is_active
    agency_id = who.actor.agency_id if reads else None
    return Agreement.objects.filter(parties__agency_id=agency_id or 0).prefetch_related("parties__agency")


def _lines(who: Acting, rows: Iterable[Agreement]) -> tuple[AgreementLine, ...]:
    held = list(rows)
    terms = audiences.terms_of(row.id for row in held)
    return tuple(
        AgreementLine(
            code=row.code,
            title=row.title,
            version=row.version,
            parties=tuple(party.agency.name for party in _in_order(row)),
            unsigned=tuple(party.agency.name for party in _in_order(row) if party.signed_at is None),
            standing=_standing(row, terms[row.id], who),
        )
        for row in held
    )


def _in_order(row: Agreement) -> list[AgreementParty]:
    return sorted(row.parties.all(), key=lambda party: party.id)


def _standing(row: Agreement, terms: AgreementTerms, who: Acting) -> Standing:
    stage = stage_of(terms, at=who.at, notice_days=notice_days(), ended_at=row.ended_at)
    name, said = wording.stage_words(stage)
    review_on = review_day(terms, who.at) or row.review_on
    return Standing(
        stage=stage,
        name=name,
        words=said,
        starts_on=day_of(terms.starts_at),
        ends_on=last_day_before(terms.ends_at),
        review_on=review_on,
        days_left=days_until(review_on, who.at),
        signed_up=has_signed_up(who.actor, row.id, who.at),
        missing=tuple(words("training", code) for code in missing_courses(who.actor, row.training, who.at)),
    )


def _chain(row: Agreement, agency_id: int) -> list[Agreement]:
    """Every version that binds the agency, the newest first: a version binds parties of its own, and only they know."""
    found, before = [row], row.replaces
    while before is not None:
        found.append(before)
        before = before.replaces
    later = Agreement.objects.filter(replaces=row).first()
    while later is not None:
        found.insert(0, later)
        later = Agreement.objects.filter(replaces=later).first()
    return [one for one in found if _binds(one, agency_id)]


def _binds(row: Agreement, agency_id: int) -> bool:
    return any(party.agency_id == agency_id for party in row.parties.all())


def _parties(row: Agreement, agency_id: int) -> tuple[PartyCard, ...]:
    return tuple(
        PartyCard(
            agency=party.agency.name,
            controls=words("controllers", party.controls),
            signed_at=party.signed_at,
            signed_name=party.signed_name,
            signed_post=party.signed_post,
            is_own=party.agency_id == agency_id,
        )
        for party in _in_order(row)
    )


def _clauses(row: Agreement) -> tuple[ClauseCard, ...]:
    return tuple(
        ClauseCard(
            number=clause.number,
            words=clause.words,
            purposes=tuple(words("purposes", code) for code in clause.purposes),
            categories=tuple(words("data_categories", code) for code in clause.categories),
        )
        for clause in row.clauses.order_by("id")
    )


def _review(review: AgreementReview, row: Agreement, agency_id: int) -> ReviewCard:
    signed = {one.agency_id: one for one in review.signatures.all()}
    parties = _in_order(row)
    return ReviewCard(
        number=review.number,
        review_on=review.review_on,
        words=review.words,
        made_at=review.made_at,
        signed=tuple(
            PartyCard(
                agency=party.agency.name,
                controls="",
                signed_at=signed[party.agency_id].signed_at,
                signed_name=signed[party.agency_id].signed_name,
                signed_post=signed[party.agency_id].signed_post,
                is_own=party.agency_id == agency_id,
            )
            for party in parties
            if party.agency_id in signed
        ),
        unsigned=tuple(party.agency.name for party in parties if party.agency_id not in signed),
        awaits_own=agency_id not in signed,
    )


def _colleagues(row: Agreement, agency_id: int, at: datetime) -> tuple[Colleague, ...]:
    """Whose signature stands: of those who left, or left and came back, it does not."""
    held = SignUp.objects.filter(agreement=row, agency_id=agency_id, withdrawn_at=None).select_related("person")
    return tuple(
        Colleague(
            name=one.person.name,
            signed_at=one.signed_at,
            missing=tuple(words("training", code) for code in missing_courses(actor, row.training, at)),
        )
        for one in held.order_by("person__name")
        if has_signed_up(actor := stand(one.person_id, at=at, agency_id=agency_id).actor, row.id, at)
        and actor.agency_id == agency_id
        and actor.is_active
    )
