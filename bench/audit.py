"""
What the trail costs: the write on a page's reading of marked records, and the check of a million entries.

A database of its own is made in a temporary folder, durable as in production. The write is told as the difference of
two medians, taken in turns: the same transaction that reads a marked record, with and without its entry in the trail.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.rows import Row

HERE = Path(__file__).parents[1]
READS, ENTRIES = 1_000, 1_000_000
MOST_WRITE_S, MOST_VERIFY_S = 0.001, 60.0


def run(*, entries: int = ENTRIES) -> list[Row]:
    """Return the two bars, measured in a process of its own with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"FOURPOINT_HOME": folder, "FOURPOINT_MODE": "demo", "PYTHONPATH": str(HERE)}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")} | settings
        command = [sys.executable, "-m", "bench.audit", str(entries)]
        said = subprocess.run(command, env=environment, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True)
    measured = json.loads(said.stdout.splitlines()[-1])
    with_s, without_s = measured["with_s"], measured["without_s"]
    added, verified = with_s - without_s, measured["verify_s"]
    return [
        Row(
            name="entry in the trail on a read, added at the median",
            ours_s=with_s,
            theirs_s=without_s,
            ratio=added / MOST_WRITE_S,
            bar="under 1 ms added",
            held=added < MOST_WRITE_S,
        ),
        Row(
            name=f"audit verify of {entries:,} entries (sealed in {measured['seal_s']:.0f} s before)",
            ours_s=verified,
            theirs_s=MOST_VERIFY_S,
            ratio=verified / MOST_VERIFY_S,
            bar="under 60 s",
            held=verified < MOST_VERIFY_S,
        ),
    ]


def _measure(entries: int) -> dict[str, float]:
    from fourpoint.config import wiring

    wiring.set_up()
    wiring.ensure_key()
    with wiring.database():
        wiring.migrate()
        measured = _measure_writes(found())
        fill(entries)
        return measured | measure_verify(entries)


def found() -> int:
    """Bring agencies, people and opened profiles into the database, and return who reads; no warehouse is needed."""
    from fourpoint.services.demo.loading import load_demo

    at, password = datetime.now(UTC), str(uuid.uuid4())
    people = load_demo(path=HERE / "sample" / "demo.toml", password=password, at=at, material=False, lively=False)
    return next(person.person_id for person in people if person.email.startswith("bev@"))


def _measure_writes(reader: int) -> dict[str, float]:
    """Median seconds of a read of one marked record in its own transaction, with its entry and without."""
    from fourpoint.access import trail

    at = datetime.now(UTC)
    took: dict[str, list[float]] = {"with_s": [], "without_s": []}
    for _ in range(READS):
        took["with_s"].append(_timed(reader, at, lambda rows: trail.record_shown("profile", rows)))
        took["without_s"].append(_timed(reader, at, lambda rows: None))
    # The first tenth warms connections, plans and caches.
    return {name: statistics.median(times[READS // 10 :]) for name, times in took.items()}


def _timed(reader: int, at: datetime, record: Callable[[list[object]], None]) -> float:
    from fourpoint.access import context
    from fourpoint.records.profiles.models import Profile

    start = time.perf_counter()
    with context.acting(reader, at=at):
        record(list(Profile.objects.order_by("id")[:1]))
    return time.perf_counter() - start


def fill(entries: int) -> None:
    """Write that many readings past the front door, marked as the application marks them, and queued for sealing."""
    from django.db import connections

    connection = connections["owner"]
    connection.ensure_connection()
    with connection.cursor() as cursor:
        # Row security would refuse entries in the name of nobody; the trigger that queues them stays on.
        cursor.execute("ALTER TABLE audit_reading NO FORCE ROW LEVEL SECURITY")
        with cursor.copy("COPY audit_reading FROM STDIN") as copy:
            for row in _readings(entries):
                copy.write_row(row)
        cursor.execute("ALTER TABLE audit_reading FORCE ROW LEVEL SECURITY")
        cursor.execute("ANALYZE")


def _readings(entries: int) -> Iterator[tuple[object, ...]]:
    from django.conf import settings

    from fourpoint.domain import seals
    from fourpoint.records.audit.contents import content_fields, values_of
    from fourpoint.records.audit.entries import ReadingEntry

    start, key = datetime(2026, 1, 1, tzinfo=UTC), settings.FOURPOINT_TRAIL_KEYS[0]
    for number in range(entries):
        row = ReadingEntry(
            id=uuid.uuid4(),
            at=start + timedelta(seconds=7 * number),
            person_id=number % 500 + 1,
            agency_id=number % 20 + 1,
            object_kind="document",
            object_id=str(number % 10_007),
            audience_id=number % 40 + 1,
            owner_id=number % 7 + 1,
            marking="O",
            purpose="prevent-crime",
        )
        values = values_of("R", row)
        yield (*values, seals.mark(key, content_fields("R", values)))


def measure_verify(entries: int) -> dict[str, float]:
    from fourpoint.services.audit import sealing

    start = time.perf_counter()
    sealing.seal()
    sealed = time.perf_counter()
    said = sealing.verify()
    verified = time.perf_counter()
    if not said.verdict.is_sound or said.verdict.entries < entries:
        raise RuntimeError(f"The bench's own trail does not verify: {said.verdict.faults[:3]}")
    return {"seal_s": sealed - start, "verify_s": verified - sealed}


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))  # noqa: T201
