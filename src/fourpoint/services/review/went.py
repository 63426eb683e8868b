"""Which records went: for whoever keeps the number of one, and must not take it for still there."""

from django.db.models import QuerySet

from fourpoint.records.review.models import DONE, Disposal


def list_gone(owner_id: int) -> "QuerySet[Disposal]":
    """Return the disposals of an agency's records that were carried out."""
    return Disposal.objects.filter(owner_id=owner_id, state=DONE)
