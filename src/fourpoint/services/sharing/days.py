"""The day on which a new record is first reviewed, as the catalogue's review groups say."""

from datetime import date, datetime

from django.utils import timezone

from fourpoint.access import in_force
from fourpoint.catalogue.entries import ReviewGroupEntry
from fourpoint.domain import months
from fourpoint.domain.errors import Broken


def first_review(group: str, *, at: datetime) -> date:
    """Return the first review day of a record of that group made then; raises Broken for an unknown group."""
    found = next((one for one in in_force.read_entries("review_groups", ReviewGroupEntry) if one.id == group), None)
    if found is None:
        raise Broken(f"The catalogue's review_groups hold no '{group}', which new records are given.")
    return months.same_day(timezone.localdate(at), months=found.months)
