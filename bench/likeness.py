"""
What it takes to propose near-duplicates among a million reports, and how many retold reports are found.

Ten thousand reports of made-up words give real keys. A million rows are made of them: each copy has the keys that two
reports or more share, as common as they were, and has its other keys changed, as other reports would. A report told
again with edits is then looked for, from its text to the compared proposals, and its original must be among them. Keys
that more than one report in a thousand has say little and are not asked by; the plain way reads every row.
"""

import shutil
import statistics
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from bench.rows import Row
from fourpoint.config.postgres.layout import OWNER
from fourpoint.config.postgres.server import embedded
from fourpoint.domain import likeness
from tests.factories.retellings import EDITS, Sentences, Teller, written

REPORTS, BASE, ASKED, PLAIN, PROPOSED = 1_000_000, 10_000, 25, 3, 20
SHORTEST, LONGEST, COMMON = 20, 200, 1_000
MOST_S, LEAST_FOUND = 0.1, 0.95
_TABLE = """
    CREATE TEMPORARY TABLE base (id int, shared int[], own int[]);
    CREATE TEMPORARY TABLE reports (id int, keys int[])
"""
_FILL = """
    INSERT INTO reports
    SELECT id + copy * %(base)s, shared || ARRAY(SELECT key # salt FROM unnest(own) key)
    FROM generate_series(0, %(copies)s - 1) copy, base, (VALUES (2654435761)) f(factor),
        LATERAL (SELECT (copy * factor %% %(spread)s)::int) s(salt)
"""
_COMMON = """
    SELECT key FROM (SELECT unnest(keys) key FROM (SELECT keys FROM reports LIMIT %(sample)s) seen) held
    GROUP BY key HAVING count(*) > %(sample)s / %(common)s
"""
_PROPOSE = """
    SELECT id, count(*) shared
    FROM (SELECT id, unnest(keys) AS key FROM reports WHERE keys && %(keys)s) held
        JOIN unnest(%(keys)s::int[]) asked (key) USING (key)
    GROUP BY id ORDER BY shared DESC, id LIMIT %(most)s
"""


@dataclass
class _World:
    teller: Teller
    told: list[Sentences]
    texts: list[str]
    common: set[int]
    connection: psycopg.Connection[Any]

    def propose(self, text: str) -> list[int]:
        """The reports that are near the text, from its words to the comparison, by their number among the base."""
        asked = [key for key in likeness.keys(text) if key not in self.common]
        found = self.connection.execute(_PROPOSE, {"keys": asked, "most": PROPOSED}).fetchall()
        said = likeness.wording(text)
        compared = ((number, likeness.compare(said, likeness.wording(self._text(number)))) for number, _ in found)
        return [number for number, like in compared if like and like.is_near]

    def _text(self, number: int) -> str:
        return self.texts[number % BASE]


def run(*, reports: int = REPORTS) -> list[Row]:
    """Return the bars of a proposal's time and of what is found."""
    with TemporaryDirectory() as folder:
        server = embedded(Path(folder) / "postgres", durable=False)
        try:
            with server.in_use() as layout, _connected(str(layout.sockets)) as connection:
                return _measure(_make_world(connection, reports), reports)
        finally:
            shutil.rmtree(server.layout.root, ignore_errors=True)


def _connected(host: str) -> psycopg.Connection[Any]:
    # Tables of a session are cached by the session alone: as much as a server would give to a table so often asked.
    # PostgreSQL takes each key that it has no figure for as far too common, and would read every row instead.
    options = "-c temp_buffers=2GB -c maintenance_work_mem=512MB -c jit=off -c enable_seqscan=off"
    return psycopg.connect(host=host, user=OWNER, dbname="postgres", autocommit=True, options=options)


def _make_world(connection: psycopg.Connection[Any], reports: int) -> _World:
    teller = Teller(11)
    told = [teller.sentences(teller.random.randint(SHORTEST, LONGEST)) for _ in range(BASE)]
    texts = [written(one) for one in told]
    connection.execute(_TABLE)
    _fill(connection, [likeness.keys(text) for text in texts], reports // BASE)
    sample = {"sample": min(reports, 50_000), "common": COMMON}
    common = {key for (key,) in connection.execute(_COMMON, sample).fetchall()}
    return _World(teller=teller, told=told, texts=texts, common=common, connection=connection)


def _fill(connection: psycopg.Connection[Any], held: list[tuple[int, ...]], copies: int) -> None:
    seen = Counter(key for keys in held for key in keys)
    with connection.cursor().copy("COPY base FROM STDIN") as copy:
        for number, keys in enumerate(held):
            shared = [key for key in keys if seen[key] > 1]
            copy.write_row((number, shared, [key for key in keys if seen[key] == 1]))
    connection.execute(_FILL, {"base": BASE, "copies": copies, "spread": likeness.SPREAD})
    connection.execute("CREATE INDEX reports_keys ON reports USING gin (keys)")
    connection.execute("ANALYZE reports")


def _measure(world: _World, reports: int) -> list[Row]:
    took, found, plain = list[float](), Counter[str](), list[float]()
    for edit in EDITS:
        for number in world.teller.random.sample(range(BASE), ASKED):
            text = written(world.teller.retell(world.told[number], edit))
            start = time.perf_counter()
            near = world.propose(text)
            took.append(time.perf_counter() - start)
            found[edit] += number in near
            if len(plain) < PLAIN:
                plain.append(_read_all(world, text, near))
    worst, share = min(((edit, found[edit] / ASKED) for edit in EDITS), key=lambda one: one[1])
    middle, most, theirs = statistics.median(took), statistics.quantiles(took, n=20)[-1], statistics.median(plain)
    return [
        _timed(f"near-duplicates among {reports:,} reports, median", middle, theirs),
        _timed(f"near-duplicates among {reports:,} reports, 95 in 100", most, theirs),
        Row(
            name=f"retold reports found; fewest for {worst}: {share:.0%}",
            ours_s=middle,
            theirs_s=theirs,
            ratio=sum(found.values()) / (ASKED * len(EDITS)),
            bar=f"at least {LEAST_FOUND:.0%} found",
            held=sum(found.values()) >= LEAST_FOUND * ASKED * len(EDITS),
        ),
    ]


def _read_all(world: _World, text: str, near: list[int]) -> float:
    """Seconds of the same proposal without the index."""
    world.connection.execute("SET enable_bitmapscan = off")
    start = time.perf_counter()
    plainly = world.propose(text)
    took = time.perf_counter() - start
    world.connection.execute("RESET enable_bitmapscan")
    if plainly != near:
        raise RuntimeError("With and without the index the proposals differ.")
    return took


def _timed(name: str, ours: float, theirs: float) -> Row:
    bar = f"under {MOST_S * 1000:.0f} ms"
    return Row(name=name, ours_s=ours, theirs_s=theirs, ratio=ours / theirs, bar=bar, held=ours < MOST_S)
