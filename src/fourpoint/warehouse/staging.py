"""
The SQL that reads a published file into the table `published`, with a reason beside every row that breaks the contract.

Everything happens in one pass: line numbers, types, ranges, allowed values and rules. Rows without a reason are the
data; the others are set aside by `ingest`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from fourpoint.warehouse.contracts import SQL_TYPES, Column, Source

_KIND_WORDS = {
    "integer": "a whole number",
    "number": "a number",
    "flag": "True or False",
    "date": "a date",
    "datetime": "a date and time",
    "geometry": "a shape",
}


def quoted(text: str) -> str:
    """The text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """The name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def stage_sql(source: Source, path: Path, groups: Mapping[str, str], *, numbered: bool = False) -> str:
    """
    The statement that makes `published(line, <columns>, reject_reason)` from a file with the contract's header.

    numbered  the file's first column is the line number of each record (it was re-written by `records`)
    """
    names = [column.name for column in source.columns]
    types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in (["line"] if numbered else []) + names)
    line = "line::bigint as line" if numbered else "row_number() over () + 1 as line"
    raw = f"select {line}, {', '.join(map(named, names))} from read_csv({quoted(str(path))}, {_options(source, types)})"
    cases = " ".join(f"when {condition} then {words}" for condition, words in _reasons(source, groups))
    reason = f"case {cases} end" if cases else "null::varchar"
    typed = ", ".join(f"{_typed(column)} as {named(column.name)}" for column in source.columns)
    return f"create temp table published as select line, {typed}, {reason} as reject_reason from ({raw}) as raw"


def _options(source: Source, types: str) -> str:
    missing = ", ".join(quoted(mark) for mark in source.missing)
    return (
        f"columns = {{{types}}}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
        f" nullstr = [{missing}], max_line_size = 67108864, parallel = false, strict_mode = true"
    )


def _typed(column: Column) -> str:
    raw = f"raw.{named(column.name)}"
    if column.kind == "text":
        return raw
    if column.kind == "geometry":
        return f"unhex({raw})"
    return f"try_cast({raw} as {SQL_TYPES[column.kind]})"


def _reasons(source: Source, groups: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of SQL condition and SQL text: when the condition holds, the row is set aside with the text."""
    for column in source.columns:
        yield from _column_reasons(column, groups)
    for check in source.checks:
        yield f"not coalesce(({check.rule}), true)", quoted(check.reason)


def _column_reasons(column: Column, groups: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    raw, value = f"raw.{named(column.name)}", _typed(column)
    if column.required:
        yield f"{raw} is null", quoted(f"{column.header} is empty")
    if column.kind not in ("text", "geometry"):
        words = f"{column.header} is not {_KIND_WORDS[column.kind]}"
        yield f"{raw} is not null and {value} is null", _beside(words, raw)
    if column.matches and column.matches in groups:
        wanted = groups[column.matches]
        yield f"{raw} <> {quoted(wanted)}", _beside(f"{column.header} is not {wanted} as the file's name says", raw)
    if column.allowed:
        listed = ", ".join(quoted(item) for item in column.allowed)
        yield f"{raw} not in ({listed})", _beside(f"{column.header} is not one of the published values", raw)
    if column.length:
        yield f"length({raw}) <> {column.length}", _beside(f"{column.header} is not {column.length} long", raw)
    if column.pattern:
        words = f"{column.header} is not written as {column.pattern}"
        yield f"not regexp_full_match({raw}, {quoted(column.pattern)})", _beside(words, raw)
    if column.minimum is not None:
        yield f"{value} < {column.minimum!r}", _beside(f"{column.header} is below {column.minimum:g}", raw)
    if column.maximum is not None:
        yield f"{value} > {column.maximum!r}", _beside(f"{column.header} is above {column.maximum:g}", raw)


def _beside(words: str, raw: str) -> str:
    """SQL for the words with the value that was found, shortened."""
    return f"{quoted(words + ': ')} || left({raw}, 60)"
