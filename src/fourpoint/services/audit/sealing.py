"""
Seals what was written to the trail, makes roots of it, and checks it. For jobs, commands and the governance pages.

`verify` reads everything and needs the connection of the tables' owner: it trusts no function of the database. The
background check (`check_in_database`) asks the database itself and needs no right to read an entry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.utils import CursorWrapper

from fourpoint.domain import seals
from fourpoint.domain.seals import Head, Root, Verdict
from fourpoint.records.audit import models
from fourpoint.records.audit.contents import TABLES, content_sql
from fourpoint.services.audit import signing

BATCH = 10_000
FETCHED = 5_000
ROOT_EVERY, ROOT_ENTRIES = timedelta(days=1), 10_000
# By then what a writer wrote last is sealed, checked many times, and under many roots.
HEAD_KEPT = timedelta(days=30)
OWNER = "owner"
WORDS = {
    "gap": "Numbers before this one were removed from the trail.",
    "gone": "The entry is gone: it was removed after it was written.",
    "changed": "The entry was changed after it was sealed.",
    "broken": "The entry does not follow from the one before: moved or replaced.",
    "cut": "A root was kept here, and the trail holds no such entry any more: its end was cut off.",
    "missing": "Entries were removed, sealed or not: numbers that their writers gave out are not there.",
    "signature": "The root that was kept is not signed by this system.",
    "rewritten": "The root that was kept does not fit: something up to here was rewritten, seals included.",
}


@dataclass(frozen=True, kw_only=True)
class Verified:
    """
    What a whole check found.

    waiting   entries written and not yet sealed; their marks were checked too
    unsigned  roots without a signature, as those made before roots were signed, or copied without it
    """

    verdict: Verdict
    waiting: int
    unsigned: int


def seal() -> int:
    """Seal everything that waits, in batches, and return how many entries that were."""
    sealed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT fourpoint_seal(%s)", [BATCH])
            done = int(cursor.fetchone()[0])
        sealed += done
        if done < BATCH:
            return sealed


def find_head() -> Root | None:
    """Return the root at the end of the chain as it is now, signed; None while nothing is sealed."""
    last = models.Seal.objects.order_by("-number").first()
    return signing.sign(Root(number=last.number, digest=bytes(last.hash).hex())) if last else None


def make_root(*, at: datetime, folder: Path | None = None) -> Root | None:
    """
    Keep the root at the end of the chain, in the database and as a file outside it; None while nothing is sealed.

    folder  where the file goes; the installation's own folder of roots without one
    """
    head = find_head()
    if head is None:
        return None
    made = {"digest": head.digest, "key": head.key, "signature": head.signature, "made_at": at}
    models.Root.objects.get_or_create(number=head.number, defaults=made)
    _write(head, at=at, folder=folder or settings.FOURPOINT_ROOTS)
    _forget_old_heads(at)
    return head


def make_due_root(*, at: datetime) -> Root | None:
    """Make a root when the last is a day old or 10,000 entries behind; None when none is due."""
    head, last = find_head(), models.Root.objects.order_by("-number").first()
    if head is None or (last and last.number == head.number):
        return None
    due = last is None or at - last.made_at >= ROOT_EVERY or head.number - last.number >= ROOT_ENTRIES
    return make_root(at=at) if due else None


def read_roots(place: Path) -> tuple[Root, ...]:
    """
    Return the roots in a file, or in the text files of a folder; none when the folder is not there.

    raises  Unusable for a line that begins as a root and is none
    """
    return tuple(root for text in _texts(place) for root in seals.parse_roots(text))


def read_heads(place: Path) -> tuple[Head, ...]:
    """Return the heads in a file, or in the text files of a folder: files of roots hold those of their time."""
    return tuple(head for text in _texts(place) for head in seals.parse_heads(text))


def verify(
    *,
    roots: Iterable[Root] = (),
    heads: Iterable[Head] = (),
    keys: tuple[bytes, ...] | None = None,
    trusted: Iterable[bytes] = (),
    using: str = OWNER,
) -> Verified:
    """
    Check every entry against its seal, its mark, its place and the roots; changes nothing.

    roots    what was kept outside; those that the database itself holds are checked as well
    heads    how far writers came, as kept outside; those in the installation's own folder are checked as well
    trusted  public keys of roots beside the installation's own
    using    a connection that may read all of the trail: the owner's
    """
    # Before the picture is taken: what is written while this reads has gone further than the picture shows.
    came = (*heads, *read_heads(settings.FOURPOINT_HEADS))
    known = settings.FOURPOINT_TRAIL_KEYS if keys is None else keys
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        # One picture of all tables, so that what is sealed while this reads is not taken for a fault.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT set_config('fourpoint.sealing', 'on', true)")
        kept = (*roots, *_held_roots(cursor))
        verdict = seals.check_chain(_sealed(using), roots=kept, keys=known)
        unsigned = signing.check(kept, verdict, trusted=trusted)
        _check_places(cursor, verdict)
        waiting = _check_waiting(using, known, verdict)
    # Places stand in marks, which are read with their keys alone.
    if known:
        seals.check_runs(verdict, came)
    return Verified(verdict=verdict, waiting=waiting, unsigned=unsigned)


def check_in_database(*, at: datetime) -> models.Check:
    """Let the database check its seals and places, and keep what it found for the governance page."""
    came = read_heads(settings.FOURPOINT_HEADS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT number, code FROM fourpoint_check_seals()")
        faults = [(int(number), str(code)) for number, code in cursor.fetchall()]
        faults += _against_roots() + _against_heads(cursor, came)
        return models.Check.objects.create(
            at=at,
            entries=models.Seal.objects.count(),
            waiting=models.Waiting.objects.count(),
            found=len(faults),
            faults=[[number, code] for number, code in faults[: seals.MOST_FAULTS]],
        )


# ----------------------------------------------------------------------------------------------------------------------


def _texts(place: Path) -> Iterator[str]:
    files = sorted(place.glob("*.txt")) if place.is_dir() else [place] if place.is_file() else []
    return (file.read_text(encoding="utf-8") for file in files)


def _write(root: Root, *, at: datetime, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"trail-root-{root.number:012}.txt"
    heads = "".join(f"{head.line}\n" for head in read_heads(settings.FOURPOINT_HEADS))
    words = (
        f"{root.line}\n{root.signature_line}\n{signing.public_line()}\n\n"
        f"Root of the Fourpoint trail at entry {root.number:,}, made {at:%Y-%m-%d %H:%M:%S %Z}.\n"
        "Keep this outside the system: print it, or send it to somebody who does not run it.\n"
        "To compare later: fourpoint audit verify --root THIS-FILE\n"
        f"\nHow far each writer of the trail had come:\n{heads}"
    )
    making = file.with_suffix(".part")
    making.write_text(words, encoding="utf-8")
    making.replace(file)


def _forget_old_heads(at: datetime) -> None:
    """Remove the heads of writers that have long written nothing: every process that ends leaves some."""
    for file in settings.FOURPOINT_HEADS.glob("*.txt"):
        if file.stat().st_mtime < (at - HEAD_KEPT).timestamp():
            file.unlink(missing_ok=True)


def _sealed(using: str) -> Iterator[seals.Sealed]:
    """Read every seal with its entry, in order of number."""
    contents = " ".join(f"WHEN '{letter}' THEN {content_sql(letter, letter.lower())}" for letter in TABLES)
    joins = " ".join(
        f"LEFT JOIN {table} {letter.lower()} ON s.kind = '{letter}' AND {letter.lower()}.id = s.entry_id"
        for letter, table in TABLES.items()
    )
    held = ", ".join(f"{letter.lower()}.id" for letter in TABLES)
    yield from _read(
        using,
        f"SELECT s.number, s.entry_hash, s.hash, CASE WHEN coalesce({held}) IS NOT NULL THEN CASE s.kind {contents} END"  # noqa: S608
        f" END FROM audit_seal s {joins} ORDER BY s.number",
    )


def _read(using: str, query: str) -> Iterator[seals.Sealed]:
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(FETCHED):
            for number, entry_hash, chained, content in rows:
                yield number, bytes(entry_hash), bytes(chained), content


def _check_places(cursor: CursorWrapper, verdict: Verdict) -> None:
    cursor.execute("SELECT entry_id, max(number) FROM audit_seal GROUP BY entry_id HAVING count(*) > 1")
    for _entry, number in cursor.fetchall():
        verdict.add(number, "twice", f"Entry {number:,} has more than one place in the trail.")


def _check_waiting(using: str, keys: tuple[bytes, ...], verdict: Verdict) -> int:
    """Check the marks of what is not sealed yet; what neither is sealed nor waits was meant to be overlooked."""
    check_mark = seals.marker(keys, verdict) if keys else None
    waiting = hidden = 0
    for letter, table in TABLES.items():
        query = (
            f"SELECT EXISTS (SELECT FROM audit_waiting w WHERE w.entry_id = entry.id), {content_sql(letter, 'entry')}"  # noqa: S608
            f" FROM {table} entry WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = entry.id)"
        )
        with connections[using].chunked_cursor() as cursor:
            cursor.execute(query)
            while rows := cursor.fetchmany(FETCHED):
                for is_waiting, content in rows:
                    waiting, hidden = waiting + is_waiting, hidden + (not is_waiting)
                    if check_mark:
                        check_mark(0, content)
    if hidden:
        words = "was written past" if hidden == 1 else "were written past"
        verdict.add(0, "unsealed", f"{hidden:,} of the entries {words} the trail, or lost their place: never sealed.")
    return waiting


def _held_roots(cursor: CursorWrapper) -> tuple[Root, ...]:
    cursor.execute("SELECT number, digest, key, signature FROM audit_root")
    return tuple(
        Root(number=number, digest=digest, key=key, signature=signature)
        for number, digest, key, signature in cursor.fetchall()
    )


def _against_heads(cursor: CursorWrapper, came: tuple[Head, ...]) -> list[tuple[int, str]]:
    """Compare the numbers that writers gave out with those that are there: a fault for each writer that lacks some."""
    cursor.execute("SELECT writer, last, held FROM fourpoint_check_writers()")
    found = {str(writer): (int(last), int(held)) for writer, last, held in cursor.fetchall()}
    short = {writer for writer, (last, held) in found.items() if held < last}
    short |= {head.writer for head in came if found.get(head.writer, (0, 0))[0] < head.number}
    return [(0, "missing")] * len(short)


def _against_roots() -> list[tuple[int, str]]:
    """Compare the seals with the roots of the database and of the folder outside it."""
    kept = [(row.number, row.digest) for row in models.Root.objects.all()]
    kept += [(root.number, root.digest) for root in read_roots(settings.FOURPOINT_ROOTS)]
    held = models.Seal.objects.filter(number__in={number for number, _ in kept}).values_list("number", "hash")
    by_number = {number: bytes(chained).hex() for number, chained in held}
    return sorted(
        {
            (number, "cut" if number not in by_number else "rewritten")
            for number, digest in kept
            if by_number.get(number) != digest
        }
    )
