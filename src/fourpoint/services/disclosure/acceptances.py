"""Conditions of handling that wait for a reader: she accepts an owner's conditions once, and what has them opens."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.access.explain import explain
from fourpoint.domain.sharing import Actor
from fourpoint.records.sharing.models import Acceptance
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.sharing.codes import condition_words

NOT_ACCEPTED = "conditions-not-accepted"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """
    Conditions that alone keep a reader from what an owner shared: whose, under what, which. Not what it is.

    key  names them in a form: owner, agreement (0 for none) and codes
    """

    key: str
    owner_id: int
    owner: str
    agreement_id: int | None
    agreement: str
    codes: tuple[str, ...]
    words: tuple[str, ...]


class NothingWaits(checks.NotOpen):
    """No such conditions wait for this person."""


def list_waiting(who: Acting) -> tuple[Waiting, ...]:
    """Return the conditions that wait for the person, for the purpose she stated, each set once."""
    found: dict[tuple[int, int, tuple[str, ...]], str] = {}
    for one in explain(who.actor, purpose=who.purpose, at=who.at):
        if [reason.code for reason in one.reading.reasons] == [NOT_ACCEPTED]:
            terms = one.audience.agreement
            codes = tuple(sorted(set(one.audience.conditions)))
            key = (one.audience.owner_id, terms.agreement_id if terms else 0, codes)
            found[key] = terms.name if terms else "a one-off disclosure"
    names = agency_names(owner_id for owner_id, _, _ in found)
    return tuple(
        Waiting(
            key=":".join((str(owner_id), str(agreement_id), *codes)),
            owner_id=owner_id,
            owner=names[owner_id],
            agreement_id=agreement_id or None,
            agreement=named,
            codes=codes,
            words=tuple(condition_words(code) for code in codes),
        )
        for (owner_id, agreement_id, codes), named in found.items()
    )


@transaction.atomic
def accept(*, who: Acting, key: str) -> Waiting:
    """
    Accept conditions that wait for the person who acts; what has them is open to her from her next page on.

    raises  NothingWaits when no conditions of that key wait for her
    """
    waiting = next((one for one in list_waiting(who) if one.key == key), None)
    if waiting is None:
        raise NothingWaits("No such conditions wait for you.")
    row = _write(waiting, by=who.actor, at=who.at)
    facts: trail.Facts = {"conditions": list(waiting.codes), "agreement": waiting.agreement_id or 0}
    change = trail.Change(
        action="conditions.accept",
        object_kind="acceptance",
        object_id=row.pk,
        facts=facts,
        owner_id=waiting.owner_id,
    )
    trail.record(change, by=who.actor, purpose=who.purpose, at=who.at)
    return waiting


def _write(waiting: Waiting, *, by: Actor, at: datetime) -> Acceptance:
    return Acceptance.objects.create(
        person_id=by.person_id,
        agency_id=by.agency_id or 0,
        owner_id=waiting.owner_id,
        agreement_id=waiting.agreement_id,
        conditions=list(waiting.codes),
        accepted_at=at,
    )
