"""
How measures are built: named SQL steps in a chain, in the dialect that DuckDB and Spark share.

A step is a function that returns SQL and says in its docstring what columns it gives. A measure is steps in order;
each may read the views of the warehouse and the steps before it. Values are written into the text as literals, checked
and quoted, because the two engines write parameters differently.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

_SLUG = re.compile(r"^[a-z0-9][a-z0-9-]*$")
_CODE = re.compile(r"^[A-Za-z0-9]+$")

Row = tuple[str | int | float | None, ...]
Columns = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose rows are measured: the force by its slug in the file names, as "northmoor"."""

    force: str

    def __post_init__(self) -> None:
        if not _SLUG.match(self.force):
            raise ValueError(
                f"'{self.force}' is not the slug of a force: write it as in the file names, as 'northmoor'."
            )


Step = Callable[[Scope], str]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A chain of steps with a name and a title; the last step gives the rows."""

    name: str
    title: str
    steps: tuple[Step, ...]


def text(measure: Measure, scope: Scope) -> str:
    """Return the whole chain as one SQL statement; each step is a common table expression named after its function."""
    parts = [f"{step_name(step)} AS (\n{step(scope)}\n)" for step in measure.steps]
    return f"WITH {', '.join(parts)}\nSELECT * FROM {step_name(measure.steps[-1])}"


def step_name(step: Step) -> str:
    """Return the name under which later steps read a step: its function's name without the ending _sql."""
    return step.__name__.removesuffix("_sql")


def rows(db: duckdb.DuckDBPyConnection, measure: Measure, scope: Scope) -> list[Row]:
    """Run a measure and return its rows, in no order that may be relied on."""
    return db.execute(text(measure, scope)).fetchall()


def columns(db: duckdb.DuckDBPyConnection, measure: Measure, scope: Scope) -> Columns:
    """Run a measure and return its columns as arrays by name; NULL is masked."""
    return dict(db.execute(text(measure, scope)).fetchnumpy())


def literals(codes: Sequence[str]) -> str:
    """
    Return published codes as a list for IN.

    raises  ValueError if there is none, or one holds anything but letters and digits
    """
    if not codes or not all(_CODE.match(code) for code in codes):
        raise ValueError(f"Not a list of published codes: {', '.join(codes) or 'it is empty'}.")
    return ", ".join(f"'{code}'" for code in codes)
