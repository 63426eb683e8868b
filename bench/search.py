"""
What a search over a million reports takes under row security, two words, the best 20: and the same without it.

A throwaway server is made with a force, its partners and 608 audiences. The index entries of 10,000 made-up reports are
cut by the database's own functions; each is copied a hundred times, with other audiences, areas and days. Words are as
common as words are: the second of them stands half as often as the first. Two words of one report are sought, as
somebody would who knows of it, by one to whom half the audiences are open and by one to whom eight are. The same search
is made of the whole index as its owner, whom row security lets past. On a machine that is shared, the processor's time
is the one to look at.
"""

import os
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.policy import AT, WORLD
from bench.rows import Row

REPORTS, BASE, AUDIENCES, FEW, TURNS = 1_000_000, 10_000, 600, 8, 200
VOCABULARY, LENGTH = 30_000, (40, 160)
MOST_S, MOST_RATIO = 0.040, 1.5
GIVEN = ("Jay", "Mary", "Tom", "Aisha", "Pavel", "Grace", "Omar", "Lena", "Colin", "Ruth", "Dev", "Nia", "Sean")
FEW_OPEN = f"""
    INSERT INTO agencies_person (id, kind, email, name, password, is_active, created_by_id)
        VALUES (4, 'P', 'few@bench.invalid', 'f', '!', true, 1);
    INSERT INTO agencies_agency (id, code, name, kind, area_code, created_by_id)
        VALUES (4, 'a4', 'a4', 'council', '', 1);
    INSERT INTO agencies_membership (person_id, agency_id, roles, clearance, default_purpose, starts_at, granted_at,
            granted_by_id) VALUES (4, 4, '{{analyst}}', 'OS', 'local-profile', '2026-01-01', '2026-01-01', 1);
    INSERT INTO sharing_audience (id, digest, owner_id, marking, handling, conditions, instructions, descriptors,
            prefixes, caveats, clause, agreement_id, purposes, subject, categories, interned_at, interned_by_id)
        SELECT id, 'd' || id, 4, 'O', 'P', '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', '', NULL,
            ARRAY['local-profile', 'made-up-' || id], 'none', '{{}}', '2026-01-01', 1
        FROM generate_series({AUDIENCES} + 1, {AUDIENCES} + {FEW}) id;
"""
_ENTRIES = """
    ALTER TABLE search_entry DROP CONSTRAINT entry_once;
    DROP INDEX search_words;
    INSERT INTO search_entry (kind, record_id, audience_id, told_on, area_codes, threat, words)
    SELECT 'report', i, audience, day, ARRAY[area], threat,
        base.words || array_to_tsvector(fourpoint_entry_tokens(audience, 'report', day, ARRAY[area], threat, NULL))
    FROM generate_series(1, {reports}) i JOIN base ON base.id = i % {base},
        LATERAL (SELECT 1 + (i::bigint * 7919) % {audiences}, 'E070' || (i % 97), 'threat-' || (i % 11),
            date '2026-03-01' - ({reports} - i) / ({reports} / 2000) - i % 45) AS said (audience, area, threat, day);
    SET maintenance_work_mem = '1GB';
    CREATE INDEX search_words ON search_entry USING gin (words) WITH (fastupdate = off);
    ALTER TABLE search_entry ADD CONSTRAINT entry_once UNIQUE (kind, record_id);
"""


@dataclass(frozen=True, kw_only=True)
class _Took:
    clock_s: float
    processor_s: float


@dataclass(frozen=True)
class _Corpus:
    texts: list[str]
    pairs: list[tuple[str, str]]


def run(*, reports: int = REPORTS) -> list[Row]:
    """Return the bars of a search's time, and of its time beside that without access control."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourpoint.config.settings")
    import django

    django.setup()
    from tests import database

    corpus = _write(random.Random(7))  # noqa: S311
    with TemporaryDirectory() as folder, database.database("bench_search", folder=Path(folder) / "postgres"):
        _fill(database, corpus, reports)
        return [
            *_compare("half of 600 audiences open", 3, corpus, reports),
            *_compare(f"{FEW} audiences open", 4, corpus, reports),
        ]


def _write(draw: random.Random) -> _Corpus:
    """Texts of words as common as words are, with a few names in each; and two words of each of some of them."""
    words = [f"w{draw.getrandbits(40):x}" for _ in range(VOCABULARY)]
    weights = [1 / (place + 3) for place in range(VOCABULARY)]
    texts = []
    for _ in range(BASE):
        said = draw.choices(words, weights, k=draw.randint(*LENGTH))
        for _ in range(3):
            said[draw.randrange(len(said))] = f"{draw.choice(GIVEN)} H{draw.choice('aeiou')}l{draw.choice('lmnrst')}ow"
        texts.append(" ".join(said))
    pairs = [tuple(draw.sample(sorted({w.lower() for w in text.split()}), 2)) for text in draw.sample(texts, TURNS)]
    return _Corpus(texts, pairs)  # type: ignore[arg-type]


def _fill(database: Any, corpus: _Corpus, reports: int) -> None:
    with database.owner() as owner:
        owner.execute(WORLD.replace("%(all)s", str(AUDIENCES)))
        owner.execute(FEW_OPEN)
        owner.execute("CREATE TEMPORARY TABLE said (id int, text text)")
        with owner.cursor().copy("COPY said FROM STDIN") as copy:
            for number, text in enumerate(corpus.texts):
                copy.write_row((number, text))
        owner.execute(
            "CREATE TEMPORARY TABLE base AS SELECT id, fourpoint_entry_words('', text, '', '{}') AS words FROM said;"
            "CREATE UNIQUE INDEX ON base (id); ANALYZE base"
        )
        for statement in _ENTRIES.format(reports=reports, base=BASE, audiences=AUDIENCES + FEW).split(";"):
            owner.execute(statement)
        owner.execute("VACUUM ANALYZE search_entry")


def _compare(name: str, person_id: int, corpus: _Corpus, reports: int) -> list[Row]:
    """The same searches by turns, with row security and without: by the clock, and by the processor's time alone."""
    from tests import database

    ours, theirs = list[_Took](), list[_Took]()
    with database.owner() as owner:
        owner.execute("SET enable_seqscan = off; SET work_mem = '64MB'")
        for pair in corpus.pairs:
            ours.append(_search(person_id, " ".join(pair)))
            theirs.append(_search_all(owner, person_id, " ".join(pair)))
    what = f"two words, best 20 of {reports:,} reports, {name}"
    rows = []
    for by in ("clock_s", "processor_s"):
        mine, plain = (statistics.quantiles([getattr(one, by) for one in took], n=20)[-1] for took in (ours, theirs))
        for bar, held in (
            (f"under {MOST_S * 1000:.0f} ms", mine < MOST_S),
            (f"at most {MOST_RATIO} x without access control", mine <= MOST_RATIO * plain),
        ):
            called = f"{what}, 95 in 100{'' if by == 'clock_s' else ', processor'}"
            rows.append(Row(name=called, ours_s=mine, theirs_s=plain, ratio=mine / plain, bar=bar, held=held))
    return rows


def _spent(pid: int) -> float:
    """Seconds of the processor that this thread and a server's process have had."""
    held = Path(f"/proc/{pid}/schedstat")
    return time.thread_time() + (int(held.read_text().split()[0]) / 1e9 if held.exists() else 0.0)


@contextmanager
def _timed(pid: int) -> Iterator[list[_Took]]:
    took, start, spent = list[_Took](), time.perf_counter(), _spent(pid)
    yield took
    took.append(_Took(clock_s=time.perf_counter() - start, processor_s=_spent(pid) - spent))


def _search(person_id: int, typed: str) -> _Took:
    from django.db import connection

    from fourpoint.access import context
    from fourpoint.domain.seeking import read_terms
    from fourpoint.services.search.finding import Sought, find, make_words

    with context.acting(person_id, at=AT):
        with _timed(connection.connection.info.backend_pid) as took:
            find(Sought(words=make_words(read_terms(typed))))
        return took[0]


def _search_all(owner: Any, person_id: int, typed: str) -> _Took:
    """The same search of every entry: its condition in the query, since the owner needs no rule to see a row."""
    from fourpoint.access import context
    from fourpoint.domain.seeking import read_terms
    from fourpoint.services.search import finding

    sought = "words @@ %(query)s::tsquery AND words @@ %(period)s::tsquery"
    plain = finding._FIND.replace("WHERE told_on", f"WHERE {sought} AND told_on", 1)
    given = {"since": date.min, "until": date.max, "ranked": finding.RANKED, "page": finding.PAGE, "start": 0}
    with context.acting(person_id, at=AT):
        with _timed(owner.info.backend_pid) as took:
            words = finding.make_words(read_terms(typed))
            lately, since = finding._lately(AT.date())
            years = " | ".join(f"'y={year}'" for year in (since.year - 1, since.year, since.year + 1))
            given |= {"words": words, "query": words}
            found = _count(owner, plain, given | {"period": lately})
            if found < finding.ENOUGH:
                _count(owner, plain, given | {"period": words if found <= finding.FEW else years})
        return took[0]


def _count(owner: Any, query: str, given: dict[str, Any]) -> int:
    return sum(row[2] for row in owner.execute(query, given).fetchall() if row[0] == "kind")
