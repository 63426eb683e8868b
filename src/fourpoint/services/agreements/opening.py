"""What an agreement opens now, counted over what the person who asks may see herself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from fourpoint.access.context import Acting
from fourpoint.records.profiles.models import Profile
from fourpoint.records.sharing.models import Agreement, Audience, AudienceAgency
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.marked.kinds import KINDS


@dataclass(frozen=True, kw_only=True)
class Opened:
    """How many records of one kind an agency has put under the agreement, for which agencies."""

    kind: str
    count: int
    owner: str
    readers: tuple[str, ...]


def count_opened(who: Acting, row: Agreement) -> tuple[Opened, ...]:
    """
    Return what lies under the agreement or a version before it, as far as the person who acts may read it.

    Row security holds every count to the rows that are open to her, so no count tells of more.
    """
    under = Audience.objects.filter(agreement_id__in=[row.id, *_earlier(row)], id__in=list(who.readable))
    held = {audience.id: audience.owner_id for audience in under}
    readers = _readers(held)
    names = agency_names({*held.values(), *(agency for one in readers.values() for agency in one)})
    found: dict[tuple[str, int, frozenset[int]], int] = {}
    for name, model in _models():
        for audience_id in model._default_manager.filter(audience_id__in=held).values_list("audience_id", flat=True):
            key = (name, held[audience_id], readers[audience_id])
            found[key] = found.get(key, 0) + 1
    return tuple(
        Opened(kind=kind, count=count, owner=names[owner], readers=tuple(sorted(names[one] for one in read_by)))
        for (kind, owner, read_by), count in sorted(found.items(), key=lambda item: (item[0][1], item[0][0]))
    )


def _models() -> Iterable[tuple[str, type[Model]]]:
    return [("profile", Profile), *((kind.name, kind.model) for kind in KINDS)]


def _earlier(row: Agreement) -> list[int]:
    found = []
    while row.replaces is not None:
        row = row.replaces
        found.append(row.id)
    return found


def _readers(held: dict[int, int]) -> dict[int, frozenset[int]]:
    named: dict[int, set[int]] = {audience_id: set() for audience_id in held}
    for audience_id, agency_id in AudienceAgency.objects.filter(audience_id__in=held).values_list(
        "audience_id", "agency_id"
    ):
        named[audience_id].add(agency_id)
    return {audience_id: frozenset(agencies) for audience_id, agencies in named.items()}
