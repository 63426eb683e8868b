"""
Lets an agency's own system pass things on: by a token, in the name of a person of the agency, or by a file of rows.

What comes so is the same as what is typed, and goes the same way. The system's own reference makes it safe to send
again: the same content gets the first receipt, and other content under that reference is refused.
"""

import hashlib
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.cleaning import check_length, clean_text
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.domain.submissions import LONGEST_TEXT, Channel, Danger, Written
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.records.intelligence.models import Submission, SubmissionSubject, SystemToken
from fourpoint.services.agencies import limits
from fourpoint.services.intelligence import desks
from fourpoint.services.intelligence.submitting import NotSentByYou, Receipt, Sending, submit

SIGN, BYTES, LONGEST_NAME = "fps_", 32, 80
# What a system may say, each a text; `what` must be there, and `reference` unless it comes in a file.
TEXTS = ("what", "who", "place", "postcode", "point", "when", "soon", "how_known", "who_else", "comes_back", "contact")
KNOWN = (*TEXTS, "reference", "danger", "may_contact", "desk")
_MAY = {"": None, "yes": True, "no": False}


class NoSuchToken(Refused):
    """The token is none of ours, has run out, or was revoked: it is not said which."""


class OtherContent(Unusable):
    """Something else was sent under that reference before."""


@dataclass(frozen=True, kw_only=True)
class TokenLine:
    """A token as those who administer its agency see it."""

    token_id: int
    name: str
    person: str
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Holder:
    """In whose name, and for which agency, a token sends."""

    person_id: int
    agency_id: int


@transaction.atomic
def issue_token(*, by: Actor, purpose: str, at: datetime, name: str, person_id: int) -> str:
    """
    Issue a token in the name of a member of the actor's agency and return it: it is shown once, and kept nowhere.

    raises  NotAllowed; Unusable for no name, or somebody who is no member now
    """
    agency_id = by.agency_id or 0
    checks.check_may_administer(by, agency_id=agency_id)
    said = clean_text(name)
    if not said or len(said) > LONGEST_NAME:
        raise Unusable(f"Name the system that sends, in {LONGEST_NAME} characters at the most.")
    if person_id not in dict(list_members(by, at=at)):
        raise Unusable("Choose somebody who works for your agency now.")
    text = SIGN + secrets.token_urlsafe(BYTES)
    row = SystemToken.objects.create(
        agency_id=agency_id,
        person_id=person_id,
        name=said,
        digest=_digest(text),
        issued_at=at,
        issued_by_id=by.person_id,
        expires_at=at + limits.length("system-token-life"),
    )
    _record("system-token.issue", row, by=by, purpose=purpose, at=at)
    return text


@transaction.atomic
def revoke_token(*, by: Actor, purpose: str, at: datetime, token_id: int) -> None:
    """End a token of the actor's agency at once; raises NotAllowed, NotOpen for none."""
    agency_id = by.agency_id or 0
    checks.check_may_administer(by, agency_id=agency_id)
    row = SystemToken.objects.select_for_update().filter(pk=token_id, agency_id=agency_id).first()
    if row is None:
        raise checks.NotOpen("There is no such token.")
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        _record("system-token.revoke", row, by=by, purpose=purpose, at=at)


def list_tokens(by: Actor, *, at: datetime) -> tuple[TokenLine, ...]:
    """Return the tokens of the actor's agency, the newest first; raises NotAllowed."""
    checks.check_may_administer(by, agency_id=by.agency_id or 0)
    rows = SystemToken.objects.filter(agency_id=by.agency_id or 0).select_related("person").order_by("-id")
    return tuple(
        TokenLine(
            token_id=row.pk,
            name=row.name,
            person=row.person.name,
            issued_at=row.issued_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            is_open=row.revoked_at is None and at < row.expires_at,
        )
        for row in rows
    )


def list_members(by: Actor, *, at: datetime) -> tuple[tuple[int, str], ...]:
    """Return those in whose name a token may send, by name: people who are members of the actor's agency now."""
    checks.check_may_administer(by, agency_id=by.agency_id or 0)
    rows = Membership.objects.filter(
        agency_id=by.agency_id or 0, starts_at__lte=at, person__kind=Person.PERSON, person__is_active=True
    ).select_related("person")
    held = {row.person_id: row.person.name for row in rows if row.ends_at is None or at < row.ends_at}
    return tuple(sorted(held.items(), key=lambda one: one[1]))


def open_token(text: str, *, at: datetime) -> Holder:
    """Return in whose name the token sends, and note that it was used; raises NoSuchToken."""
    row = SystemToken.objects.filter(digest=_digest(text), revoked_at=None, expires_at__gt=at).first()
    if row is None:
        raise NoSuchToken("The token is not known, has run out, or was revoked: ask who administers your agency.")
    SystemToken.objects.filter(pk=row.pk).update(used_at=at)
    return Holder(person_id=row.person_id, agency_id=row.agency_id)


@transaction.atomic
def take(
    *, by: Actor, purpose: str, at: datetime, said: Mapping[str, object], channel: Channel, key: uuid.UUID | None = None
) -> Receipt:
    """
    Take what a system sent, by the names of KNOWN, and return the receipt: the first one for what was sent before.

    key  for what has no reference of its own: the same key is the same submission

    raises  Unusable in one sentence; OtherContent when something else was sent under that reference
    """
    sending = _read(said, by=by, channel=channel, key=key)
    try:
        receipt = submit(by=by, purpose=purpose, at=at, sending=sending)
    except NotSentByYou:
        raise OtherContent(
            "Somebody else of your agency sent something under that reference: use another one."
        ) from None
    if receipt.again and not _is_same(receipt.submission_id, sending):
        raise OtherContent(
            "Something else was sent under that reference before: send what is new under a reference of its own."
        )
    return receipt


# ----------------------------------------------------------------------------------------------------------------------


def _read(said: Mapping[str, object], *, by: Actor, channel: Channel, key: uuid.UUID | None) -> Sending:
    unknown = sorted(set(said) - set(KNOWN))
    if unknown:
        raise Unusable(f"Leave out the field “{unknown[0][:40]}”, which is not known here.")
    texts = {name: _text(said, name) for name in KNOWN}
    if not texts["reference"].strip() and key is None:
        raise Unusable("Give the reference that your system has for it: by it, sending again is safe.")
    if texts["danger"] not in {one.value for one in Danger}:
        raise Unusable("Say under “danger” whether anyone is in danger now: now, unsure or no.")
    if texts["may_contact"] not in _MAY:
        raise Unusable("Say under “may_contact” yes or no, or leave it out.")
    typed: dict[str, Any] = {name: texts[name] for name in TEXTS}
    written = Written(**typed, may_contact=_MAY[texts["may_contact"]])
    return Sending(
        key=key or uuid.uuid4(),
        desk_id=_desk(texts["desk"], by=by).desk_id,
        danger=Danger(texts["danger"]),
        written=written,
        channel=channel,
        sender_reference=texts["reference"].strip(),
    )


def _text(said: Mapping[str, object], name: str) -> str:
    held = said.get(name, "")
    if not isinstance(held, str):
        raise Unusable(f"Give “{name}” as a text.")
    check_length(held, most=LONGEST_TEXT, what=f"text under “{name}”")
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in held):
        raise Unusable(f"The text under “{name}” holds what no text has, a null or half a character: send UTF-8.")
    return held


def _desk(code: str, *, by: Actor) -> desks.DeskCard:
    listed: Sequence[desks.DeskCard] = desks.list_desks()
    chosen = next((one for one in listed if one.code == code), None)
    found = chosen if code else desks.find_desk(by.agency_id or 0)
    if found is None:
        raise Unusable(f"Name under “desk” whom it goes to: {', '.join(one.code for one in listed)}.")
    return found


def _is_same(submission_id: int, sending: Sending) -> bool:
    """Whether what lies there is what is sent now, word for word."""
    with own_sendings():
        row = Submission.objects.get(pk=submission_id)
        about = SubmissionSubject.objects.filter(submission_id=submission_id).count()
    now = sending.written
    told = (row.danger, row.what, row.who, row.place, row.postcode, row.happened, row.how_known, row.who_else)
    said = (sending.danger.value, now.what, now.who, now.place, now.postcode, now.when, now.how_known, now.who_else)
    rest = (row.soon, row.point, row.comes_back, row.may_contact, row.contact, row.desk_id, about)
    last = (now.soon, now.point, now.comes_back, now.may_contact, now.contact, sending.desk_id, len(now.about))
    return told == said and rest == last


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _record(action: str, row: SystemToken, *, by: Actor, purpose: str, at: datetime) -> None:
    facts: trail.Facts = {"name": row.name, "person": row.person_id}
    trail.record(
        trail.Change(action=action, object_kind="system-token", object_id=row.pk, facts=facts),
        by=by,
        purpose=purpose,
        at=at,
    )
