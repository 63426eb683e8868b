"""Classes for maps: fifths of the areas with whole-number breaks, told in the legend."""

from collections.abc import Sequence

import numpy as np

from fourpoint.domain.arrays import FloatArray
from fourpoint.domain.document import LegendEntry

CLASSES = 5


def class_breaks(values: FloatArray) -> tuple[int, ...]:
    """Return the upper edges of all classes but the last: fifths of the areas, rounded, each once."""
    held = values[np.isfinite(values)]
    if not held.size:
        return ()
    edges = np.floor(np.quantile(held, np.arange(1, CLASSES) / CLASSES)).astype(int)
    return tuple(int(edge) for edge in np.unique(edges) if edge < held.max())


def class_of(value: float, breaks: Sequence[int]) -> int | None:
    """Return the class of a value, 0 lowest; None when there is no value."""
    return int(np.searchsorted(breaks, value, side="left")) if np.isfinite(value) else None


def legend_of(values: FloatArray, breaks: Sequence[int]) -> tuple[LegendEntry, ...]:
    """Return the legend's words: "0 to 12", "13 to 30", ..."""
    held = values[np.isfinite(values)]
    if not held.size:
        return ()
    lows = [int(np.floor(held.min())), *(edge + 1 for edge in breaks)]
    highs = [*breaks, int(np.ceil(held.max()))]
    return tuple(
        LegendEntry(label=f"{low:,}" if low == high else f"{low:,} to {high:,}")
        for low, high in zip(lows, highs, strict=True)
    )
