"""
The rule over many audiences at once: for one person, purpose and instant, the answers of `decide` without its reasons.

Nothing is decided here. What the rule objects is asked of the rule's own functions, once for audiences that differ in
nothing those functions look at; a generated test holds that every answer is that of `decide`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import objections
from fourpoint.domain.sharing.audience import AgreementTerms, Audience
from fourpoint.domain.sharing.case import Case, hear
from fourpoint.domain.sharing.closes import CLOSES, outside_compartment
from fourpoint.domain.sharing.listed import own_place, places_in_own
from fourpoint.domain.sharing.routes import AGREEMENT, DISCLOSURE, EMERGENCY
from fourpoint.domain.sharing.rule import read_only
from fourpoint.domain.sharing.standing import Actor

K = TypeVar("K")

# What differs from audience to audience and is asked of each; all else is asked once for audiences that are alike.
_OF_EACH = (objections.timed_out, objections.other_purpose)
_CLOSES = tuple(rule for rule in CLOSES if rule is not outside_compartment)
_CARRIES = tuple(rule for rule in AGREEMENT.objections if rule not in _OF_EACH)


class Sieve:
    """
    The rule for one actor, purpose and instant.

    The terms of an audience's agreement are given beside it, and count in place of those that it holds: an agreement
    changes, and the thousands of audiences under it need not be made again.
    """

    def __init__(self, actor: Actor, purpose: str, at: datetime) -> None:
        self._actor, self._purpose, self._at = actor, purpose, at.astimezone(UTC)
        self._agency = actor.agency_id
        self._place, self._in_own = own_place(actor), places_in_own(actor, self._at)
        self._writes = actor.membership is not None and actor.membership.changes
        self._reach: dict[Marking, bool] = {}
        self._opened: dict[int, bool] = {}
        self._carried: dict[tuple[object, ...], bool] = {}
        self._read_only: dict[int, bool] = {}

    def reads(self, audience: Audience, terms: AgreementTerms | None) -> bool:
        """Return whether `decide` allows."""
        if not _once(self._reach, audience.marking, lambda: not hear(_CLOSES, self._case(audience))):
            return False
        if audience.compartment and not self._listed(audience):
            return False
        return (
            audience.owner_id == self._agency
            or (self._agency in audience.agencies and self._agreed(audience, terms))
            or (bool(audience.disclosures) and self._disclosed(audience))
            or (bool(self._actor.emergencies) and self._opens(audience))
        )

    def changes(self, audience: Audience) -> bool:
        """Return whether `decide_change` allows, for an audience that she reads."""
        return self._writes and audience.owner_id == self._agency

    def places(self, terms: AgreementTerms | None) -> bool:
        """Return whether `decide_place` allows, for an audience that she changes."""
        if terms is None:
            return True
        return not _once(self._read_only, terms.agreement_id, lambda: read_only(terms, self._at) is not None)

    def _listed(self, audience: Audience) -> bool:
        if audience.owner_id != self._agency:
            return self._place in audience.compartment
        return not audience.compartment.isdisjoint(self._in_own)

    def _agreed(self, audience: Audience, terms: AgreementTerms | None) -> bool:
        if (audience.ends_at is not None and self._at >= audience.ends_at) or self._purpose not in audience.purposes:
            return False
        alike = (
            terms and terms.agreement_id, audience.owner_id, audience.marking, audience.handling, audience.conditions,
            audience.clause, audience.subject, audience.categories,
        )  # fmt: skip
        return _once(self._carried, alike, lambda: not hear(_CARRIES, self._case(replace(audience, agreement=terms))))

    def _disclosed(self, audience: Audience) -> bool:
        case = self._case(audience)
        return DISCLOSURE.offered(case) and not hear(DISCLOSURE.objections, case)

    def _opens(self, audience: Audience) -> bool:
        return _once(self._opened, audience.owner_id, lambda: EMERGENCY.offered(self._case(audience)))

    def _case(self, audience: Audience) -> Case:
        return Case(actor=self._actor, audience=audience, purpose=self._purpose, at=self._at)


def _once(known: dict[K, bool], key: K, answer: Callable[[], bool]) -> bool:
    found = known.get(key)
    if found is None:
        found = known[key] = answer()
    return found
