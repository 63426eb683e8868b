"""What a desk has to do against what it can: counts of its last days, and when it is clear."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncDate

from fourpoint.access.context import Acting
from fourpoint.domain.days import HERE, day_of, start_of
from fourpoint.domain.workload import Flow, Forecast, forecast
from fourpoint.records.intelligence.models import Desk, Move, Submission, Triage
from fourpoint.services.intelligence.pathway import ended_states, the_pathway
from fourpoint.services.intelligence.queue import check_works
from fourpoint.services.intelligence.sorting import level_name, list_levels
from fourpoint.services.library.places import threat_names

DAYS = 28


@dataclass(frozen=True, kw_only=True)
class Lane:
    """
    The queue of a threat at one level of risk, empty for what has none.

    waiting   how many are not done with; `overdue` of them have a clock that ran out
    arrived   how many of what came on the last days were sorted there; `done` how many of those are done with
    next_due  when the first clock runs out, None where none runs
    """

    threat: str
    level: str
    waiting: int
    overdue: int
    arrived: int
    done: int
    next_due: datetime | None


@dataclass(frozen=True, kw_only=True)
class Workload:
    """
    One desk of the reader's.

    days         the last whole days, the oldest first, with how many arrived and were done on each
    at_capacity  when it is clear if the desk does all it can; at_pace if it does what it did
    queues       of each threat and level of risk into which something was sorted, the lowest level first
    """

    code: str
    name: str
    flow: Flow
    days: tuple[tuple[date, int, int], ...]
    at_capacity: Forecast
    at_pace: Forecast
    queues: tuple[Lane, ...]


def list_workloads(who: Acting) -> tuple[Workload, ...]:
    """
    Return the workload of each desk that has the reader on its list, by name.

    raises  NotAllowed for somebody without the duty of triage
    """
    check_works(who)
    desks = Desk.objects.filter(agency_id=who.actor.agency_id or 0, arrivals_id__in=tuple(who.readable))
    return tuple(_workload(who, desk) for desk in desks.order_by("name"))


# ----------------------------------------------------------------------------------------------------------------------


def _workload(who: Acting, desk: Desk) -> Workload:
    today = day_of(who.at)
    days = [today - timedelta(days=back) for back in range(DAYS, 0, -1)]
    since, until = start_of(days[0]), start_of(today)
    arrived = _by_day(Submission.objects.filter(desk=desk, made_at__gte=since, made_at__lt=until), "made_at")
    ends = Move.objects.filter(
        submission__desk=desk,
        state__in=ended_states(),
        step__in=_ending_steps(),
        moved_at__gte=since,
        moved_at__lt=until,
    )
    done = _by_day(ends, "moved_at")
    still = Triage.objects.filter(submission__desk=desk).exclude(state__in=ended_states())
    flow = Flow(
        waiting=still.count(),
        overdue=still.filter(due_at__lte=who.at).count(),
        arrived=tuple(arrived[day] for day in days),
        done=tuple(done[day] for day in days),
        capacity=desk.capacity,
    )
    return Workload(
        code=desk.code,
        name=desk.name,
        flow=flow,
        days=tuple((day, arrived[day], done[day]) for day in days),
        at_capacity=forecast(flow, rate=desk.capacity, said=f"With {desk.capacity:,} done a day"),
        at_pace=forecast(flow, rate=flow.goes, said=f"With {flow.goes:.1f} done a day, as of late,"),
        queues=_lanes(who, desk, since=since),
    )


def _lanes(who: Acting, desk: Desk, *, since: datetime) -> tuple[Lane, ...]:
    still, came = ~Q(state__in=ended_states()), Q(submission__made_at__gte=since)
    rows = Triage.objects.filter(submission__desk=desk).exclude(threat="").values("threat", "level")
    counted = rows.annotate(
        waiting=Count("pk", filter=still),
        overdue=Count("pk", filter=still & Q(due_at__lte=who.at)),
        arrived=Count("pk", filter=came),
        done=Count("pk", filter=came & ~still),
        next_due=Min("due_at", filter=still),
    )
    names, levels = threat_names(), [one.id for one in list_levels()]
    places = {code: place for place, code in enumerate(levels, start=1)}
    found = sorted(counted, key=lambda one: (names.get(one["threat"], ""), places.get(one["level"], 0)))
    return tuple(
        Lane(**one | {"threat": names.get(one["threat"], one["threat"]), "level": level_name(one["level"])})
        for one in found
    )


def _by_day(rows: QuerySet[Move] | QuerySet[Submission], field: str) -> Counter[date]:
    found: Iterable[date] = rows.annotate(day=TruncDate(field, tzinfo=HERE)).values_list("day", flat=True)
    return Counter(found)


def _ending_steps() -> tuple[str, ...]:
    """The steps that end a submission's way; other moves of one that ended leave it where it is."""
    ended = ended_states()
    return tuple(step.code for step in the_pathway().steps if step.after in ended)
