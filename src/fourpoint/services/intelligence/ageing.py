"""How old is what a report tells: relevance ages, whatever the grade, and from a day on a page says so."""

from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from fourpoint.access import in_force
from fourpoint.catalogue.intelligence import SubjectLimitEntry
from fourpoint.domain import months
from fourpoint.domain.errors import Broken
from fourpoint.records.intelligence.models import Report

LIMIT = "stale"
# By the same last day as a line of a list tells. In SQL, as every page of an area counts: Django takes longer to put
# this together than PostgreSQL to answer it.
_COUNTED = """
    SELECT threat, count(*), count(*) FILTER (WHERE coalesce(
        (SELECT max(coalesce(to_on, from_on)) FROM intelligence_item WHERE report_id = report.id),
        (made_at AT TIME ZONE 'Europe/London')::date) < %(before)s)
    FROM intelligence_report report
    WHERE area_codes @> ARRAY[%(area)s]::varchar[] AND state = %(state)s AND released_at IS NOT NULL
    GROUP BY threat
"""


def old_before(at: datetime) -> date:
    """Return the day before which what is told is old; raises Broken for a catalogue without that limit."""
    held = in_force.read_entries("subject_limits", SubjectLimitEntry)
    found = next((one.months for one in held if one.id == LIMIT), None)
    if found is None:
        raise Broken(f"The catalogue's subject_limits hold no '{LIMIT}'.")
    return months.same_day(timezone.localdate(at), months=-found)


def count_released(area_code: str, *, at: datetime) -> dict[str, tuple[int, int]]:
    """Return, by threat, how many released reports of an area are open to the person, and how many of them are old."""
    asked: dict[str, str | date] = {"area": area_code, "state": Report.READY, "before": old_before(at)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, asked)
        return {threat: (held, old) for threat, held, old in cursor.fetchall()}
