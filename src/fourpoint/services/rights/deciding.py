"""
Decides on what was found: governance on what it found itself, a colleague who was called on what is hers.

One at a time, or several of a page withheld at once; each decision has its own entry in the trail.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from fourpoint.access import trail
from fourpoint.catalogue.keeping import ExemptionEntry
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.rights.models import DISCLOSE, WITHHOLD, RightsItem, RightsRequest
from fourpoint.services.agencies.words import entries
from fourpoint.services.rights.calling import find_call
from fourpoint.services.rights.requests import NoSuchRequest, note, open_request

LONGEST_EXTRACT, LONGEST_REASON = 4_000, 1_000


class GroundUnusable(Unusable):
    """No ground of the catalogue was chosen."""


class ReasonUnusable(Unusable):
    """There is no reason, or none that can be kept."""


class ExtractUnusable(Unusable):
    """There are no words to give, or none that can be kept."""


class NothingTicked(Unusable):
    """Several were to be decided on, and none was chosen."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """
    What is decided on a find.

    exemption  a ground of the catalogue; empty: it is disclosed, or an extract of it given
    reason     why it is withheld
    extract    what is given of a find that only a colleague may read
    """

    exemption: str = ""
    reason: str = ""
    extract: str = ""


@transaction.atomic
def decide_item(*, by: Actor, purpose: str, at: datetime, request_id: int, item_id: int, decision: Decision) -> None:
    """
    Decide that what the desk found is disclosed, or withheld on a ground and for a reason.

    raises  NoSuchRequest, RequestClosed; GroundUnusable, ReasonUnusable
    """
    row = open_request(by, request_id)
    _decide(row, [item_id], decision, mine=None, by=by, purpose=purpose, at=at)


@transaction.atomic
def decide_own(*, by: Actor, purpose: str, at: datetime, call_id: int, item_id: int, decision: Decision) -> None:
    """
    Decide on a find of one's own: give the person an extract of it, or withhold it on a ground and for a reason.

    raises  NoSuchRequest; ExtractUnusable, GroundUnusable, ReasonUnusable
    """
    row = find_call(by, call_id, lock=True)
    if not decision.exemption and not decision.extract.strip():
        raise ExtractUnusable("Write what the person is given of it.")
    _decide(row.request, [item_id], decision, mine=by.person_id, by=by, purpose=purpose, at=at)


@transaction.atomic
def withhold_items(
    *, by: Actor, purpose: str, at: datetime, request_id: int, item_ids: Collection[int], decision: Decision
) -> None:
    """
    Withhold several of the desk's finds on one ground and for one reason: all of them, or none.

    raises  NoSuchRequest when one of them is not there; RequestClosed; NothingTicked, GroundUnusable, ReasonUnusable
    """
    row = open_request(by, request_id)
    _check_several(item_ids, decision)
    _decide(row, item_ids, decision, mine=None, by=by, purpose=purpose, at=at)


@transaction.atomic
def withhold_own(
    *, by: Actor, purpose: str, at: datetime, call_id: int, item_ids: Collection[int], decision: Decision
) -> None:
    """Withhold several finds of one's own, as `withhold_items`; raises as that does."""
    row = find_call(by, call_id, lock=True)
    _check_several(item_ids, decision)
    _decide(row.request, item_ids, decision, mine=by.person_id, by=by, purpose=purpose, at=at)


# ----------------------------------------------------------------------------------------------------------------------


def _check_several(item_ids: Collection[int], decision: Decision) -> None:
    if not item_ids:
        raise NothingTicked("Tick at least one find to withhold.")
    if not decision.exemption:
        raise GroundUnusable("Choose the ground on which they are withheld.")


def _decide(  # noqa: PLR0913
    row: RightsRequest,
    item_ids: Collection[int],
    decision: Decision,
    *,
    mine: int | None,
    by: Actor,
    purpose: str,
    at: datetime,
) -> None:
    """Keep the decision on each of these finds of `mine` (None: the desk's own), or raise before any is kept."""
    whose = Q(found_by_id=mine) if mine else Q(found_by=None)
    items = list(RightsItem.objects.select_for_update().filter(whose, request=row, pk__in=item_ids).order_by("pk"))
    if len(items) != len(set(item_ids)):
        raise NoSuchRequest("There is no such find for you to decide on.")
    made = _checked(decision)
    for item in items:
        item.decision, item.exemption = (WITHHOLD if made.exemption else DISCLOSE), made.exemption
        item.extract, item.reason = ("" if made.exemption else made.extract), made.reason
        item.decided_at, item.decided_by_id = at, by.person_id
        item.save(update_fields=["decision", "exemption", "extract", "reason", "decided_at", "decided_by"])
        facts: trail.Facts = {"item": item.pk, "decision": item.decision, "exemption": item.exemption}
        note("rights.decide", row, facts, by=by, purpose=purpose, at=at)


def _checked(decision: Decision) -> Decision:
    reason, extract = decision.reason.strip(), decision.extract.strip()
    if decision.exemption and decision.exemption not in entries("exemptions", ExemptionEntry):
        raise GroundUnusable("Choose the ground on which it is withheld from the list.")
    if "\0" in reason or (decision.exemption and not reason):
        raise ReasonUnusable("Say why it is withheld.")
    if len(reason) > LONGEST_REASON:
        raise ReasonUnusable(f"Shorten it: {LONGEST_REASON:,} characters are the most to say why.")
    if "\0" in extract:
        raise ExtractUnusable("Write what the person is given of it.")
    if len(extract) > LONGEST_EXTRACT:
        raise ExtractUnusable(f"Shorten it: {LONGEST_EXTRACT:,} characters are the most to give.")
    return Decision(exemption=decision.exemption, reason=reason, extract=extract)
