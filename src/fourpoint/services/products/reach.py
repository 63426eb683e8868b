"""
How far a product may go: no further than what it cites, unless a second person decided so, in writing.

What is another agency's is never given further by a decision of ours: its owner is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fourpoint.access import audiences
from fourpoint.domain.reach import Beyond, beyond, outside, reached
from fourpoint.domain.sharing import Audience
from fourpoint.records.products.models import FIGURE, WIDER, Citation, Decision, Product
from fourpoint.services.agencies.queries import agency_names

WAYS = {
    Beyond.AGENCIES: "closed to some who would read the product",
    Beyond.MARKING: "marked higher",
    Beyond.CONDITIONS: "under conditions that the product would not carry",
    Beyond.LIST: "for named people only",
    Beyond.SUBJECT: "about a child, a victim or a witness, which the product would not say",
    Beyond.END: "open for a shorter time",
}


@dataclass(frozen=True, kw_only=True)
class Wider:
    """A source that is read less widely, or with more care, than the product would be."""

    number: int
    owner_id: int
    ways: frozenset[Beyond]
    outside: frozenset[int]

    @property
    def sentence(self) -> str:
        """Why it stands against it."""
        return f"Source {self.number} is {', '.join(WAYS[way] for way in sorted(self.ways))}."


def find_wider(product_id: int, audience: Audience) -> tuple[Wider, ...]:
    """Return the sources of a product that an audience would go beyond, by their numbers."""
    rows = Citation.objects.filter(product_id=product_id).order_by("number")
    return tuple(found for row in rows if (found := _wider(row, audience)) is not None)


def find_further(product_id: int, audience: Audience, agencies: frozenset[int]) -> tuple[Wider, ...]:
    """Return the sources that are closed to some of those agencies, or are read with more care than the product."""
    rows = Citation.objects.filter(product_id=product_id).order_by("number")
    return tuple(found for row in rows if (found := _wider(row, audience, also=agencies)) is not None)


def what_stands_against(row: Product, audience: Audience) -> str:
    """Return why a product may not be given that audience, in one sentence; empty when it may, or goes no further."""
    now = audiences.find(row.audience_id)
    if now is None or not beyond(now, audience):
        return ""
    decided = list(Decision.objects.filter(product=row, kind=WIDER))
    against = [one for one in find_wider(row.pk, audience) if not _is_decided(one, row, decided)]
    if not against:
        return ""
    ours = [one for one in against if one.owner_id == row.owner_id]
    theirs = [one for one in against if one.owner_id != row.owner_id]
    if theirs:
        names = ", ".join(sorted(agency_names(one.owner_id for one in theirs).values()))
        return (
            f"It cites what belongs to {names}, which would be read more widely than its owner allowed: ask the owner."
        )
    return (
        f"It would be read more widely than {_numbers(ours)}, and nobody has decided so: somebody other than its author"
        " decides on its page how far it may go."
    )


# ----------------------------------------------------------------------------------------------------------------------


def _wider(row: Citation, audience: Audience, *, also: frozenset[int] = frozenset()) -> Wider | None:
    source = audiences.find(row.readable_id)
    if source is None:
        return None
    shut = outside(source, audience) | (also - reached(source) - {source.owner_id})
    ways = beyond(source, audience) | (frozenset({Beyond.AGENCIES}) if shut else frozenset())
    # A figure of an edition says nothing of anybody; what closes it is the marking, and who may read the edition.
    ways = ways - {Beyond.SUBJECT, Beyond.CONDITIONS} if row.kind == FIGURE else ways
    if not ways:
        return None
    return Wider(number=row.number, owner_id=source.owner_id, ways=ways, outside=shut)


def _is_decided(one: Wider, row: Product, decided: Iterable[Decision]) -> bool:
    about = [decision for decision in decided if one.number in decision.citations]
    agencies = {agency_id for decision in about for agency_id in decision.agencies}
    return bool(about) and one.owner_id == row.owner_id and one.outside <= agencies


def _numbers(held: list[Wider]) -> str:
    numbers = ", ".join(str(one.number) for one in held)
    return f"its source {numbers}" if len(held) == 1 else f"its sources {numbers}"
