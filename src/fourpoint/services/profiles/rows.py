"""The raw rows behind a figure, as the publisher wrote them, for the panel's table and its CSV."""

from dataclasses import dataclass

import duckdb

from fourpoint.domain.errors import Unusable
from fourpoint.domain.figures import Figure, RowsQuery

# The views whose rows a reader may page through, and the order that makes pages stable.
ORDERS = {"street_crime": "force, month, line", "stop_search": "force, month, line"}


class NoRows(Unusable):
    """The figure is not made of countable rows."""


@dataclass(frozen=True, kw_only=True)
class RowsPage:
    """Some of the rows behind a figure: columns by name, every value as text, and how many rows there are in all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    offset: int


def read_rows(connection: duckdb.DuckDBPyConnection, figure: Figure, *, limit: int | None, offset: int) -> RowsPage:
    """
    Return the rows behind the figure from `offset` on, at most `limit` (None: all).

    raises  NoRows when the figure is not made of countable rows
    """
    query = figure.rows
    if query is None or query.dataset not in ORDERS:
        raise NoRows(f"'{figure.label}' is not counted from single rows, so there are none to show.")
    where, values = _where(connection, query)
    counting = f"SELECT count(*) FROM {query.dataset} WHERE {where}"  # noqa: S608 - names are ours
    total = connection.execute(counting, values).fetchone()
    found = connection.execute(
        f"SELECT * FROM {query.dataset} WHERE {where} ORDER BY {ORDERS[query.dataset]} "  # noqa: S608 - names are ours
        + ("" if limit is None else f"LIMIT {int(limit)} ")
        + f"OFFSET {max(0, int(offset))}",
        values,
    )
    columns = tuple(column[0] for column in found.description or ())
    rows = tuple(tuple("" if value is None else str(value) for value in row) for row in found.fetchall())
    return RowsPage(columns=columns, rows=rows, total=int(total[0]) if total else 0, offset=offset)


# ----------------------------------------------------------------------------------------------------------------------


def _where(connection: duckdb.DuckDBPyConnection, query: RowsQuery) -> tuple[str, list[list[str]]]:
    """
    Columns are checked against the view, values are bound: nothing of the query is ever run as SQL. A row's district is
    that of its published neighbourhood, of either vintage.
    """
    known = {row[0] for row in connection.execute(f"DESCRIBE {query.dataset}").fetchall()}
    parts = []
    for column, _ in query.filters:
        if column == "district_code":
            parts.append("lsoa_code IN (SELECT code FROM lsoa WHERE district_code IN (SELECT unnest(?::varchar[])))")
            continue
        if column not in known:
            raise NoRows(f"The rows of '{query.dataset}' have no column '{column}'.")
        typed = f"{column}::VARCHAR" if column in ("longitude", "latitude") else column
        parts.append(f"{typed} IN (SELECT unnest(?::varchar[]))")
    return " AND ".join(parts) or "true", [list(values) for _, values in query.filters]
