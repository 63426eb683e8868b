"""
The SQL that reads a published file, with a reason beside every row that breaks the contract.

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


def quick_sql(source: Source, path: Path, groups: Mapping[str, str]) -> str:
    """
    The query that gives `line, <columns>` for the rows of a file that break no rule of single rows.

    It is as fast as reading can be: a number that is none is an error of the query, rows with a reason are left out,
    and rules that depend on a value alone are asked of the distinct values afterwards (`value_checks`). A caller that
    finds rows missing, or a value refused, takes the file again with `rows_sql`.
    """
    types = {column.name: "DOUBLE" if column.kind == "number" else "VARCHAR" for column in source.columns}
    raw = f"select row_number() over () + 1 as line, * from {_read(source, path, types)}"
    cases = [condition for column in source.columns for condition, _ in _row_reasons(column, groups)]
    cases += [condition for condition, _ in _rules(source)]
    typed = ", ".join(f"{_typed(column)} as {named(column.name)}" for column in source.columns)
    sound = f" where not coalesce({' or '.join(cases)}, false)" if cases else ""
    return f"select line, {typed} from (select * from ({raw}) as raw{sound}) as raw"


def value_checks(source: Source) -> Iterator[str]:
    """Queries over `published` that give a row when a value breaks its column's rule."""
    for column in source.columns:
        conditions = [condition for condition, _ in _value_reasons(column)]
        if conditions:
            # "having" keeps the conditions from being asked of every row before the distinct values are found.
            name = named(column.name)
            distinct = f"select {name} from published group by {name} having count(*) > 0"
            yield f"select 1 from ({distinct}) as raw where {' or '.join(conditions)} limit 1"


def rows_sql(source: Source, path: Path, groups: Mapping[str, str], *, numbered: bool = False) -> str:
    """
    The query that gives `line, <columns>, reject_reason` for every row of a file with the contract's header.

    numbered  the file's first column is the line number of each record (it was re-written by `records`)
    """
    names = [column.name for column in source.columns]
    types = dict.fromkeys((["line"] if numbered else []) + names, "VARCHAR")
    line = "line::bigint as line" if numbered else "row_number() over () + 1 as line"
    raw = f"select {line}, {', '.join(map(named, names))} from {_read(source, path, types)}"
    cases = " ".join(f"when {condition} then {words}" for condition, words in _reasons(source, groups))
    reason = f"case {cases} end" if cases else "null::varchar"
    typed = ", ".join(f"{_typed(column)} as {named(column.name)}" for column in source.columns)
    return f"select line, {typed}, {reason} as reject_reason from ({raw}) as raw"


def _read(source: Source, path: Path, types: Mapping[str, str]) -> str:
    columns = ", ".join(f"{quoted(name)}: '{kind}'" for name, kind in types.items())
    missing = ", ".join(quoted(mark) for mark in source.missing)
    longest = ", max_line_size = 67108864" if source.kind == "geojson" else ""
    return (
        f"read_csv({quoted(str(path))}, columns = {{{columns}}}, auto_detect = false, header = true, delim = ',',"
        f" quote = '\"', escape = '\"', nullstr = [{missing}], strict_mode = true{longest})"
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
        yield from _type_reasons(column)
        yield from _value_reasons(column)
        yield from _row_reasons(column, groups)
    yield from _rules(source)


def _rules(source: Source) -> Iterator[tuple[str, str]]:
    for check in source.checks:
        yield f"not coalesce(({check.rule}), true)", quoted(check.reason)


def _type_reasons(column: Column) -> Iterator[tuple[str, str]]:
    """A value that is not of the column's kind."""
    raw = _raw(column)
    if column.kind not in ("text", "geometry"):
        words = f"{column.header} is not {_KIND_WORDS[column.kind]}"
        yield f"{raw} is not null and {_typed(column)} is null", _beside(words, raw)


def _value_reasons(column: Column) -> Iterator[tuple[str, str]]:
    """A value that its column does not allow, for columns of few distinct values."""
    raw = _raw(column)
    if column.allowed:
        listed = ", ".join(quoted(item) for item in column.allowed)
        yield f"{raw} not in ({listed})", _beside(f"{column.header} is not one of the published values", raw)
    if column.pattern:
        words = f"{column.header} is not written as {column.pattern}"
        yield f"not regexp_full_match({raw}, {quoted(column.pattern)})", _beside(words, raw)


def _row_reasons(column: Column, groups: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is asked of every single value: that it is there, its length, its range."""
    raw, value = _raw(column), _typed(column)
    if column.required:
        yield f"{raw} is null", quoted(f"{column.header} is empty")
    if column.matches and column.matches in groups:
        wanted = groups[column.matches]
        yield f"{raw} <> {quoted(wanted)}", _beside(f"{column.header} is not {wanted} as the file's name says", raw)
    if column.kind not in ("text", "number", "geometry"):
        yield f"{raw} is not null and {value} is null", _beside(f"{column.header} cannot be read", raw)
    if column.length:
        yield f"strlen({raw}) <> {column.length}", _beside(f"{column.header} is not {column.length} long", raw)
    if column.minimum is not None:
        yield f"{value} < {column.minimum!r}", _beside(f"{column.header} is below {column.minimum:g}", raw)
    if column.maximum is not None:
        yield f"{value} > {column.maximum!r}", _beside(f"{column.header} is above {column.maximum:g}", raw)


def _raw(column: Column) -> str:
    return f"raw.{named(column.name)}"


def _beside(words: str, raw: str) -> str:
    """SQL for the words with the value that was found, shortened."""
    return f"{quoted(words + ': ')} || left({raw}::varchar, 60)"
