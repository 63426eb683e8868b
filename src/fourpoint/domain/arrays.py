"""The array types that the statistics share: what numpy holds, named once. Missing is NaN, so counts may be floats."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

Numbers = FloatArray | NDArray[np.int32] | IntArray | Sequence[float] | Sequence[int] | float


def counts_of(values: Numbers, *, name: str = "count") -> FloatArray:
    """
    Return the values as floats, for counts.

    values  counts of any shape, unit: rows, >= 0; NaN where missing
    raises  ValueError if a value is negative or endless
    """
    counts = np.asarray(values, dtype=np.float64)
    if (counts < 0).any() or np.isinf(counts).any():
        raise ValueError(f"A {name} is negative or endless: give counts of zero or more, NaN where missing.")
    return counts
