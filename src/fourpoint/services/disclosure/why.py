"""
Why, and why not: about oneself, about an agency (for the owner), about a person at a past moment (for governance).

Who may ask whom: a reader about herself; the owner's readers about the agencies it is shared with; the governance role
about anybody and a record of its own agency, or about its own people and a record that it may see.
"""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import audiences, checks
from fourpoint.access.context import Acting
from fourpoint.access.explain import explain_for
from fourpoint.domain.sharing import Audience
from fourpoint.domain.sharing.case import minute
from fourpoint.domain.sharing.rule import NO_GROUND
from fourpoint.domain.sharing.standing import within
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.records.disclosure.models import Placement
from fourpoint.services.agencies.lockouts import closed_then
from fourpoint.services.disclosure.facts import Fact, facts_of
from fourpoint.services.marked.finding import Found, find_record
from fourpoint.services.marked.kinds import KindUnknown, find_kind
from fourpoint.services.marked.summary import AudienceWords, in_words


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question of governance: about whom (by e-mail address), when, and for what purpose; "" for her usual one."""

    email: str
    at: datetime
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """
    The rule's answer about a person and a record at an instant.

    audience  who could see the record then
    since     when it was given that audience; None when it had it from the start, or that is not the asker's to know
    beside    what the rule does not weigh and yet kept the person out, one sentence each
    facts     what was weighed about the person: role, dates, signature, training
    """

    email: str
    at: datetime
    purpose: str
    allowed: bool
    reasons: tuple[str, ...]
    audience: AudienceWords
    since: datetime | None
    beside: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Past:
    """One step of a record's history: when it was given which audience, why and by whom."""

    placed_at: datetime
    placed_by: str
    cause: str
    reason: str
    audience: AudienceWords


def may_ask_about_others(who: Acting) -> bool:
    """Return whether the person holds the governance role of her agency."""
    return checks.may_govern(who.actor)


def ask(kind: str, record_id: int, asked: Asked, *, who: Acting) -> Answer:
    """
    Return why a person could read the record at that instant, or why not.

    Whether somebody of another agency is on this system at all is not told: whoever belongs to no agency that is named
    gets the one answer that nothing shares it with her agency.

    raises  NotOpen for a record that is none of the asker's business; NotAllowed without the governance role
    """
    checks.check_may_govern(who.actor)
    audience_id, since = _audience_at(kind, record_id, asked.at, who)
    audience = audiences.find(audience_id)
    if audience is None:
        raise checks.NotOpen("There is no such record.")
    agency_id = _agency_asked_about(asked, audience, who)
    told, beside = None, tuple[str, ...]()
    if agency_id is not None:
        person_id = Person.objects.filter(email=asked.email.strip().lower()).values_list("id", flat=True).get()
        told = explain_for(
            person_id, audience_id=audience_id, at=asked.at, purpose=asked.purpose or None, agency_id=agency_id
        )
        beside = _beside(person_id, asked.at)
    return Answer(
        email=asked.email.strip().lower(),
        at=asked.at,
        purpose=told.purpose if told else asked.purpose,
        allowed=told.explanation.reading.allowed if told else False,
        reasons=tuple(one.sentence for one in told.explanation.reading.reasons) if told else (NO_GROUND.sentence,),
        audience=in_words(audience, agency_id=who.actor.agency_id),
        since=since,
        beside=beside,
        facts=facts_of(told.actor, audience, purpose=told.purpose, at=asked.at) if told else (),
    )


def weighed(found: Found, *, who: Acting) -> tuple[Fact, ...]:
    """Return what was weighed about the person of the context, who sees the record."""
    return facts_of(who.actor, found.audience, purpose=who.purpose, at=who.at)


def list_history(kind: str, record_id: int, *, who: Acting) -> tuple[Past, ...]:
    """Return the record's audiences, the newest first, as far as they are the reader's to know."""
    rows = list(Placement.objects.filter(kind=kind, record_id=record_id).order_by("-placed_at", "-id"))
    names = dict(Person.objects.filter(id__in=[row.placed_by_id for row in rows]).values_list("id", "name"))
    held = ((row, audiences.find(row.audience_id)) for row in rows)
    return tuple(
        Past(
            placed_at=row.placed_at,
            placed_by=names[row.placed_by_id],
            cause=row.cause,
            reason=row.reason,
            audience=in_words(audience, agency_id=who.actor.agency_id),
        )
        for row, audience in held
        if audience is not None
    )


def _beside(person_id: int, at: datetime) -> tuple[str, ...]:
    closed = closed_then(person_id, at=at)
    if closed is None:
        return ()
    return (
        f"Signing in was closed to this person from {minute(closed[0])} until {minute(closed[1])}, after repeated"
        " failures. A session that was open before went on.",
    )


def _audience_at(kind: str, record_id: int, at: datetime, who: Acting) -> tuple[int, datetime | None]:
    """The audience that the record had, from its placements where the asker governs its owner, else as it is now."""
    try:
        find_kind(kind)
    except KindUnknown:
        raise checks.NotOpen("There is no such record.") from None
    history = Placement.objects.filter(kind=kind, record_id=record_id, owner_id=who.actor.agency_id or 0)
    last = history.filter(placed_at__lte=at).order_by("-placed_at", "-id").first()
    if last is not None:
        return last.audience_id, last.placed_at
    first = history.order_by("placed_at", "id").first()
    if first is not None:
        return first.before_id, None
    found: Found = find_record(kind, record_id)
    return found.row.audience_id, None


def _agency_asked_about(asked: Asked, audience: Audience, who: Acting) -> int | None:
    """The agency for which the person would have read: one that is named, or the asker's own; None: not told of."""
    own = who.actor.agency_id or 0
    known = {own}
    if audience.owner_id == own:
        known |= {*audience.agencies, *(one.agency_id for one in audience.disclosures)}
    held = Membership.objects.filter(person__email=asked.email.strip().lower(), agency_id__in=known)
    rows = sorted(held, key=lambda row: (not within(asked.at, row.starts_at, row.ends_at), row.pk))
    return rows[0].agency_id if rows else None
