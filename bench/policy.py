"""
What row security costs: a request's start with 20,000 distinct audiences, and queries over a million protected rows.

A throwaway server is made, with a force whose people may read 20,000 audiences of 40,000, and a table of a million rows
protected as every marked table is. Its twin without row security is asked with the same filter written by hand, by
turns, so that what else the machine does falls on both.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.rows import Row

OURS, THEIRS, RECORDS, TURNS = 20_000, 20_000, 1_000_000, 9
WARM_S, CHANGED_S, MOST = 0.005, 0.1, 1.3
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUERIES = {
    "count": "SELECT count(*) FROM {table} {filter}",
    "count of each area": "SELECT area, count(*) FROM {table} {filter} GROUP BY area ORDER BY area",
    "list of the newest 50": "SELECT id, area, made_at FROM {table} {filter} ORDER BY made_at DESC LIMIT 50",
}
# A force and a partner with an agreement; every audience of the force names the partner, and no two are equal. The
# purposes hold a word that makes each another: what PostgreSQL and the rule do with it is as with any.
WORLD = """
    INSERT INTO agencies_person (id, kind, email, name, password, is_active)
        VALUES (1, 'S', 'steward@bench.invalid', 'steward', '!', true);
    INSERT INTO agencies_person (id, kind, email, name, password, is_active, created_by_id)
        VALUES (2, 'P', 'owner@bench.invalid', 'o', '!', true, 1), (3, 'P', 'partner@bench.invalid', 'p', '!', true, 1);
    INSERT INTO agencies_agency (id, code, name, kind, area_code, created_by_id)
        SELECT id, 'a' || id, 'a' || id, 'council', '', 1 FROM generate_series(1, 3) id;
    INSERT INTO agencies_membership (person_id, agency_id, roles, clearance, default_purpose, starts_at, granted_at,
            granted_by_id)
        SELECT id + 1, id, '{analyst}', 'OS', 'local-profile', '2026-01-01', '2026-01-01', 1
        FROM generate_series(1, 2) id;
    INSERT INTO sharing_agreement (id, code, title, version, gateways, purposes, categories, subjects, ceiling,
            handling, conditions, training, onward, retention, dpia_reference, eia_reference, starts_at, ends_at,
            review_on, recorded_at, recorded_by_id, end_reason, aims, data_items, quality, security, rights_contact,
            breach_route)
        SELECT id, 'g' || id, 'g' || id, 1, '{}', '{local-profile}', '{}', '{}', 'OS', '{P,C}', '{}', '{}', '', '', '',
            '', '2026-01-01', '2027-01-01', '2026-12-01', '2026-01-01', 1, '', '', '', '', '', '', ''
        FROM generate_series(1, 2) id;
    INSERT INTO sharing_agreementparty (agreement_id, agency_id, signed_at, signed_by_id, signed_name, signed_post,
            controls)
        SELECT agreement, agency, '2026-01-01', 1, '', '', 'controller'
        FROM generate_series(1, 2) agreement, generate_series(1, 2) agency;
    INSERT INTO sharing_signup (agreement_id, person_id, agency_id, signed_at)
        SELECT id, 3, 2, '2026-01-01' FROM generate_series(1, 2) id;
    INSERT INTO sharing_audience (id, digest, owner_id, marking, handling, conditions, instructions, descriptors,
            prefixes, caveats, categories, clause, agreement_id, purposes, subject, interned_at, interned_by_id)
        SELECT id, 'd' || id, CASE WHEN id % 2 = 0 THEN 1 ELSE 3 END, 'O', 'P', '{}', '{}', '{}', '{}', '{}', '{}', '',
            CASE WHEN id % 2 = 0 THEN 1 + (id / 2) % 2 END,
            ARRAY['local-profile', 'made-up-' || id], 'none', '2026-01-01', 1
        FROM generate_series(1, %(all)s) id;
    INSERT INTO sharing_audienceagency (audience_id, agency_id)
        SELECT id, 2 FROM sharing_audience WHERE owner_id = 1;
"""
_RECORDS = """
    CREATE TABLE {table} (
        id bigserial PRIMARY KEY, audience_id bigint NOT NULL, area text, made_at timestamptz, words text);
    INSERT INTO {table} (audience_id, area, made_at, words)
        SELECT 1 + (i::bigint * 7919) % {all}, 'E0' || (i % 300),
            timestamptz '2026-01-01' - i * interval '1 minute', repeat('x', 60)
        FROM generate_series(1, {records}) i;
    CREATE INDEX ON {table} (audience_id);
    CREATE INDEX ON {table} (made_at);
    GRANT SELECT ON {table} TO PUBLIC;
"""


def run() -> list[Row]:
    """Return the bars of a request's start and of queries over protected rows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourpoint.config.settings")
    import django

    django.setup()
    from tests import database

    with TemporaryDirectory() as folder, database.database("bench_policy", folder=Path(folder) / "postgres"):
        _fill(database)
        return [*_starts(database), *_queries()]


def _fill(database: Any) -> None:
    from fourpoint.records.row_security import protect_by_audience

    with database.owner() as owner:
        owner.execute(WORLD.replace("%(all)s", str(OURS + THEIRS)))
        for table in ("bench_protected", "bench_plain"):
            owner.execute(_RECORDS.format(table=table, all=OURS + THEIRS, records=RECORDS))
        owner.execute(str(protect_by_audience("bench_protected").sql))
        owner.execute("VACUUM ANALYZE")


def _starts(database: Any) -> list[Row]:
    """Start requests of the partner, warm and each time after an agreement under half her audiences changed."""
    who = _start(3)
    if len(who) != OURS:
        raise RuntimeError(f"{len(who)} audiences are open instead of {OURS}: the figures would say nothing.")
    warm = [_timed(lambda: _start(3)) for _ in range(TURNS * 3)]
    changed = []
    with database.owner() as owner:
        for turn in range(TURNS):
            # The last turn ends it, which closes half of what was open.
            ends = "ended_at = '2026-03-01', ended_by_id = 1, end_reason = 'over'" if turn == TURNS - 1 else "id = id"
            owner.execute(f"UPDATE sharing_agreement SET {ends} WHERE id = 1")
            if turn < TURNS - 1:
                owner.execute(
                    "INSERT INTO policy_policychange (transaction_id, kind, row_id)"
                    " VALUES (pg_current_xact_id()::text::bigint, 'agreement', 1)"
                )
            changed.append(_timed(lambda: _start(3)))
    if len(_start(3)) != OURS // 2:
        raise RuntimeError("Ending the agreement did not close what it carried.")
    return [
        _bar(f"request start, {OURS} audiences, warm", statistics.median(warm), WARM_S),
        _bar(f"request start, {OURS} audiences, an agreement changed", statistics.median(changed), CHANGED_S),
    ]


def _start(person_id: int) -> Any:
    from django.db import transaction

    from fourpoint.access import context

    with transaction.atomic():
        who = context.person(person_id, at=AT)
        context.enter(who)
    context.leave()
    return who.readable


def _queries() -> list[Row]:
    rows = []
    for share, person_id in (("half of all", 2),):
        for name, query in QUERIES.items():
            rows.append(_compare(f"{name}, {RECORDS} rows, {share} open", query, person_id))
    return rows


def _compare(name: str, query: str, person_id: int) -> Row:
    from django.db import connection

    with _acting(person_id) as ids:
        listed = ",".join(map(str, ids))
        by_hand = query.format(table="bench_plain", filter=f"WHERE audience_id = ANY ('{{{listed}}}')")
        protected = query.format(table="bench_protected", filter="")
        times: dict[str, list[float]] = {protected: [], by_hand: []}
        answers = set()
        with connection.cursor() as cursor:
            for _ in range(TURNS):
                for asked, took in times.items():
                    start = time.perf_counter()
                    cursor.execute(asked)
                    answers.add(tuple(cursor.fetchall()))
                    took.append(time.perf_counter() - start)
    if len(answers) != 1:
        raise RuntimeError(f"Row security and the filter by hand give different answers: {name}.")
    ours, theirs = (statistics.median(took) for took in times.values())
    bar = f"at most {MOST} x the filter by hand"
    return Row(name=name, ours_s=ours, theirs_s=theirs, ratio=ours / theirs, bar=bar, held=ours <= MOST * theirs)


@contextmanager
def _acting(person_id: int) -> Iterator[list[int]]:
    from fourpoint.access import context

    with context.acting(person_id, at=AT) as who:
        yield list(who.readable)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bar(name: str, took: float, bar_s: float) -> Row:
    return Row(
        name=name,
        ours_s=took,
        theirs_s=bar_s,
        ratio=took / bar_s,
        bar=f"under {bar_s * 1000:.0f} ms",
        held=took < bar_s,
    )
