"""
Dissemination: a released report or an issued product is given to chosen agencies or a forum, and each says it has it.

It is a placing like any other, so the sharing rule, the conditions that wait for a reader, the history and recall hold
for it as for whatever is shared; what it adds is the necessity, the receipts and the forum.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, standing, trail
from fourpoint.access.context import Acting
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.reach import reached_anew
from fourpoint.domain.sharing import Actor, Audience
from fourpoint.records.agencies.models import Person
from fourpoint.records.disclosure.models import SHARE, Dissemination, Receipt
from fourpoint.services.agencies import letters
from fourpoint.services.disclosure.acceptances import NOT_ACCEPTED
from fourpoint.services.disclosure.choices import ALONE, Choice, make_audience
from fourpoint.services.disclosure.clocks import draw_reference, due
from fourpoint.services.disclosure.forums import forum_id, get_forum
from fourpoint.services.disclosure.readers import contact_addresses, decide_best, purposes_of
from fourpoint.services.disclosure.receipts import find_receipt_row
from fourpoint.services.marked.finding import Found, find_record
from fourpoint.services.marked.place import KeepsItsAudience, Placing, place
from fourpoint.services.sharing.codes import handling_words

# The kinds that are disseminated: what was made to be read by others. All else is shared.
DISSEMINATED = ("report", "product")
LONGEST_WORDS = 1_000


class GivenUnderAnother(Refused):
    """Others read it under another agreement, which one audience cannot hold as well."""


class AlreadyReceived(Refused):
    """The agency has confirmed the receipt."""


@dataclass(frozen=True, kw_only=True)
class Giving:
    """
    To whom something is to be given.

    forum       code of a forum, whose members and agreement stand for those of the choice; empty: as the choice says
    choice      agreement, agencies, purposes, further conditions and last day
    necessity   why these recipients need it; for the owner's history
    words       for the recipients
    """

    kind: str
    record_id: int
    choice: Choice
    necessity: str
    forum: str = ""
    words: str = ""


def audience_of(found: Found, giving: Giving, *, who: Acting) -> Audience:
    """
    Return the audience that giving it so makes; it stays as careful as it is, and whoever has it keeps it.

    raises  Unusable for a choice that cannot be; NoSuchForum; GivenUnderAnother
    """
    if found.kind.code not in DISSEMINATED:
        raise Unusable("Only reports and products are disseminated: share it from its own page.")
    choice = _of_forum(giving, who) if giving.forum else giving.choice
    if choice.agreement_id == ALONE:
        raise Unusable("Choose a forum, or an agreement and the agencies that need it.")
    now = found.audience
    if now.agencies and now.agreement and now.agreement.version_at(who.at).agreement_id != choice.agreement_id:
        raise GivenUnderAnother(
            f"Others read it under {now.agreement.name}: use the same agreement, or take it back from them first."
        )
    careful = replace(
        choice,
        marking=now.marking.value,
        conditions=tuple({*choice.conditions, *now.conditions}),
        categories=tuple({*choice.categories, *now.categories}),
    )
    made = make_audience(now, careful, at=who.at)
    # The record's own agreement may be an earlier version of the chosen one, which speaks for it.
    wider = replace(made, agencies=made.agencies | now.agencies, purposes=made.purposes | now.purposes)
    return replace(wider, additional=now.additional, subject=now.subject, compartment=now.compartment)


@transaction.atomic
def disseminate(*, who: Acting, giving: Giving) -> str:
    """
    Give a record to those agencies, tell them, and return the reference of the dissemination.

    raises  NotOpen, NotAllowed; KeepsItsAudience for what nobody released; GivenUnderAnother; NoSuchForum; Unusable
            without a necessity, for a choice that cannot be, or when nobody would read more than now
    """
    found = find_record(giving.kind, giving.record_id, lock=True)
    necessity = clean_text(giving.necessity)
    if not necessity:
        raise Unusable("Say why these recipients need it: necessity is recorded with what is given.")
    if kept := found.kind.keeps(found.row):
        raise KeepsItsAudience(kept)
    audience = audience_of(found, giving, who=who)
    if not reached_anew(found.audience, audience):
        raise Unusable("They can all read it already: choose somebody who cannot.")
    placing = Placing(
        kind=giving.kind,
        record_id=giving.record_id,
        audience=audience,
        reason=necessity,
        cause=SHARE,
        words=clean_text(giving.words),
    )
    placed = place(by=who.actor, purpose=who.purpose, at=who.at, placing=placing)
    row = Dissemination.objects.create(
        reference=draw_reference("DS"),
        kind=giving.kind,
        record_id=giving.record_id,
        owner_id=found.row.owner_id,
        readable_id=placed.after,
        forum_id=forum_id(giving.forum) if giving.forum else None,
        disseminated_at=who.at,
        disseminated_by_id=who.actor.person_id,
        necessity=necessity,
        words=clean_text(giving.words),
        conditions="\n".join(handling_words(audience)),
    )
    _tell(row, audience, placed.anew)
    return row.reference


@transaction.atomic
def receive(*, who: Acting, reference: str, use: str) -> None:
    """
    Say for the person's agency that it has what was given to it, and perhaps what it will do with it.

    raises  NotOpen unless the record is open to the person; AlreadyReceived; Unusable for words that are too long
    """
    row = find_receipt_row(reference, who)
    if row is None:
        raise checks.NotOpen("Nothing was given to your agency by that reference, or it is not open to you.")
    if row.received_at is not None:
        raise AlreadyReceived("Your agency has confirmed the receipt already.")
    said = clean_text(use)
    if len(said) > LONGEST_WORDS:
        raise Unusable(f"Use at most {LONGEST_WORDS:,} characters.")
    row.received_at, row.received_by_id, row.use = who.at, who.actor.person_id, said
    row.save(update_fields=["received_at", "received_by", "use"])
    change = trail.Change(
        action="dissemination.receive",
        object_kind="dissemination",
        object_id=row.reference,
        facts={"kind": row.kind, "record": row.record_id},
        owner_id=row.owner_id,
    )
    trail.record(change, by=who.actor, purpose=who.purpose, at=who.at)


# ----------------------------------------------------------------------------------------------------------------------


def _of_forum(giving: Giving, who: Acting) -> Choice:
    forum = get_forum(who, giving.forum)
    if forum.note:
        raise Unusable(forum.note)
    return replace(
        giving.choice,
        agreement_id=forum.agreement_id,
        clause="",
        agencies=frozenset(agency_id for agency_id, _ in forum.others),
    )


def _tell(row: Dissemination, audience: Audience, agencies: frozenset[int]) -> None:
    Receipt.objects.bulk_create(
        Receipt(
            dissemination=row,
            reference=row.reference,
            kind=row.kind,
            record_id=row.record_id,
            agency_id=agency_id,
            owner_id=row.owner_id,
            readable_id=row.readable_id,
            words=row.words,
            conditions=row.conditions,
            given_at=row.disseminated_at,
            due_at=due("receipt", row.disseminated_at),
        )
        for agency_id in sorted(agencies)
    )
    at = row.disseminated_at
    people, addresses = standing.people_of(sorted(agencies), at=at), contact_addresses(agencies, at=at)
    for agency_id in sorted(agencies):
        contacts = Person.objects.filter(email__in=addresses[agency_id]).values_list("id", flat=True)
        could = {one.person_id for one in people[agency_id] if _could_read(one, audience, at)}
        letters.write_to(
            could & set(contacts),
            kind="dissemination",
            path=f"/sharing/disseminations/{row.reference}/",
            agency_id=agency_id,
            at=at,
        )


def _could_read(actor: Actor, audience: Audience, at: datetime) -> bool:
    """Whether it is open to her, or waits for nothing but her accepting the conditions."""
    decision = decide_best(actor, audience, purposes_of(audience, actor.agency_id or 0), at)
    return decision.allowed or [reason.code for reason in decision.reasons] == [NOT_ACCEPTED]
