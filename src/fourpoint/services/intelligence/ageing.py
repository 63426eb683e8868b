"""How old is what a report tells: relevance ages, whatever the grade, and from a day on a page says so."""

from datetime import date, datetime

from django.db.models import DateField, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from fourpoint.access import in_force
from fourpoint.catalogue.intelligence import SubjectLimitEntry
from fourpoint.domain import months
from fourpoint.domain.errors import Broken
from fourpoint.records.intelligence.models import Item

LIMIT = "stale"


def old_before(at: datetime) -> date:
    """Return the day before which what is told is old; raises Broken for a catalogue without that limit."""
    held = in_force.read_entries("subject_limits", SubjectLimitEntry)
    found = next((one.months for one in held if one.id == LIMIT), None)
    if found is None:
        raise Broken(f"The catalogue's subject_limits hold no '{LIMIT}'.")
    return months.same_day(timezone.localdate(at), months=-found)


def told_until() -> Subquery:
    """The last day of which any item of a report tells; null where no item says."""
    items = Item.objects.filter(report_id=OuterRef("pk")).order_by().values("report_id")
    last = items.annotate(last=Max(Coalesce("to_on", "from_on"))).values("last")
    return Subquery(last, output_field=DateField())
