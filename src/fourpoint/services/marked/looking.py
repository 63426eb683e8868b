"""Records that somebody of the owner looked at a record as another agency would see it."""

from datetime import datetime

from django.db import transaction

from fourpoint.access import trail
from fourpoint.domain.operations import Operation
from fourpoint.domain.sharing import Actor
from fourpoint.services.marked.finding import Found


@transaction.atomic
def record_preview(*, by: Actor, purpose: str, at: datetime, found: Found, agency_id: int) -> None:
    """Write into the trail that the record was consulted, as people of that agency would have it."""
    trail.record_shown(found.kind.code, [found.row])
    change = trail.Change(
        action=f"{found.kind.code}.preview",
        object_kind=found.kind.code,
        object_id=found.row.pk,
        facts={"agency": agency_id},
        operation=Operation.CONSULTATION,
        audience_id=found.row.audience_id,
    )
    trail.record(change, by=by, purpose=purpose, at=at)
