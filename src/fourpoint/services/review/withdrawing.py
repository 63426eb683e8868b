"""Withdraws editions that printed a note which is disposed of."""

from datetime import datetime

from django.db import connection

from fourpoint.access import trail
from fourpoint.domain.errors import Broken
from fourpoint.domain.sharing import Actor
from fourpoint.records.exports.models import DISPOSAL
from fourpoint.records.profiles.models import RedactionReport
from fourpoint.services.exports.actions import recall_exports

TELL_HOLDERS = "The edition was withdrawn: destroy your copy, and take the next one."


def withdraw(  # noqa: PLR0913
    *, by: Actor, purpose: str, at: datetime, numbers: tuple[int, ...], kind: str, record_id: int, rule: str
) -> None:
    """
    Remove these editions with their reports, ask every holder of a copy, and record each as an erasure.

    kind, record_id  the record that is being disposed of, because of which they go
    raises           Broken for one that the actor may not change: then nothing was removed
    """
    for number in numbers:
        asked = {"kind": "edition", "record_id": number, "reason": TELL_HOLDERS, "cause": DISPOSAL}
        copies = recall_exports(by=by, purpose=purpose, at=at, **asked)  # type: ignore[arg-type]
        reports = RedactionReport.objects.filter(edition_id=number).count()
        with connection.cursor() as cursor:
            cursor.execute("SELECT fourpoint_dispose_edition(%s, %s, %s)", [number, kind, record_id])
            if cursor.fetchone() != (True,):
                raise Broken(f"Edition {number} could not be withdrawn: nothing was removed.")
        counts = {"copies": len(copies), "redaction-reports": reports}
        erased = trail.Erased(object_kind="edition", object_id=number, rule=rule, counts=counts)
        trail.record_erased(erased, by=by, purpose=purpose, at=at)
