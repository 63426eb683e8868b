"""
Scans what is in quarantine: clean files are let out, of an infected one nothing is kept but that there was one.

The work of a job that acts for nobody. The database shows it the bytes in quarantine and nothing else, and shows those
to nobody else.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from fourpoint.access import context, trail
from fourpoint.domain.errors import Broken
from fourpoint.records.files.models import CLEAN, INFECTED, QUARANTINED, Content, File
from fourpoint.services.agencies import letters
from fourpoint.services.agencies.founding import get_steward

LOG = logging.getLogger(__name__)
# Returns what was found in the bytes, nothing when they are clean; config brings the adapter.
Scanner = Callable[[bytes], str]
RULE = "infected"
# So many files without an answer, one after the other: it is the scanner, and no file of its own.
SILENT_IN_A_ROW = 3


class ScannerUnreachable(Broken):
    """The scanner gave no answer: files stay in quarantine."""


def scan_waiting(*, at: datetime) -> Counter[str]:
    """
    Scan every file in quarantine, each in a transaction of its own, and return how many became what.

    A file on which the scanner gives no answer (one too large for it, say) waits on, and those behind it are scanned.

    raises  ScannerUnreachable, at the end, when any waits on; at once when it gave no answer on several in a row
    """
    done: Counter[str] = Counter()
    if not settings.FOURPOINT_SCANNER:
        return done
    scanner = cast(Scanner, import_string(settings.FOURPOINT_SCANNING))
    silent, in_a_row = None, 0
    for number in list(File.objects.filter(state=QUARANTINED).order_by("id").values_list("pk", flat=True)):
        try:
            state = _scan(number, scanner, at=at)
        except ScannerUnreachable as error:
            LOG.warning("File %d waits on: %s", number, error)
            silent, in_a_row = error, in_a_row + 1
            if in_a_row >= SILENT_IN_A_ROW:
                break
            continue
        in_a_row = 0
        if state:
            done[state] += 1
    if silent is not None:
        raise silent
    return done


def count_waiting() -> int:
    """Return how many files are in quarantine."""
    return File.objects.filter(state=QUARANTINED).count()


@transaction.atomic
def _scan(number: int, scanner: Scanner, *, at: datetime) -> str:
    """What became of it; nothing when another worker has it, or it was disposed of meanwhile."""
    row = File.objects.select_for_update(skip_locked=True).filter(pk=number, state=QUARANTINED).first()
    if row is None:
        return ""
    _set("on")
    try:
        content = Content.objects.get(pk=number)
        row.found = scanner(bytes(content.data))[:200]
        row.state, row.scanned_at = INFECTED if row.found else CLEAN, at
        row.save(update_fields=["state", "scanned_at", "found"])
        if row.found:
            content.delete()
    finally:
        if not connection.needs_rollback:
            _set("")
    if row.found:
        _tell(row, at=at)
    return row.state


def _tell(row: File, *, at: datetime) -> None:
    """Tell who brought it, and keep in the trail of her agency that it was destroyed, and when."""
    LOG.warning("File %d was infected (%s) and has been destroyed", row.pk, row.found)
    letters.write_to([row.put_by_id], kind="infected", path="/", agency_id=row.agency_id, at=at)
    with context.acting(get_steward(row.agency.code), at=at) as who:
        erased = trail.Erased(object_kind="file", object_id=row.pk, rule=RULE, counts={"files": 1})
        trail.record_erased(erased, by=who.actor, purpose=who.purpose, at=at)


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fourpoint.scanning', %s, true)", [value])
