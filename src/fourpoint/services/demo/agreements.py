"""
The invented agreements: sent, signed and signed up to on their first day, or now where that day is to come.

Days that must stay true whenever the demonstration is loaded ("due in 20 days") are counted from now.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from fourpoint.access import context
from fourpoint.domain.days import day_of, end_of, start_of
from fourpoint.domain.markings import parse_marking
from fourpoint.domain.sharing import Handling, Subject
from fourpoint.records.sharing.models import Agreement, AgreementProposal
from fourpoint.services.agencies.founding import PURPOSE
from fourpoint.services.agencies.queries import find_agency, find_person
from fourpoint.services.agreements.drafting import save_section, start_draft
from fourpoint.services.agreements.files import attach_file
from fourpoint.services.demo.world import DemoAgreement, DemoProposal
from fourpoint.services.sharing.agreements import record_agreement, sign_agreement, sign_up
from fourpoint.services.sharing.reviews import ReviewDraft, open_review
from fourpoint.services.sharing.terms import AgreementDraft, ClauseDraft

OFFICE_OPENS = timedelta(hours=9)


def load_agreement(agreement: DemoAgreement, *, folder: Path, at: datetime) -> None:
    """Bring the agreement into the database, with its signatures, sign-ups and files from the folder."""
    if Agreement.objects.filter(code=agreement.code).exists():
        return
    first, last, review = _days(agreement, at)
    # A later version is signed the day before, so that it takes over as its first day begins.
    then = min(at, start_of(first - timedelta(days=1) if agreement.replaces else first) + OFFICE_OPENS)
    signers = [find_person(email) or 0 for email in agreement.signed_by]
    with context.acting(signers[0], at=then) as who:
        draft = _draft(agreement, first, last, review)
        agreement_id = record_agreement(by=who.actor, purpose=PURPOSE, at=then, agreement=draft)
        for name in agreement.files:
            data = (folder / name).read_bytes()
            attach_file(by=who.actor, purpose=PURPOSE, at=then, agreement_id=agreement_id, name=name, data=data)
    for signer, post in zip(signers, agreement.posts or ("",) * len(signers), strict=True):
        with context.acting(signer, at=then) as who:
            sign_agreement(by=who.actor, purpose=PURPOSE, at=then, agreement_id=agreement_id, post=post)
    for email in agreement.signed_up:
        with context.acting(find_person(email) or 0, at=then) as who:
            sign_up(by=who.actor, purpose=PURPOSE, at=then, agreement_id=agreement_id)
    if agreement.review_found:
        found = ReviewDraft(
            review_on=day_of(at) + timedelta(days=agreement.review_again_in_days),
            words=agreement.review_found,
            post=agreement.posts[0],
        )
        with context.acting(signers[0], at=at) as who:
            open_review(by=who.actor, purpose=PURPOSE, at=at, agreement_id=agreement_id, review=found)


def load_proposal(proposal: DemoProposal, *, at: datetime) -> None:
    """Bring a draft into the database, as far as it has been written."""
    person_id = find_person(proposal.by) or 0
    with context.acting(person_id, at=at) as who:
        if AgreementProposal.objects.filter(agency_id=who.actor.agency_id or 0).exists():
            return
        code = start_draft(by=who.actor, purpose=PURPOSE, at=at, title=proposal.title, code=proposal.code)
        parties = {"parties": list(proposal.parties), "aims": proposal.aims}
        save_section(by=who.actor, at=at, code=code, section="parties", values=parties)
        purposes = {"purposes": list(proposal.purposes), "gateways": list(proposal.gateways)}
        save_section(by=who.actor, at=at, code=code, section="purposes", values=purposes)


def _days(agreement: DemoAgreement, at: datetime) -> tuple[date, date, date]:
    return (
        _day(agreement.starts_on, agreement.starts_in_days, at),
        _day(agreement.ends_on, agreement.ends_in_days, at),
        _day(agreement.review_on, agreement.review_in_days, at),
    )


def _day(day: date | None, in_days: int, at: datetime) -> date:
    return day or day_of(at) + timedelta(days=in_days)


def _draft(agreement: DemoAgreement, first: date, last: date, review: date) -> AgreementDraft:
    replaces = Agreement.objects.filter(code=agreement.replaces).values_list("id", flat=True).first()
    draft = AgreementDraft(
        code=agreement.code,
        title=agreement.title,
        parties=tuple(find_agency(code) or 0 for code in agreement.parties),
        gateways=agreement.gateways,
        purposes=agreement.purposes,
        ceiling=parse_marking(agreement.ceiling),
        starts_at=start_of(first),
        ends_at=end_of(last),
        review_on=review,
        subjects=tuple(Subject(code) for code in agreement.subjects),
        handling=tuple(Handling(code) for code in agreement.handling),
        conditions=agreement.conditions,
        categories=agreement.categories,
        training=agreement.training,
        clauses=tuple(_clause(one) for one in agreement.clauses),
        replaces=replaces,
    )
    said: dict[str, Any] = dict(agreement.words)
    return replace(draft, **said)


def _clause(written: dict[str, str]) -> ClauseDraft:
    return ClauseDraft(
        number=written["number"],
        words=written["words"],
        purposes=tuple(written["purposes"].split()),
        categories=tuple(written.get("categories", "").split()),
    )
