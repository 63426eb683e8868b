"""Counts for each agency what is overdue: records whose review day has passed, copies that should be destroyed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from fourpoint.access import context
from fourpoint.records.agencies.models import Agency
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.exports.queries import count_overdue as count_copies
from fourpoint.services.review.queries import count_overdue as count_records


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """How much of an agency is overdue. Records on a need-to-know list are not counted: its steward is on none."""

    agency: str
    records: int
    copies: int


def list_overdue(*, at: datetime) -> tuple[Overdue, ...]:
    """Return the counts of every agency, each as its steward sees them, in the order of the agencies' codes."""
    return tuple(_of(number, code, at) for number, code in Agency.objects.order_by("code").values_list("id", "code"))


def _of(number: int, code: str, at: datetime) -> Overdue:
    with context.acting(get_steward(code), at=at):
        records = count_records(number, timezone.localdate(at))
        return Overdue(agency=code, records=records, copies=count_copies(number, at=at))
