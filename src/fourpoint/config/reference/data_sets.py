"""The reference of the data sets that the warehouse can hold, from their contracts: for whoever questions data."""

from collections.abc import Iterable, Iterator

from fourpoint.config.reference.markdown import draw_table
from fourpoint.warehouse.contracts import Column, Source

_OPENING = """\
# Data sets

What the warehouse knows how to read, one contract each in `src/fourpoint/warehouse/sources`. A file whose header is not
the contract is refused; a row that breaks it is set aside with its line and the reason, and counted. A contract here
says nothing of what an installation holds: `./fourpoint data list` and the page *Data* do.
"""


def render_data_sets(sources: Iterable[Source]) -> str:
    """Return a section for each source, by id, after a table of all."""
    ordered = sorted(sources, key=lambda source: source.source_id)
    rows = [(f"[{source.source_id}](#{source.source_id})", source.title, source.publisher) for source in ordered]
    contents = draw_table(("source", "what it is", "publisher"), rows)
    return "\n".join([_OPENING, contents, "", *(_section(source) for source in ordered)])


def _section(source: Source) -> str:
    parts = [
        f"## {source.source_id}",
        f"{source.title}.",
        draw_table(("", ""), _facts(source)),
        *(["Caveats:\n\n" + "\n".join(f"- {caveat}" for caveat in source.caveats)] if source.caveats else []),
        draw_table(("column", "published as", "kind", "rules"), [_column(column) for column in source.columns]),
        *(["A row is set aside when " + "; when ".join(_reasons(source)) + "."] if source.checks else []),
    ]
    return "\n\n".join(parts) + "\n"


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    yield "publisher", source.publisher
    yield "licence", source.licence
    yield "attribution", source.attribution
    yield "open to anyone", "yes" if source.published else "no: small numbers are hidden from whom the edition says"
    yield "period", source.period or "that of the files"
    if source.frequency:
        yield "appears", source.frequency
    if source.geography:
        yield (
            "geography",
            f"{source.geography.level}, codes of {source.geography.vintage}, in `{source.geography.column}`",
        )
    if source.key:
        yield "one row for each", ", ".join(f"`{name}`" for name in source.key)
    yield "fills", ", ".join(f"`{table}`" for table in dict.fromkeys(feed.table for feed in source.feeds))
    for address in source.addresses:
        yield "published at", f"`{address.url}`{f' ({address.note})' if address.note else ''}"


def _column(column: Column) -> tuple[str, str, str, str]:
    rules = [
        "required" if column.required else "",
        f"one of {len(column.allowed)} values" if column.allowed else "",
        f"at least {column.minimum:g}" if column.minimum is not None else "",
        f"at most {column.maximum:g}" if column.maximum is not None else "",
        f"{column.length} characters" if column.length else "",
        f"matches `{column.pattern}`" if column.pattern else "",
        f"is the {column.matches} of the file name" if column.matches else "",
        column.note,
    ]
    return f"`{column.name}`", column.header, column.kind, ", ".join(rule for rule in rules if rule)


def _reasons(source: Source) -> list[str]:
    return [check.reason for check in source.checks]
