"""
Hiding small numbers, for tables that go to people who may not see them.

Hiding one cell is not enough when a total stands beside it: the reader subtracts. So more cells are hidden until no
hidden number follows from what is shown. What this does not stop: a reader who knows something from elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import null_space

from fourpoint.domain.arrays import BoolArray, FloatArray, Numbers, counts_of

THRESHOLD = 5


@dataclass(frozen=True, kw_only=True)
class Suppressed:
    """
    What may be shown.

    hidden         shape of the cells, true where the number must not be shown
    primary        shape of the cells, true where it is hidden for being small itself
    hidden_totals  for each line, true where the line's total must not be shown either
    """

    hidden: BoolArray
    primary: BoolArray
    hidden_totals: tuple[bool, ...]


def suppress(values: Numbers, *, lines: Sequence[Sequence[int]], threshold: int = THRESHOLD) -> Suppressed:
    """
    Return which cells of a published table to hide.

    values     shape (cells,), unit: rows, >= 0; NaN where there is no number, which is never hidden nor shown
    lines      cells whose total is published, as lists of places in values: a table's rows, its columns, or all of it
    threshold  counts above 0 and below it are hidden; zero is shown
    returns    Suppressed: no hidden cell can be computed from shown cells and totals, and the hidden cells of a line
               sum to the threshold or more; where a line has no cells left to hide, its total is hidden
    raises     ValueError if a count is negative or the threshold is below 1
    source     Hundepool et al. (2012), Statistical Disclosure Control, Wiley, chapter 4 (primary and secondary
               suppression; the cells that follow from the rest are those without freedom in the linear system)
    """
    cells = counts_of(values)
    if threshold < 1:
        raise ValueError("A threshold below 1 hides nothing: give 1 or more.")
    primary = (cells > 0) & (cells < threshold)
    hidden, closed = primary.copy(), [False] * len(lines)
    while (line := _leaking_line(cells, hidden, lines, closed, threshold)) is not None:
        spare = [cell for cell in lines[line] if not hidden[cell] and np.isfinite(cells[cell])]
        if spare:
            hidden[min(spare, key=lambda cell: (cells[cell] == 0, cells[cell], cell))] = True
        else:
            closed[line] = True
    return Suppressed(hidden=hidden, primary=primary, hidden_totals=tuple(closed))


def rows_and_columns(rows: int, columns: int) -> tuple[tuple[int, ...], ...]:
    """Return the lines of a table with row and column totals, its cells numbered row by row."""
    across = [tuple(range(row * columns, (row + 1) * columns)) for row in range(rows)]
    down = [tuple(range(column, rows * columns, columns)) for column in range(columns)]
    return tuple(across + down)


def _leaking_line(
    cells: FloatArray, hidden: BoolArray, lines: Sequence[Sequence[int]], closed: Sequence[bool], threshold: int
) -> int | None:
    """Return a line with a published total that gives a hidden cell away, None when there is none."""
    shown = [place for place in range(len(lines)) if not closed[place]]
    for place in shown:
        inside = [cell for cell in lines[place] if hidden[cell]]
        if inside and cells[inside].sum() < threshold:
            return place
    known = _determined(hidden, [lines[place] for place in shown])
    for place in shown:
        if any(known[cell] for cell in lines[place]):
            return place
    return None


def _determined(hidden: BoolArray, lines: Sequence[Sequence[int]]) -> BoolArray:
    """Tell which hidden cells follow from the totals of the lines and the cells that are shown."""
    known, unknowns = np.zeros(hidden.shape, dtype=bool), np.flatnonzero(hidden)
    if not len(lines) or not len(unknowns):
        return known
    system = np.array([np.isin(unknowns, line) for line in lines], dtype=np.float64)
    free = null_space(system)
    known[unknowns] = (np.abs(free) < 1e-9).all(axis=1)
    return known
