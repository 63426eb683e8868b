"""
Hiding small numbers, for readers who may not see them.

Hiding one number is not enough when a total stands beside it: the reader subtracts. So more numbers are hidden until
what is shown leaves every small one a range as wide as the rule asks. What this does not stop: a reader who knows
something from elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import block_array, csc_array, csr_array, eye_array

from fourpoint.domain.arrays import BoolArray, FloatArray, Numbers, counts_of

# Linear programmes are solved to about this much; counts are whole.
_EXACT = 1e-6
# How scipy says that no solution exists.
_IMPOSSIBLE = 2


@dataclass(frozen=True, kw_only=True)
class Sum:
    """A number that is the sum of others, by their places: every reader knows that it is."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Suppressed:
    """
    What may be shown.

    hidden   shape of the counts, true where the number must not be shown
    primary  shape of the counts, true where it is hidden for being small itself
    """

    hidden: BoolArray
    primary: BoolArray

    @property
    def cover(self) -> BoolArray:
        """Shape of the counts, true where a number is hidden only so that a small one does not follow from it."""
        return self.hidden & ~self.primary


def suppress(values: Numbers, *, sums: Sequence[Sum], threshold: int) -> Suppressed:
    """
    Return which of the counts to hide.

    values     shape (counts,), unit: rows, >= 0; NaN for a number that no reader is ever shown, but that others add to
    sums       which are sums of which
    threshold  counts above 0 and below it are small; zero is shown unless it must cover another
    returns    Suppressed: for each small count, what is shown and the sums leave a range of at least `threshold`
    raises     ValueError if a count is negative or the threshold is below 1
    source     Hundepool et al. (2012), Statistical Disclosure Control, Wiley, chapter 4 (primary and secondary
               suppression; the range a reader can narrow a count down to is the feasibility interval of section 4.3)
    """
    counts = counts_of(values)
    if threshold < 1:
        raise ValueError("A threshold below 1 hides nothing: give 1 or more.")
    primary = (counts > 0) & (counts < threshold)
    hidden = primary.copy()
    system = _system(len(counts), sums)
    for place in np.flatnonzero(primary):
        low, high = _range(counts, hidden | np.isnan(counts), system, int(place))
        # What is hidden for one can only widen the range of another: once is enough.
        if high - low < threshold - _EXACT:
            hidden |= _cover(counts, hidden, system, int(place), threshold)
    return Suppressed(hidden=hidden, primary=primary)


def find_range(values: Numbers, hidden: BoolArray, *, sums: Sequence[Sum], place: int) -> tuple[float, float]:
    """
    Return the least and the greatest that a reader must allow for one count, by linear programming.

    values, sums  as for `suppress`; hidden  shape of the counts
    returns       (count, count) for one that is shown; the greatest may be infinite
    """
    counts = counts_of(values)
    return _range(counts, hidden | np.isnan(counts), _system(len(counts), sums), place)


# ----------------------------------------------------------------------------------------------------------------------


def _cover(counts: FloatArray, hidden: BoolArray, system: csc_array, place: int, threshold: int) -> BoolArray:
    """
    Return the shown counts to hide for one small count: the cheapest change of them that lets it be larger by the
    threshold while every sum still holds. The counts so changed are what the reader must not know.
    """
    shown = np.flatnonzero(~hidden & np.isfinite(counts))
    cells, moved = len(counts), len(shown)
    # Small counts are the cheapest to hide; a zero is hidden last, since readers take it for certain.
    dearest = 10 * (1 + np.nanmax(counts))
    price = np.where(counts[shown] > 0, counts[shown], dearest)
    pick = csr_array((np.ones(moved), (np.arange(moved), shown)), shape=(moved, cells))
    unit = eye_array(moved, format="csr")
    equal = block_array([[system, None, None], [pick, -unit, unit]], format="csc")
    right = np.concatenate([np.zeros(system.shape[0]), counts[shown]])
    bounds: list[tuple[float, float | None]] = [(0, None)] * (cells + 2 * moved)
    bounds[place] = (counts[place] + threshold,) * 2
    cost = np.concatenate([np.zeros(cells), price, price])
    found = _solve(cost, equal, right, bounds)
    cover = np.zeros(cells, dtype=bool)
    if found.x is None:
        # The counts contradict the sums, so nothing can be proved of them: show none.
        cover[shown] = True
        return cover
    up, down = found.x[cells : cells + moved], found.x[cells + moved :]
    cover[shown[np.abs(up - down) > _EXACT]] = True
    return cover


def _system(count: int, sums: Sequence[Sum]) -> csc_array:
    """Return the matrix, shape (sums, counts), by which the counts give zero: each whole less its parts."""
    rows = [row for row, one in enumerate(sums) for _ in range(len(one.parts) + 1)]
    columns = [cell for one in sums for cell in (one.whole, *one.parts)]
    signs = [sign for one in sums for sign in (1.0, *[-1.0] * len(one.parts))]
    return csc_array(csr_array((signs, (rows, columns)), shape=(len(sums), count)))


def _range(counts: FloatArray, unknown: BoolArray, system: csc_array, place: int) -> tuple[float, float]:
    if not unknown[place]:
        return float(counts[place]), float(counts[place])
    free, shown = np.flatnonzero(unknown), np.flatnonzero(~unknown)
    known = -(system[:, shown] @ counts[shown])
    cost = (free == place).astype(np.float64)
    ends = []
    for side in (1.0, -1.0):
        found = _solve(side * cost, system[:, free], known, (0, None))
        if found.status == _IMPOSSIBLE:
            # The counts contradict the sums: whoever trusts the sums could hold any number for certain.
            return float(counts[place]), float(counts[place])
        # Without an end the programme has no answer: the count may be as great as one likes.
        ends.append(np.inf if found.fun is None else side * found.fun)
    return float(ends[0]), float(ends[1])


def _solve(cost: FloatArray, equal: Any, right: FloatArray, bounds: Any) -> Any:
    """Minimise the cost under the equalities; the types that scipy ships know no sparse matrix here."""
    # Half a second that every process would spend, for a few that hide numbers.
    from scipy.optimize import linprog

    return linprog(cost, A_eq=equal, b_eq=right, bounds=bounds, method="highs")
