"""How well what a desk asked in the last year was answered, all of it taken together; for the people of that desk."""

from datetime import timedelta

from django.db.models import QuerySet

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.answering import Measure, Worth, measure_answers
from fourpoint.domain.duties import Duty
from fourpoint.records.intelligence.models import Answer, Ask, Requirement, Submission
from fourpoint.services.intelligence.desks import works_at

LATELY = timedelta(days=365)


def measure_year(who: Acting) -> tuple[Measure, ...]:
    """
    Return coverage, timeliness and value of the requirements of the last year whose answers lie on desks of the reader.

    Each agency counts once for each requirement that it was asked. Empty for who evaluates at no desk, and for none.
    """
    agency_id = who.actor.agency_id or 0
    if not checks.has_duty(who.actor, duty=Duty.TRIAGE, agency_id=agency_id):
        return ()
    rows = Requirement.objects.filter(owner_id=agency_id, made_at__gt=who.at - LATELY)
    desks = {desk_id: works_at(desk_id, who.actor.person_id, agency_id) for desk_id in _desks(rows)}
    numbers = [row.pk for row in rows if desks[row.desk_id]]
    return _measures(numbers) if numbers else ()


# ----------------------------------------------------------------------------------------------------------------------


def _desks(rows: QuerySet[Requirement]) -> set[int]:
    return set(rows.values_list("desk_id", flat=True))


def _measures(numbers: list[int]) -> tuple[Measure, ...]:
    asked = {(one.requirement_id, one.agency_id): one for one in Ask.objects.filter(requirement_id__in=numbers)}
    given = list(Submission.objects.filter(requirement_id__in=numbers).order_by("made_at", "pk"))
    judged = Answer.objects.filter(requirement_id__in=numbers).exclude(worth="")
    worths = dict(judged.values_list("submission_id", "worth"))
    first: dict[int, int] = {}
    for one in given:
        ask = asked.get((one.requirement_id or 0, one.sender_agency_id))
        if ask is not None:
            first.setdefault(ask.pk, (one.made_at - ask.asked_at).days)
    return measure_answers(
        asked=[ask.pk for ask in asked.values()],
        first_days=first,
        worths=[Worth(worths[one.pk]) if one.pk in worths else None for one in given],
    )
