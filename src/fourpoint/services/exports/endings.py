"""Copies whose agreement ended since they were taken: none may be kept past the instant at which it did."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from fourpoint.access import audiences
from fourpoint.records.exports.models import Export
from fourpoint.records.sharing.models import AudienceAgency


def taken_under_ended(at: datetime) -> Q:
    """Return what holds of copies that were opened to their holder by an agreement that is over by that instant."""
    return _named() & Q(taken_under__agreement_id__in=_over(at))


def when_ended(rows: Iterable[Export], *, at: datetime) -> dict[int, datetime]:
    """Return, by the copy's id, when the agreement ended under which it was taken, of those for which it has."""
    over = _over(at)
    asked = Export.objects.filter(_named(), id__in=[row.id for row in rows], taken_under__agreement_id__in=over)
    return {export_id: over[agreement] for export_id, agreement in asked.values_list("id", "taken_under__agreement_id")}


def _named() -> Q:
    """Taken for an agency that the audience names under its agreement, and not by a disclosure or in an emergency."""
    return Q(Exists(AudienceAgency.objects.filter(audience=OuterRef("taken_under"), agency=OuterRef("agency"))))


def _over(at: datetime) -> dict[int, datetime]:
    """When those of the agreements under which copies are out ended that are over; a later version carries on."""
    named = Export.objects.filter(taken_under__agreement__isnull=False).values_list("taken_under__agreement_id")
    speaking = {key: terms.version_at(at) for key, terms in audiences.terms_of(one for (one,) in named).items()}
    return {key: terms.ends_at for key, terms in speaking.items() if terms.ends_at <= at}
