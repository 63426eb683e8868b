"""
Disposes of a record in steps: proposed by a writer, confirmed by somebody else where the catalogue asks, carried out.

What remains is a certificate of counts and digests, an erasure in the trail, and the holders of copies, who are asked.
"""

import secrets
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fourpoint.access import checks, context, trail
from fourpoint.domain.errors import Unusable
from fourpoint.domain.review import digest_of
from fourpoint.domain.sharing import Actor
from fourpoint.records.exports.models import DISPOSAL
from fourpoint.records.review.models import CONFIRMED, DONE, PROPOSED, REFUSED, Disposal
from fourpoint.services.exports.actions import recall_exports
from fourpoint.services.marked.finding import Found, find_record
from fourpoint.services.review import rules, withdrawing
from fourpoint.services.review.errors import AlreadyProposed, NoSuchDisposal, NotOneself, NotThisState
from fourpoint.services.review.hooks import count_staying
from fourpoint.services.review.removing import Removed, remove_record

LONGEST_WORDS = 500
TELL_HOLDERS = "The record was disposed of: destroy your copy and confirm it."


def propose(found: Found, *, by: Actor, purpose: str, at: datetime) -> int:
    """Propose the record for disposal, for `actions.decide`, and return the number; the review holds the reason."""
    group = rules.group_of(found.row.review_group)
    held = {"owner_id": by.agency_id or 0, "kind": found.kind.code, "record_id": found.row.pk}
    if Disposal.objects.filter(**held, state__in=(PROPOSED, CONFIRMED)).exists():
        raise AlreadyProposed("This record is proposed for disposal already.")
    row = Disposal.objects.create(
        **held,
        number=_number(at),
        rule=group.id,
        needs_second=group.second_person,
        proposed_at=at,
        proposed_by_id=by.person_id,
    )
    _note("disposal.propose", row, by=by, purpose=purpose, at=at)
    return row.pk


@transaction.atomic
def confirm(*, by: Actor, purpose: str, at: datetime, disposal_id: int) -> None:
    """
    Agree that the record goes.

    raises  NoSuchDisposal; NotAllowed unless the actor writes or governs for the owner; NotOneself; NotThisState
    """
    row = _locked(disposal_id, by)
    _check_other(row, by)
    _check_state(row, PROPOSED)
    row.state, row.confirmed_at, row.confirmed_by_id = CONFIRMED, at, by.person_id
    row.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    _note("disposal.confirm", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def refuse(*, by: Actor, purpose: str, at: datetime, disposal_id: int, words: str) -> None:
    """Refuse that the record goes, or take one's own proposal back; raises as `confirm`, Unusable without words."""
    row = _locked(disposal_id, by)
    _check_state(row, PROPOSED, CONFIRMED)
    said = words.strip()
    if not said or len(said) > LONGEST_WORDS or "\0" in said:
        raise Unusable(f"Say in at most {LONGEST_WORDS} characters why it is not disposed of.")
    row.state, row.refused_at, row.refused_by_id, row.refused_words = REFUSED, at, by.person_id, said
    row.save(update_fields=["state", "refused_at", "refused_by", "refused_words"])
    _note("disposal.refuse", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def carry_out(*, by: Actor, purpose: str, at: datetime, disposal_id: int, withdraw: bool = False) -> None:
    """
    Remove the record with all that hangs on it, ask every holder of a copy, and make the certificate.

    withdraw  also remove the editions that printed it, and ask the holders of their copies; else they stay as they are,
              with a review of their own, and the certificate names how many
    raises  NoSuchDisposal; NotAllowed unless the actor may change the record; NotThisState while nobody has confirmed
            what needs a second person; Broken when something of it would be left: then nothing was removed
    """
    row = _locked(disposal_id, by)
    _check_state(row, *((CONFIRMED,) if row.needs_second else (PROPOSED, CONFIRMED)))
    checks.check_may_change(context.somebody(), audience_id=find_record(row.kind, row.record_id).row.audience_id)
    found = find_record(row.kind, row.record_id, lock=True)
    asked = {"kind": row.kind, "record_id": row.record_id, "reason": TELL_HOLDERS, "cause": DISPOSAL}
    copies = recall_exports(by=by, purpose=purpose, at=at, **asked)  # type: ignore[arg-type]
    printed = found.kind.printed(found.row)
    if withdraw:
        why = {"kind": row.kind, "record_id": row.record_id, "rule": row.rule}
        withdrawing.withdraw(by=by, purpose=purpose, at=at, numbers=printed, **why)  # type: ignore[arg-type]
    row.left = count_staying(row.kind, row.record_id)
    removed = remove_record(found.kind, found.row)
    _forget_refusals(row)
    row.left |= {} if withdraw or not printed else {"editions": len(printed)}
    _certify(row, _with_editions(removed, printed if withdraw else ()), copies=len(copies), by=by, at=at)
    erased = trail.Erased(object_kind=row.kind, object_id=row.record_id, rule=row.rule, counts=row.counts)
    trail.record_erased(erased, by=by, purpose=purpose, at=at)


# ----------------------------------------------------------------------------------------------------------------------


def _locked(disposal_id: int, by: Actor) -> Disposal:
    own = by.agency_id or 0
    if not (checks.may_govern(by, agency_id=own) or checks.may_contribute(by, agency_id=own)):
        raise checks.NotAllowed("Only someone who writes or governs for the owner decides on disposal.")
    # A number that no row can have is a slip in an address, and no fault.
    rows = Disposal.objects.filter(owner_id=own, pk=disposal_id if 0 < disposal_id < 2**63 else 0)
    row = rows.select_for_update().first()
    if row is None:
        raise NoSuchDisposal("There is no such disposal.")
    return row


def _check_other(row: Disposal, by: Actor) -> None:
    if row.proposed_by_id == by.person_id:
        raise NotOneself("You proposed this disposal, so somebody else must confirm it.")


def _check_state(row: Disposal, *states: str) -> None:
    if row.state not in states:
        said = {PROPOSED: "Somebody else must confirm it first.", DONE: "It is done.", REFUSED: "It was refused."}
        raise NotThisState(said.get(row.state, "It has been confirmed already."))


def _forget_refusals(row: Disposal) -> None:
    """What was said when an earlier proposal was refused may speak of the record."""
    earlier = Disposal.objects.filter(owner_id=row.owner_id, kind=row.kind, record_id=row.record_id, state=REFUSED)
    earlier.update(refused_words="")


def _with_editions(removed: Removed, numbers: tuple[int, ...]) -> Removed:
    return replace(removed, rows={**removed.rows, "editions": numbers}) if numbers else removed


def _certify(row: Disposal, removed: Removed, *, copies: int, by: Actor, at: datetime) -> None:
    row.state, row.done_at, row.done_by_id = DONE, at, by.person_id
    row.counts = {table: len(numbers) for table, numbers in removed.rows.items()}
    row.digests = {table: digest_of(numbers) for table, numbers in removed.rows.items()}
    row.copies, row.checked = copies, removed.checked
    row.save(update_fields=["state", "done_at", "done_by", "counts", "digests", "copies", "left", "checked"])


def _number(at: datetime) -> str:
    """
    Return a number for the certificate, unique among all agencies: it is cited outside of this system.

    It is drawn at random, as those of copies, from so many that two alike are as good as never.
    """
    drawn = secrets.token_hex(5).upper()
    return f"DC-{timezone.localdate(at).year}-{drawn[:5]}-{drawn[5:]}"


def _note(action: str, row: Disposal, *, by: Actor, purpose: str, at: datetime) -> None:
    change = trail.Change(
        action=action,
        object_kind="disposal",
        object_id=row.pk,
        facts={"kind": row.kind, "record": row.record_id, "rule": row.rule},
    )
    trail.record(change, by=by, purpose=purpose, at=at)
