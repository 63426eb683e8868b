"""
Makes one partition from one published file: a Parquet file per table, and the rows set aside.

A sound file, which is nearly every file, is read, checked and written in one pass. A file with a faulty row is taken
again with a reason beside every row; one whose rows are not even records goes through `records` first.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fourpoint.warehouse import records, shapes
from fourpoint.warehouse.contracts import Feed, Source
from fourpoint.warehouse.headers import check_header
from fourpoint.warehouse.offered import Offered, Refused, Scanned
from fourpoint.warehouse.records import SetAside
from fourpoint.warehouse.staging import named, quick_sql, quoted, rows_sql, value_checks
from fourpoint.warehouse.views import AREA_COUNT, BY_NAME, typed_sql

# Columns with more distinct values than this (IDs, coordinates) gain nothing from a dictionary, and making it costs.
_WRITE = "(format parquet, parquet_version v2, compression snappy, dictionary_size_limit 2000)"


@dataclass(frozen=True, kw_only=True)
class Made:
    """A partition's folder in scratch, and what it holds."""

    folder: Path
    rows: int
    rejected: int
    tables: Mapping[str, int]


def open_engine(memory: int, spill: Path) -> duckdb.DuckDBPyConnection:
    """Return DuckDB on one thread, to make partitions with one after the other; beyond memory (bytes) it spills."""
    settings = {"threads": "1", "memory_limit": f"{memory // (1 << 20)}MB", "temp_directory": str(spill)}
    db = duckdb.connect(":memory:", config=settings)  # type: ignore[arg-type]
    db.execute("set enable_progress_bar = false")
    return db


def make(source: Source, offer: Offered, scanned: Scanned, *, scratch: Path, db: duckdb.DuckDBPyConnection) -> Made:
    """
    Return the finished folder of Parquet files for the file.

    db  what `open_engine` gave; used by nobody else meanwhile

    raises  Refused  when the header is not the contract's, there are no rows, or none can be used
    """
    if source.kind == "csv":
        check_header(offer.label, scanned, source.header)
    folder = scratch / "made"
    folder.mkdir()
    rows = _written_at_once(db, source, offer, scanned, folder)
    aside: list[SetAside] = []
    if rows is None:
        aside = _stage(db, source, offer, scanned, scratch) + _set_aside(db, scanned.path)
        rows = _write_rows(db, source, offer, "select * from staged", folder)
        db.execute("drop table staged")
    if not rows:
        raise Refused(_no_rows(offer, aside))
    tables = {_whole(source): rows, **_write_feeds(db, source, offer, folder)}
    if aside:
        _write_rejects(folder / "rejects.csv", aside)
    return Made(folder=folder, rows=rows, rejected=len(aside), tables=tables)


def _whole(source: Source) -> str:
    """The table that holds every published row and column."""
    return source.whole or "published"


def _written_at_once(
    db: duckdb.DuckDBPyConnection, source: Source, offer: Offered, scanned: Scanned, folder: Path
) -> int | None:
    """
    Read, check and write the rows in one pass; None when a row is faulty or line numbers would not be true.

    That so many rows came out as the file has lines says both: none was set aside, and each stands on one line.
    """
    if scanned.has_nul or source.kind == "geojson":
        return None
    try:
        rows = _write_rows(db, source, offer, quick_sql(source, scanned.path, offer.groups), folder)
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return None
    if rows != scanned.lines - 1 or any(db.execute(query).fetchone() for query in value_checks(source)):
        return None
    return rows


def _write_rows(db: duckdb.DuckDBPyConnection, source: Source, offer: Offered, query: str, folder: Path) -> int:
    """Write the table that holds every row, and show it as `published` to the feeds."""
    everything = Feed(table=_whole(source), select="select * from published")
    feed = next((feed for feed in source.feeds if feed.table == source.whole), everything)
    path = folder / f"{feed.table}.parquet"
    rows = _write(db, f"with published as ({query}) {_feed_sql(feed, source, offer)}", path)
    db.execute(f"create or replace view published as select * from read_parquet({quoted(str(path))})")
    return rows


def _stage(
    db: duckdb.DuckDBPyConnection, source: Source, offer: Offered, scanned: Scanned, scratch: Path
) -> list[SetAside]:
    """Fill `staged` with the reasons beside the rows; return the rows that are not even records of the right width."""
    rewritten = scratch / "rewritten.csv"
    if source.kind == "geojson":
        aside = shapes.rewrite(offer.label, scanned.path, rewritten, source)
    else:
        if not scanned.has_nul and _staged_quickly(db, source, offer, scanned):
            return []
        aside = records.rewrite(scanned.path, rewritten, len(source.columns))
    query = rows_sql(source, rewritten, offer.groups, numbered=True)
    db.execute(f"create or replace temp table staged as {query}")
    return aside


def _staged_quickly(db: duckdb.DuckDBPyConnection, source: Source, offer: Offered, scanned: Scanned) -> bool:
    """Stage straight from the file; false when the line numbers would not be true or rows are no records."""
    try:
        db.execute(f"create or replace temp table staged as {rows_sql(source, scanned.path, offer.groups)}")
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return False
    return _count(db, "staged") == scanned.lines - 1


def _set_aside(db: duckdb.DuckDBPyConnection, path: Path) -> list[SetAside]:
    """Take the rows with a reason out of `staged`."""
    found = db.execute(
        "select line, reject_reason from staged where reject_reason is not null order by line"
    ).fetchall()
    if found:
        db.execute("delete from staged where reject_reason is not null")
    db.execute("alter table staged drop column reject_reason")
    texts = _lines(path, {line for line, _ in found}) if found else {}
    return [SetAside(line=line, reason=reason, row=texts.get(line, "")) for line, reason in found]


def _lines(path: Path, wanted: set[int]) -> dict[int, str]:
    with path.open("rb") as source:
        return {number: records.shown(raw) for number, raw in enumerate(source, 1) if number in wanted}


def _no_rows(offer: Offered, aside: list[SetAside]) -> str:
    if not aside:
        return f"{offer.label} holds a header and no rows: nothing to add."
    first = aside[0]
    return f"{offer.label}: all {len(aside)} rows were set aside, the first (line {first.line}) because {first.reason}."


def _write_feeds(db: duckdb.DuckDBPyConnection, source: Source, offer: Offered, folder: Path) -> dict[str, int]:
    """Write the other tables that the source fills, and the counts by neighbourhood; return rows by table."""
    written: dict[str, int] = {}
    for feed in source.feeds:
        if feed.table != source.whole:
            path = folder / f"{feed.table}.parquet"
            written[feed.table] = _write(db, _feed_sql(feed, source, offer), path)
    geography = source.geography
    if geography and geography.level == "lsoa":
        column = named(geography.column)
        query = f"""
            select {quoted(source.source_id)} as source_id, {quoted(offer.partition)} as partition,
                   {_literal(offer.groups.get("force"))} as force, {column} as code, count(*) as rows
            from published where {column} is not null group by {column} order by {column}
        """
        path = folder / f"{AREA_COUNT.name}.parquet"
        written[AREA_COUNT.name] = _write(db, typed_sql(AREA_COUNT, query), path)
    return written


def _feed_sql(feed: Feed, source: Source, offer: Offered) -> str:
    """The query over `published` that gives the feed's table."""
    query = _filled(feed.select, source, offer)
    given = {name: _of_every_row(offer.groups.get(name)) for name in feed.from_name}
    if feed.table in BY_NAME:
        return typed_sql(BY_NAME[feed.table], query, given)
    columns = [f"{value} as {named(name)}" for name, value in given.items()]
    return f"select {', '.join([*columns, '*'])} from ({query})"


def _of_every_row(text: str | None) -> str:
    """
    SQL for a text that is the same in every row.

    Parquet stores it like any text. As an enumeration of itself it comes with the dictionary that Parquet keeps, which
    would otherwise be made by looking up the word of every row: a tenth of the time that writing takes.
    """
    return "null::varchar" if text is None else f"{quoted(text)}::enum({quoted(text)})"


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
