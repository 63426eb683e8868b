"""
Drafts of agreements: written in parts, kept however incomplete, checked as a whole, sent to the parties for signature.

A draft belongs to one agency and is seen by those who administer it. What is typed is kept as it was typed; whether an
agreement can be made of it is asked when it is shown and when it is sent.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.domain.days import day_of, end_of, last_day_before
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor, Handling
from fourpoint.records.agencies.models import Agency
from fourpoint.records.sharing.models import Agreement, AgreementProposal
from fourpoint.services.agreements.content import compile_draft, content_of, find_draft_faults
from fourpoint.services.sharing.agreements import record_agreement
from fourpoint.services.sharing.terms import ClauseDraft

# The parts of a draft, each a page, with the fields it holds.
SECTIONS: dict[str, tuple[str, ...]] = {
    "parties": ("title", "parties", "processors", "aims"),
    "purposes": ("purposes", "gateways"),
    "data": ("categories", "data_items", "subjects", "ceiling", "handling", "conditions"),
    "protection": ("onward", "retention", "quality", "security", "training"),
    "rights": ("rights_contact", "breach_route", "dpia_reference", "eia_reference"),
    "dates": ("starts_on", "ends_on", "review_on"),
    "clauses": ("clauses",),
}
MOST_CLAUSES = 60


class DraftClosed(Refused):
    """The draft was sent or discarded."""


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A draft in the list of those that are not sent yet; `replaces` names the agreement it is the next version of."""

    code: str
    title: str
    changed_at: datetime
    replaces: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a draft with what is still wrong with it."""

    key: str
    faults: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    """
    A draft as its authors see it.

    content     field to what was typed: text, or a list of codes; clauses are a list of tables
    replaces    code and name of the agreement of which this is to be the next version, empty for a new agreement
    """

    code: str
    title: str
    content: Mapping[str, Any]
    sections: tuple[Section, ...]
    replaces: tuple[str, str]
    changed_at: datetime

    @property
    def is_complete(self) -> bool:
        """Whether it can be sent."""
        return all(section.is_complete for section in self.sections)


@transaction.atomic
def start_draft(*, by: Actor, purpose: str, at: datetime, title: str, code: str = "") -> str:
    """
    Start a draft of the actor's agency and return its code, which is drawn unless given.

    raises  NotAllowed, Unusable without a title
    """
    agency = _own_agency(by)
    if not title.strip():
        raise Unusable("Give the agreement a title.")
    content = {"title": title.strip(), "parties": [agency.code], "handling": [code.value for code in Handling]}
    return _make(_Start(content=content, code=code), by=by, purpose=purpose, at=at)


@transaction.atomic
def start_version(*, by: Actor, purpose: str, at: datetime, agreement: Agreement) -> str:
    """
    Start a draft of the next version of an agreement from its present terms, and return its code.

    It starts the day after the old one ends, or tomorrow, whichever is first; raises NotAllowed.
    """
    _own_agency(by)
    content = content_of(agreement)
    last, tomorrow = last_day_before(agreement.ends_at), day_of(end_of(day_of(at)))
    content["starts_on"] = min(max(day_of(agreement.ends_at), tomorrow), tomorrow).isoformat()
    content["ends_on"] = last.isoformat() if last > tomorrow else ""
    content["review_on"] = ""
    return _make(_Start(content=content, replaces=agreement), by=by, purpose=purpose, at=at)


@transaction.atomic
def save_section(*, by: Actor, at: datetime, code: str, section: str, values: Mapping[str, Any]) -> None:
    """Keep what was typed in one part of a draft; raises NotOpen, NotAllowed, DraftClosed."""
    row = _row(by, code, lock=True)
    _save(row, {name: values[name] for name in SECTIONS[section] if name in values}, by=by, at=at)


@transaction.atomic
def add_clause(*, by: Actor, at: datetime, code: str, clause: ClauseDraft) -> None:
    """Add a clause, in place of one of the same number; raises as `save_section`, and Unusable for one too many."""
    row = _row(by, code, lock=True)
    kept = [one for one in row.content.get("clauses", []) if one["number"] != clause.number]
    if len(kept) >= MOST_CLAUSES:
        raise Unusable(f"An agreement here has up to {MOST_CLAUSES} clauses: put two into one.")
    made = {"number": clause.number, "words": clause.words, "purposes": list(clause.purposes)}
    made["categories"] = list(clause.categories)
    _save(row, {"clauses": sorted([*kept, made], key=lambda one: _by_number(one["number"]))}, by=by, at=at)


@transaction.atomic
def remove_clause(*, by: Actor, at: datetime, code: str, number: str) -> None:
    """Take a clause out of a draft; raises as `save_section`."""
    row = _row(by, code, lock=True)
    _save(row, {"clauses": [one for one in row.content.get("clauses", []) if one["number"] != number]}, by=by, at=at)


@transaction.atomic
def discard_draft(*, by: Actor, purpose: str, at: datetime, code: str) -> None:
    """Set a draft aside for good; raises as `save_section`."""
    row = _row(by, code, lock=True)
    row.discarded_at = at
    row.save(update_fields=["discarded_at"])
    _record("proposal.discard", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def send_draft(*, by: Actor, purpose: str, at: datetime, code: str) -> str:
    """
    Send a draft to its parties for signature and return the code of the agreement; its terms are fixed from now on.

    raises  as `save_section`; Unusable with the first fault; as `record_agreement`
    """
    row = _row(by, code, lock=True)
    faults = find_draft_faults(row.content, by)
    if faults:
        raise Unusable(faults[0].sentence)
    last = date.fromisoformat(row.content["ends_on"])
    if end_of(last) <= at:
        raise Unusable("The last day has passed already: give a later one.")
    draft = replace(compile_draft(row.content, by), replaces=row.replaces_id)
    agreement_id = record_agreement(by=by, purpose=purpose, at=at, agreement=draft)
    row.agreement_id = agreement_id
    row.save(update_fields=["agreement"])
    _record("proposal.send", row, by=by, purpose=purpose, at=at)
    return Agreement.objects.get(id=agreement_id).code


def list_drafts(who: Acting) -> tuple[DraftLine, ...]:
    """Return the drafts of the agency acted for that are not sent yet, the latest first; empty for others."""
    if not checks.may_administer(who.actor, agency_id=who.actor.agency_id or 0):
        return ()
    rows = AgreementProposal.objects.filter(agency_id=who.actor.agency_id or 0, agreement=None, discarded_at=None)
    return tuple(
        DraftLine(
            code=row.code,
            title=row.content.get("title", ""),
            changed_at=row.changed_at,
            replaces=row.replaces.title if row.replaces else "",
        )
        for row in rows.select_related("replaces").order_by("-changed_at")
    )


def get_draft(who: Acting, code: str) -> DraftPage:
    """Return a draft of the agency acted for; raises NotOpen for others, DraftClosed for one sent or discarded."""
    row = _row(who.actor, code)
    faults = find_draft_faults(row.content, who.actor)
    of = {name: key for key, names in SECTIONS.items() for name in names}
    return DraftPage(
        code=row.code,
        title=row.content.get("title", ""),
        content=row.content,
        sections=tuple(
            Section(key=key, faults=tuple(fault.sentence for fault in faults if of.get(fault.field) == key))
            for key in SECTIONS
        ),
        replaces=(row.replaces.code, f"{row.replaces.title}, version {row.replaces.version}")
        if row.replaces
        else ("", ""),
        changed_at=row.changed_at,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _own_agency(by: Actor) -> Agency:
    checks.check_may_administer(by, agency_id=by.agency_id or 0)
    return Agency.objects.get(id=by.agency_id or 0)


@dataclass(frozen=True, kw_only=True)
class _Start:
    content: dict[str, Any]
    code: str = ""
    replaces: Agreement | None = None


def _make(start: _Start, *, by: Actor, purpose: str, at: datetime) -> str:
    row = AgreementProposal.objects.create(
        code=start.code or f"draft-{secrets.token_hex(6)}",
        agency_id=by.agency_id or 0,
        content=start.content,
        replaces=start.replaces,
        made_at=at,
        made_by_id=by.person_id,
        changed_at=at,
        changed_by_id=by.person_id,
    )
    _record("proposal.write", row, by=by, purpose=purpose, at=at)
    return row.code


def _row(by: Actor, code: str, *, lock: bool = False) -> AgreementProposal:
    """Row security shows drafts of the actor's agency only; of those, they are for whoever administers it."""
    if not checks.may_administer(by, agency_id=by.agency_id or 0):
        raise checks.NotOpen("There is no such draft.")
    rows = AgreementProposal.objects.filter(code=code, agency_id=by.agency_id or 0)
    row = (rows.select_for_update(of=("self",)) if lock else rows.select_related("replaces")).first()
    if row is None:
        raise checks.NotOpen("There is no such draft.")
    if row.agreement_id is not None or row.discarded_at is not None:
        raise DraftClosed("This draft was sent or discarded: it is not changed any more.")
    return row


def _save(row: AgreementProposal, values: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    row.content = row.content | dict(values)
    row.changed_at, row.changed_by_id = at, by.person_id
    row.save(update_fields=["content", "changed_at", "changed_by"])


def _record(action: str, row: AgreementProposal, *, by: Actor, purpose: str, at: datetime) -> None:
    change = trail.Change(action=action, object_kind="proposal", object_id=row.id)
    trail.record(change, by=by, purpose=purpose, at=at)


def _by_number(number: str) -> tuple[list[tuple[int, str]], str]:
    parts = [(int(part), "") if part.isdecimal() else (10**6, part) for part in number.split(".")]
    return parts, number
