"""Makes one partition from one published file: the staged table, the rows set aside, and a Parquet file per table."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fourpoint.warehouse import records, shapes
from fourpoint.warehouse.contracts import Source
from fourpoint.warehouse.headers import check_header
from fourpoint.warehouse.offered import Offered, Refused, Scanned
from fourpoint.warehouse.records import SetAside
from fourpoint.warehouse.staging import named, quoted, stage_sql
from fourpoint.warehouse.views import AREA_COUNT, BY_NAME, typed_sql

_WRITE = "(format parquet, compression snappy, row_group_size 122880)"


@dataclass(frozen=True, kw_only=True)
class Made:
    """A partition's folder in scratch, and what it holds."""

    folder: Path
    rows: int
    rejected: int
    tables: Mapping[str, int]


def make(source: Source, offer: Offered, scanned: Scanned, *, scratch: Path, memory: int) -> Made:
    """
    Return the finished folder of Parquet files for the file.

    memory  bytes that DuckDB may use; beyond that it spills into the scratch folder

    raises  Refused  when the header is not the contract's, there are no rows, or none can be used
    """
    if source.kind == "csv":
        check_header(offer.label, scanned, source.header)
    folder = scratch / "made"
    folder.mkdir()
    settings = {"threads": "1", "memory_limit": f"{memory // (1 << 20)}MB", "temp_directory": str(scratch / "spill")}
    with duckdb.connect(":memory:", config=settings) as db:  # type: ignore[arg-type]
        aside = _stage(db, source, offer, scanned, scratch)
        aside += _set_aside(db, scanned.path)
        rows = _count(db, "published")
        if not rows:
            raise Refused(_no_rows(offer, aside))
        tables = dict(_write_tables(db, source, offer, folder))
    if aside:
        _write_rejects(folder / "rejects.csv", aside)
    return Made(folder=folder, rows=rows, rejected=len(aside), tables=tables)


def _stage(
    db: duckdb.DuckDBPyConnection, source: Source, offer: Offered, scanned: Scanned, scratch: Path
) -> list[SetAside]:
    """Fill `published`; return the rows that are not even records of the contract's width."""
    rewritten = scratch / "rewritten.csv"
    if source.kind == "geojson":
        aside = shapes.rewrite(offer.label, scanned.path, rewritten, source)
    else:
        if not scanned.has_nul and _staged_quickly(db, source, offer, scanned):
            return []
        aside = records.rewrite(scanned.path, rewritten, len(source.columns))
    db.execute("drop table if exists published")
    db.execute(stage_sql(source, rewritten, offer.groups, numbered=True))
    return aside


def _staged_quickly(db: duckdb.DuckDBPyConnection, source: Source, offer: Offered, scanned: Scanned) -> bool:
    """Stage straight from the file; false when the line numbers would not be true or the file has faulty rows."""
    try:
        db.execute(stage_sql(source, scanned.path, offer.groups))
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return False
    return _count(db, "published") == scanned.lines - 1


def _set_aside(db: duckdb.DuckDBPyConnection, path: Path) -> list[SetAside]:
    """Take the rows with a reason out of `published`."""
    found = db.execute(
        "select line, reject_reason from published where reject_reason is not null order by line"
    ).fetchall()
    if not found:
        return []
    db.execute("delete from published where reject_reason is not null")
    texts = _lines(path, {line for line, _ in found})
    return [SetAside(line=line, reason=reason, row=texts.get(line, "")) for line, reason in found]


def _lines(path: Path, wanted: set[int]) -> dict[int, str]:
    with path.open("rb") as source:
        return {number: records.shown(raw) for number, raw in enumerate(source, 1) if number in wanted}


def _no_rows(offer: Offered, aside: list[SetAside]) -> str:
    if not aside:
        return f"{offer.label} holds a header and no rows: nothing to add."
    first = aside[0]
    return f"{offer.label}: all {len(aside)} rows were set aside, the first (line {first.line}) because {first.reason}."


def _write_tables(
    db: duckdb.DuckDBPyConnection, source: Source, offer: Offered, folder: Path
) -> Iterable[tuple[str, int]]:
    db.execute("alter table published drop column reject_reason")
    for feed in source.feeds:
        query = _filled(feed.select, source, offer)
        view = BY_NAME.get(feed.table)
        yield feed.table, _write(db, typed_sql(view, query) if view else query, folder / f"{feed.table}.parquet")
    if not source.whole:
        yield "published", _write(db, "select * from published order by line", folder / "published.parquet")
    geography = source.geography
    if geography and geography.level == "lsoa":
        column = named(geography.column)
        query = f"""
            select {quoted(source.source_id)} as source_id, {quoted(offer.partition)} as partition,
                   {_literal(offer.groups.get("force"))} as force, {column} as code, count(*) as rows
            from published where {column} is not null group by {column} order by {column}
        """
        yield AREA_COUNT.name, _write(db, typed_sql(AREA_COUNT, query), folder / f"{AREA_COUNT.name}.parquet")


def _filled(select: str, source: Source, offer: Offered) -> str:
    """The feed's SQL with `$source_id` and the named groups of the file as SQL texts."""
    words = {"source_id": source.source_id, **offer.groups}
    for name in sorted(words, key=len, reverse=True):
        select = select.replace(f"${name}", quoted(words[name]))
    return select


def _literal(text: str | None) -> str:
    return "null" if text is None else quoted(text)


def _write(db: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    row = db.execute(f"copy ({query}) to {quoted(str(path))} {_WRITE}").fetchone()
    return int(row[0]) if row else 0


def _count(db: duckdb.DuckDBPyConnection, table: str) -> int:
    row = db.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def _write_rejects(path: Path, aside: list[SetAside]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["line", "reason", "row"])
        for item in sorted(aside, key=lambda item: item.line):
            writer.writerow([item.line, item.reason, item.row])
