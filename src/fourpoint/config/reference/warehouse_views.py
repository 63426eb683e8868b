"""The reference of the warehouse's views, from where they are declared: for whoever writes a measure or a query."""

from collections.abc import Iterable

from fourpoint.config.reference.markdown import draw_table
from fourpoint.warehouse.views import View

_OPENING = """\
# Warehouse views

The views of a connection to the warehouse (`Warehouse(root).connect()`), with their columns and SQL types. A view that
nothing has filled yet is empty, with the same columns. Missing values are `NULL`, never zero. The data of one data
version never change: cache on `Warehouse.data_version()`. A source says in its contract which of them it fills.
"""


def render_views(stored: Iterable[View], composed: Iterable[View]) -> str:
    """Return a section for each view, those that sources fill before those made of them."""
    parts = [_OPENING, "## Filled by sources", *map(_section, stored), "## Made of others", *map(_section, composed)]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _section(view: View) -> str:
    key = f"\n\nWhere two files hold the same {_listed(view.key)}, the one added last is shown." if view.key else ""
    table = draw_table(("column", "type"), [(f"`{name}`", kind) for name, kind in view.columns])
    return f"### {view.name}\n\n{view.about}{key}\n\n{table}"


def _listed(names: tuple[str, ...]) -> str:
    marked = [f"`{name}`" for name in names]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} and {marked[-1]}"
