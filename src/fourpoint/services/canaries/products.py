"""Plants decoys of intelligence products: issued, so that pages, search and printed copies all have one to leak."""

from datetime import datetime

from fourpoint.domain.sharing import Actor, Audience
from fourpoint.records.agencies.models import Agency
from fourpoint.records.products.models import DRAFTING, ISSUED, Product, Section
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.canaries.intelligence import columns, reference


def plant_product(words: str, audience: Audience, by: Actor, at: datetime) -> int:
    """Put the words in the terms and the one section of a briefing that the agency's steward issued."""
    steward = get_steward(Agency.objects.values_list("code", flat=True).get(pk=audience.owner_id))
    row = Product.objects.create(
        **columns(audience, by, at),
        reference=reference("P"),
        template="briefing",
        title="Synthetic decoy",
        state=DRAFTING,
        question="Synthetic decoy?",
        scope=words,
        period_from=at.date(),
        period_to=at.date(),
        requester="Synthetic decoy",
        due_on=at.date(),
        senior_id=steward,
    )
    Section.objects.create(product=row, audience_id=row.audience_id, code="summary", number=1, text=words)
    # What its parts say is held once it is issued, so it is issued last.
    row.state, row.issued_at, row.issued_by_id = ISSUED, at, steward
    row.save(update_fields=["state", "issued_at", "issued_by"])
    return row.pk
