"""
Reads the log of changes of policy: what changed that somebody who looked before has not seen.

What she has seen is a snapshot of the database, not a time and not a number: a transaction that began before she looked
and ends afterwards is news to her, whenever its rows were written. So is her own, where she looks from inside it and
changes something later: PostgreSQL leaves a transaction out of its own snapshot, and here it is put back.
"""

from dataclasses import dataclass

from django.db import connection

from fourpoint.access import clock

# The changes of transactions that the snapshot given does not hold, this one's apart. A transaction under way cannot be
# older than the oldest that was under way then, so one look into the index serves both. A log brought from another
# server can hold numbers that this one has yet to reach: they are left out.
_NEWS = """
    WITH own AS (SELECT coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0) AS xid),
    recent AS MATERIALIZED (SELECT id, transaction_id, kind || ' ' || row_id AS said
        FROM policy_policychange WHERE transaction_id >= %(seen_from)s)
    SELECT pg_current_snapshot()::text, own.xid,
        ARRAY(SELECT DISTINCT said FROM recent WHERE transaction_id <> own.xid
            AND NOT pg_visible_in_snapshot(transaction_id::text::xid8, %(seen)s::pg_snapshot)
            AND transaction_id < pg_snapshot_xmax(pg_current_snapshot())::text::bigint),
        ARRAY(SELECT said FROM recent WHERE transaction_id = own.xid),
        (SELECT max(id) FROM recent WHERE transaction_id = own.xid),
        (SELECT coalesce(max(transaction_id), 0) FROM policy_policyhorizon
            WHERE is_pruned AND transaction_id < pg_snapshot_xmax(pg_current_snapshot())::text::bigint),
        clock_timestamp()
    FROM own
"""
NOTHING_SEEN = "1:1:"

Changed = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class News:
    """
    What changed since a snapshot.

    seen       the snapshot to give next time
    committed  what others changed: kind and number
    own        what the transaction under way changed so far, which can still be rolled back
    is_later   whether the log tells all since that snapshot: this is the server that gave it (its transactions count
               up, those of a copy put in its place need not), and nothing that came after was pruned
    own_stamp  differs whenever what the transaction changed differs; None when it changed nothing
    """

    seen: str
    committed: frozenset[Changed]
    own: frozenset[Changed]
    is_later: bool
    own_stamp: tuple[int, ...] | None


def news(seen: str) -> News:
    """Return what changed since that snapshot, in one query; raises Broken when the clocks do not agree."""
    asked_at = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_NEWS, {"seen": seen, "seen_from": int(seen.partition(":")[0])})
        snapshot, own_id, committed, own, last, pruned, told = cursor.fetchone()
    clock.check(asked_at, told, clock.now())
    stamp = (own_id, len(own), last) if own else None
    return News(
        seen=_with_own(snapshot, own_id),
        committed=_changed(committed),
        own=_changed(own),
        is_later=_end(snapshot) >= _end(seen) and int(seen.partition(":")[0]) >= pruned,
        own_stamp=stamp,
    )


def prune() -> int:
    """Remove changes that every server can do without, and return how many; one that slept longer reads all anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fourpoint_prune_policy()")
        return int(cursor.fetchone()[0])


def _with_own(snapshot: str, own_id: int) -> str:
    """Return the snapshot with the transaction that took it among those under way, as others would have them."""
    first, end, under_way = snapshot.split(":")
    if not own_id or own_id >= int(end):
        return snapshot
    ids = sorted({own_id, *(int(one) for one in under_way.split(",") if one)})
    return f"{first}:{end}:{','.join(map(str, ids))}"


def _end(snapshot: str) -> int:
    return int(snapshot.split(":")[1])


def _changed(said: list[str]) -> frozenset[Changed]:
    pairs = (one.split(" ") for one in said)
    return frozenset((kind, int(row_id)) for kind, row_id in pairs)
