"""Makes the DuckDB file of one data version: large tables as views, small ones copied, and what is found from both."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from fourpoint.warehouse.contracts import Source
from fourpoint.warehouse.locks import locked
from fourpoint.warehouse.manifests import Index, Manifest
from fourpoint.warehouse.staging import named, quoted
from fourpoint.warehouse.views import AREA_COUNT, BY_NAME, COMPOSED, STORED, View, empty_sql, typed_sql

# A partition's vintage is the one whose lists hold at least this share of its located rows ...
JOIN_RATE = 0.97
# ... and this much more than the other vintage's lists do.
CLEARLY = 0.005
_KEPT = 3


_FORM = f"{duckdb.__version__}\n{STORED}\n{COMPOSED}\n{JOIN_RATE}\n{CLEARLY}"


def store_path(root: Path, index: Index, sources: Mapping[str, Source]) -> Path:
    """Where the file of this data version stands; another folder, other views or contracts make another file."""
    contracts = "".join(sources[name].digest for name in sorted(sources))
    words = f"{index.data_version}\n{root.resolve()}\n{_FORM}\n{contracts}"
    return root / "derived" / f"{hashlib.sha256(words.encode()).hexdigest()[:20]}.duckdb"


def assemble(root: Path, index: Index, sources: Mapping[str, Source], path: Path) -> None:
    """Write the file, once, whoever asks first; files of older versions are removed but for the last few."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path.parent):
        if path.exists():
            return
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with duckdb.connect(str(new), config={"threads": "2"}) as db:
            for statement in _statements(root, index, sources):
                db.execute(statement)
            _describe_sources(db, index, sources)
        new.replace(path)
        old = sorted(path.parent.glob("*.duckdb"), key=lambda item: item.stat().st_mtime_ns, reverse=True)
        for stale in old[_KEPT:]:
            stale.unlink()


def _statements(root: Path, index: Index, sources: Mapping[str, Source]) -> Iterator[str]:
    """The statements that make the file, in order."""
    files = _files(root, index)
    for view in (*STORED, AREA_COUNT):
        yield _stored(view, files.pop(view.name, []))
    for name, paths in sorted(files.items()):
        if name != "published":
            yield f"create view {named(name)} as select * from {_parquet(paths)}"
    yield from _manifest_rows(index, sources)
    for view in COMPOSED:
        if view.name == "partition_info":
            yield f"create table partition_info as {typed_sql(view, _PARTITIONS_SQL)}"
        elif view.sql:
            yield f"create table {view.name} as {typed_sql(view, view.sql)}"


def _files(root: Path, index: Index) -> dict[str, list[Path]]:
    """The Parquet files of every table, the newest added first."""
    files: dict[str, list[Path]] = {}
    for item in sorted(index.manifests, key=lambda item: (item.added_on, item.source_id, item.partition), reverse=True):
        folder = root.resolve() / item.source_id / item.partition / item.folder
        for table in item.tables:
            files.setdefault(table, []).append(folder / f"{table}.parquet")
    return files


def _stored(view: View, paths: list[Path]) -> str:
    if not paths:
        return f"create table {view.name} as {empty_sql(view)}"
    if view.live:
        return f"create view {view.name} as select * from {_parquet(sorted(paths))}"
    if len(paths) == 1 or not view.key:
        return f"create table {view.name} as select * from {_parquet(paths)}"
    return f"create table {view.name} as {_newest(view, paths)}"


def _newest(view: View, paths: list[Path]) -> str:
    """Rows of all files; where two files hold the same key, those of the file added last."""
    columns = ", ".join(named(name) for name, _ in view.columns)
    key = ", ".join(map(named, view.key))
    listed = " union all ".join(
        f"select *, {rank} as file_rank from {_parquet([path])}" for rank, path in enumerate(paths)
    )
    ranked = f"select *, rank() over (partition by {key} order by file_rank) as place from ({listed})"
    return f"select {columns} from ({ranked}) where place = 1 order by {key}"


def _parquet(paths: list[Path]) -> str:
    return "read_parquet([" + ", ".join(quoted(str(path)) for path in paths) + "])"


def _manifest_rows(index: Index, sources: Mapping[str, Source]) -> Iterator[str]:
    """The manifests as a table, with the vintage their contract declares."""
    yield (
        "create table manifest (source_id varchar, partition varchar, force varchar, month varchar, rows bigint,"
        " rejected bigint, declared varchar, checksum varchar, added_on varchar, file varchar)"
    )
    rows = ", ".join("(" + ", ".join(_manifest_values(item, sources)) + ")" for item in index.manifests)
    if rows:
        yield f"insert into manifest values {rows}"


def _manifest_values(item: Manifest, sources: Mapping[str, Source]) -> Iterator[str]:
    source = sources.get(item.source_id)
    declared = source.vintage if source and source.vintage != "detected" else ""
    yield from (quoted(item.source_id), quoted(item.partition))
    yield from (_nullable(item.groups.get("force")), _nullable(item.groups.get("month")))
    yield from (str(item.rows), str(item.rejected), _nullable(declared))
    yield from (quoted(item.checksum), quoted(item.added_on), quoted(item.file))


def _nullable(text: str | None) -> str:
    return quoted(text) if text else "null"


_PARTITIONS_SQL = f"""
    with joined as (
        select c.source_id, c.partition, sum(c.rows) as located,
               coalesce(sum(c.rows) filter (where a.code is not null), 0) / sum(c.rows) as rate11,
               coalesce(sum(c.rows) filter (where b.code is not null), 0) / sum(c.rows) as rate21
        from area_count as c
        left join (select distinct code from lsoa_list where vintage = '2011') as a on a.code = c.code
        left join (select distinct code from lsoa_list where vintage = '2021') as b on b.code = c.code
        group by c.source_id, c.partition
    ), judged as (
        select m.*, j.located, j.rate11, j.rate21,
               case when m.declared is not null then m.declared
                    when j.rate11 >= {JOIN_RATE} and j.rate11 >= j.rate21 + {CLEARLY} then '2011'
                    when j.rate21 >= {JOIN_RATE} and j.rate21 >= j.rate11 + {CLEARLY} then '2021' end as lsoa_vintage
        from manifest as m left join joined as j on j.source_id = m.source_id and j.partition = m.partition
    )
    select source_id, partition, force, month, rows, rejected, lsoa_vintage,
           case lsoa_vintage when '2011' then rate11 when '2021' then rate21 else greatest(rate11, rate21) end
               as join_rate,
           checksum, added_on, file, located, rate11 as join_rate_2011, rate21 as join_rate_2021
    from judged order by source_id, partition
"""


def _describe_sources(db: duckdb.DuckDBPyConnection, index: Index, sources: Mapping[str, Source]) -> None:
    """Fill source_info: the contract's words, with what is held."""
    view = BY_NAME["source_info"]
    db.execute(f"create table source_info as {empty_sql(view)}")
    for source_id in sorted({item.source_id for item in index.manifests}):
        source = sources.get(source_id)
        if source:
            held = index.of(source_id)
            row = [
                source_id, source.title, source.publisher, source.licence, source.attribution,
                _vintage(db, source), period_of(source, held), source_checksum(held),
                sum(item.rows for item in held), len(held), list(source.caveats),
            ]  # fmt: skip
            db.execute("insert into source_info values (" + ", ".join("?" * len(row)) + ")", row)


def source_checksum(held: tuple[Manifest, ...]) -> str:
    """SHA-256 over the checksums of a source's partitions, in the order of their names."""
    text = "\n".join(f"{item.partition}\t{item.checksum}" for item in sorted(held, key=lambda item: item.partition))
    return hashlib.sha256(text.encode()).hexdigest()


def _vintage(db: duckdb.DuckDBPyConnection, source: Source) -> str:
    if source.vintage != "detected":
        return source.vintage
    found = db.execute(
        "select distinct lsoa_vintage from partition_info where source_id = ? and lsoa_vintage is not null order by 1",
        [source.source_id],
    ).fetchall()
    return " and ".join(row[0] for row in found)


def period_of(source: Source, held: tuple[Manifest, ...]) -> str:
    """Return the contract's words, or the first and last month or quarter held and how many there are."""
    marks = sorted({_mark(item) for item in held if _mark(item)})
    if source.period or not marks:
        return source.period
    words = "months" if "month" in held[0].groups else "quarters"
    return f"{marks[0]} to {marks[-1]} ({len(marks)} {words})" if len(marks) > 1 else marks[0]


def _mark(item: Manifest) -> str:
    if "month" in item.groups:
        return item.groups["month"]
    return "".join(item.groups.get(word, "") for word in ("year", "quarter")).upper()
