"""
What a person declares to be close to her: a home, people. Her look-ups are compared with it, and nothing else is.

It is sealed, no page lists it but her own, and the trail keeps that something was declared and not what.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.access.checks import NotOpen
from fourpoint.access.context import Acting
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.errors import Unusable
from fourpoint.domain.linkage import postcodes
from fourpoint.domain.misuse import Close
from fourpoint.domain.sharing import Actor
from fourpoint.records.audit.models import Declaration
from fourpoint.services.agencies.sealed import seal, unseal

USE, LONGEST, MOST = "declared", 200, 50
HOME, PERSON = "home", "person"


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A declaration as its person reads it; words is empty when it can be read no more: then declare it anew."""

    declaration_id: int
    is_home: bool
    words: str
    postcode: str
    declared_at: datetime
    ended_at: datetime | None


def list_own(who: Acting) -> tuple[Declared, ...]:
    """Return what the reader declared for the agency she acts for, what still holds first."""
    rows = Declaration.objects.filter(person_id=who.actor.person_id, agency_id=who.actor.agency_id or 0)
    made = [_declared(row) for row in rows.order_by("id")]
    return tuple(sorted(made, key=lambda one: one.ended_at is not None))


@transaction.atomic
def declare(*, by: Actor, purpose: str, at: datetime, kind: str, words: str, postcode: str = "") -> int:
    """
    Keep a home (a street, with a postcode) or a person (a name) as close to the actor, and return its id.

    raises  NotAllowed without an agency; Unusable, in one sentence, for what cannot be compared
    """
    if by.agency_id is None:
        raise checks.NotAllowed("Only somebody who works for an agency declares this.")
    said, code = _check(kind, words, postcode)
    held = Declaration.objects.filter(person_id=by.person_id, agency_id=by.agency_id, ended_at=None)
    if held.count() >= MOST:
        raise Unusable(f"{MOST} is the most: end one that holds no more.")
    row = Declaration.objects.create(
        person_id=by.person_id,
        agency_id=by.agency_id,
        kind=kind,
        sealed=seal(json.dumps([said, code]).encode(), use=USE),
        declared_at=at,
    )
    _note("declaration.make", row, by=by, purpose=purpose, at=at)
    return row.pk


@transaction.atomic
def end(*, by: Actor, purpose: str, at: datetime, declaration_id: int) -> None:
    """Say that it holds no more; raises NotOpen for one that is not the actor's, or has ended."""
    rows = Declaration.objects.select_for_update().filter(
        person_id=by.person_id, agency_id=by.agency_id or 0, ended_at=None
    )
    row = rows.filter(pk=declaration_id if 0 < declaration_id < 2**63 else 0).first()
    if row is None:
        raise NotOpen("There is no such declaration.")
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _note("declaration.end", row, by=by, purpose=purpose, at=at)


def list_close(who: Acting, *, after: timedelta) -> tuple[Close, ...]:
    """
    Return what people of the agency declared, to compare their look-ups with; never to be shown.

    after   how long something counts after it ended
    raises  NotAllowed without the governance role
    """
    checks.check_may_govern(who.actor)
    rows = Declaration.objects.filter(agency_id=who.actor.agency_id or 0)
    return tuple(
        Close(
            person_id=row.person_id,
            is_home=one.is_home,
            words=one.words,
            postcode=one.postcode,
            until=None if row.ended_at is None else row.ended_at + after,
        )
        for row in rows
        if (one := _declared(row)).words
    )


# ----------------------------------------------------------------------------------------------------------------------


def _check(kind: str, words: str, postcode: str) -> tuple[str, str]:
    said = clean_text(words)
    if kind not in (HOME, PERSON):
        raise Unusable("Choose whether it is where you live or somebody close to you.")
    if not said or len(said) > LONGEST:
        raise Unusable(f"Give the street or the name, in at most {LONGEST} characters.")
    if kind == PERSON:
        if len(said.split()) < 2:
            raise Unusable("Give first name and surname: one name alone is in too many words.")
        return said, ""
    code = postcodes.normal(postcode)
    if not code:
        raise Unusable("Give the postcode of your home in full, such as CT9 1AA.")
    return said, code


def _declared(row: Declaration) -> Declared:
    opened = unseal(bytes(row.sealed), use=USE)
    words, postcode = json.loads(opened) if opened is not None else ("", "")
    return Declared(
        declaration_id=row.pk,
        is_home=row.kind == HOME,
        words=words,
        postcode=postcode,
        declared_at=row.declared_at,
        ended_at=row.ended_at,
    )


def _note(action: str, row: Declaration, *, by: Actor, purpose: str, at: datetime) -> None:
    change = trail.Change(action=action, object_kind="declaration", object_id=row.pk, facts={"kind": row.kind})
    trail.record(change, by=by, purpose=purpose, at=at)
