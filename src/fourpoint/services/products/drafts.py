"""The drafts that somebody may write on, for choosing where something is to be cited."""

from dataclasses import dataclass

from fourpoint.access import checks, trail
from fourpoint.access.context import Acting
from fourpoint.domain.duties import Duty
from fourpoint.records.products.models import DRAFTING, Product
from fourpoint.services.products.templates import sections_of

MOST_DRAFTS = 20


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft with its sections, as (code, name)."""

    product_id: int
    reference: str
    title: str
    sections: tuple[tuple[str, str], ...]


def list_drafts(who: Acting) -> tuple[Draft, ...]:
    """Return the newest drafts that the person may write on, those that she began first; none without the duty."""
    agency_id = who.actor.agency_id or 0
    if not checks.has_duty(who.actor, duty=Duty.PRODUCTS, agency_id=agency_id):
        return ()
    rows = Product.objects.filter(owner_id=agency_id, state=DRAFTING).order_by("-made_at", "-pk")[:MOST_DRAFTS]
    held = sorted(rows, key=lambda row: row.made_by_id != who.actor.person_id)
    trail.record_listed("product", held)
    return tuple(
        Draft(
            product_id=row.pk,
            reference=row.reference,
            title=row.title,
            sections=tuple((code, entry.name) for code, entry in sections_of(row.template).items()),
        )
        for row in held
    )
