"""Background work on profiles: an analyst asks for editions, a worker freezes them, a killed one is retried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from fourpoint.access import context
from fourpoint.access.context import Acting
from fourpoint.services.profiles import actions
from fourpoint.services.profiles.printing import Press, the_printer

TASK = "profiles.build_edition"
QUEUE = "profiles"
STALLED_SECONDS = 60
WAITING = ("todo", "doing")

State = Literal["waiting", "working", "done", "failed"]
STATES: dict[str, State] = {"todo": "waiting", "doing": "working", "succeeded": "done"}


@dataclass(frozen=True, kw_only=True)
class Build:
    """An edition that was asked for and what became of it; asked_at None when the queue no longer knows."""

    area_code: str
    label: str
    state: State
    attempts: int
    asked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How far the editions of one label that were asked for are."""

    builds: tuple[Build, ...]

    @property
    def done(self) -> int:
        """How many are frozen."""
        return sum(build.state == "done" for build in self.builds)

    @property
    def is_going_on(self) -> bool:
        """Whether any is still waiting or being made."""
        return any(build.state in ("waiting", "working") for build in self.builds)


def ask_for_editions(*, areas: Sequence[str], label: str, who: Acting, cuts: Sequence[str] = ()) -> tuple[str, ...]:
    """
    Queue the edition of that quarter for each area and return the areas; one already waiting is not queued twice.

    areas   codes, or "all" for the profiles of the person's own agency
    cuts    codes of the catalogue's editions; none: all of them

    raises  as `actions.check_may_build`, before anything is queued
    """
    codes = actions.check_may_build(areas=areas, label=label, by=who.actor, cuts=cuts)
    for code in codes:
        _queue(code, label=label, who=who, cuts=cuts)
    return codes


def find_builds(*, areas: Sequence[str], label: str) -> Asked:
    """Return the newest build of each of the areas, which must be open to the person, under the label."""
    rows = ProcrastinateJob.objects.filter(task_name=TASK, args__label=label, args__area__in=list(areas))
    newest = {row.args["area"]: row for row in rows.order_by("id")}
    return Asked(builds=tuple(_build(newest[area]) for area in areas if area in newest))


@app.task(name=TASK, queue=QUEUE, retry=RetryStrategy(max_attempts=3, wait=20))
def build_edition(
    *, area: str, label: str, person_id: int, agency_id: int, purpose: str, cuts: Sequence[str] = ()
) -> None:
    """Freeze one edition as the person who asked for it, by what she may do when it runs."""
    at = timezone.now()
    with context.acting(person_id, at=at, purpose=purpose, agency_id=agency_id) as who:
        press = Press(printer=the_printer(), cuts=tuple(cuts))
        actions.build_editions(areas=(area,), label=label, by=who.actor, purpose=who.purpose, at=at, press=press)


@app.periodic(cron="* * * * *")
@app.task(name="profiles.rescue_stalled", queue=QUEUE, queueing_lock="profiles.rescue_stalled", pass_context=True)
async def rescue_stalled(job_context: JobContext, timestamp: int) -> None:
    """Put back the jobs whose worker has died, so that another takes them up."""
    del timestamp
    manager = job_context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await manager.retry_job(job)


# ----------------------------------------------------------------------------------------------------------------------


def _queue(area: str, *, label: str, who: Acting, cuts: Sequence[str]) -> None:
    lock = f"{TASK}:{area}:{label}"
    deferrer = build_edition.configure(queueing_lock=f"{lock}:{','.join(cuts)}", lock=lock)
    try:
        # A savepoint: the lock is a unique index, and its refusal must not undo the request.
        with transaction.atomic():
            deferrer.defer(
                area=area,
                label=label,
                person_id=who.actor.person_id,
                agency_id=who.actor.agency_id,
                purpose=who.purpose,
                cuts=list(cuts),
            )
    except AlreadyEnqueued:
        return


def _build(row: ProcrastinateJob) -> Build:
    event = row.procrastinateevent_set.order_by("id").first()
    return Build(
        area_code=row.args["area"],
        label=row.args["label"],
        state=STATES.get(row.status, "failed"),
        attempts=row.attempts,
        asked_at=event.at if event else None,
    )
