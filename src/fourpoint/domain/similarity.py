"""
The areas most like an area, by a stated method, for fair comparison: the list, the distances, and what they rest on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fourpoint.domain.arrays import BoolArray, FloatArray, Numbers

METHOD = (
    "Each feature is standardised by the median and the median absolute deviation over all areas; the distance of two "
    "areas is the root of the mean squared difference over the features that both have."
)
MAD_TO_SD = 1.4826  # 1 / the 0.75 quantile of the normal distribution (Rousseeuw and Croux 1993, JASA 88, 1273-1283)
SHARED_NEEDED = 0.5


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """An area like the one asked about; distance in robust standard deviations per feature; features both have."""

    code: str
    distance: float
    features: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Similar:
    """
    The most similar areas, nearest first.

    features   features used; dropped  features that are alike everywhere and so tell nothing
    left_out   areas that share fewer than half of the features with the one asked about
    """

    code: str
    neighbours: tuple[Neighbour, ...]
    features: tuple[str, ...]
    dropped: tuple[str, ...]
    left_out: tuple[str, ...]
    method: str = METHOD


def most_similar(values: Numbers, *, codes: Sequence[str], features: Sequence[str], target: str, count: int) -> Similar:
    """
    Return the areas nearest to one in standardised features.

    values   shape (areas, features), any unit each; NaN where missing
    codes    the areas, each once; target is one of them and is not in its own list
    count    how many to return at most; ties stand in the order of their codes
    returns  Similar; neighbours is empty when no area shares half of the features
    raises   ValueError if shapes differ; KeyError if the target is not among the codes
    source   robust z scores: Iglewicz and Hoaglin (1993), How to detect and handle outliers, ASQC, section 3.3; mean
             squared difference over shared features: Gower (1971), Biometrics 27, 857-871, for the missing
             -> docs/explanation/what-the-numbers-say-and-do-not.md
    """
    table = np.asarray(values, dtype=np.float64)
    if table.shape != (len(codes), len(features)):
        raise ValueError(f"{len(codes)} areas and {len(features)} features were given with values {table.shape}.")
    if target not in codes:
        raise KeyError(target)
    z, telling = _robust_z(table)
    z, names = z[:, telling], [name for name, tells in zip(features, telling, strict=True) if tells]
    distances, shared = _distances(z, list(codes).index(target))
    enough = shared.sum(axis=1) >= max(1, SHARED_NEEDED * len(names))
    others = [place for place, code in enumerate(codes) if code != target]
    near = sorted((place for place in others if enough[place]), key=lambda place: (distances[place], codes[place]))
    return Similar(
        code=target,
        neighbours=tuple(
            Neighbour(
                code=codes[place],
                distance=float(distances[place]),
                features=tuple(name for name, has in zip(names, shared[place], strict=True) if has),
            )
            for place in near[:count]
        ),
        features=tuple(names),
        dropped=tuple(name for name, tells in zip(features, telling, strict=True) if not tells),
        left_out=tuple(sorted(codes[place] for place in others if not enough[place])),
    )


def _robust_z(table: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return z scores by column and which columns tell areas apart; a column whose MAD is 0 falls back on its SD."""
    telling = np.array([len(np.unique(column[np.isfinite(column)])) > 1 for column in table.T], dtype=bool)
    z = np.full(table.shape, np.nan)
    for place in np.flatnonzero(telling):
        column = table[:, place]
        middle = np.nanmedian(column)
        spread = MAD_TO_SD * np.nanmedian(np.abs(column - middle)) or np.nanstd(column)
        z[:, place] = (column - middle) / spread
    return z, telling


def _distances(z: FloatArray, target: int) -> tuple[FloatArray, BoolArray]:
    apart = (z - z[target]) ** 2
    shared = np.isfinite(apart)
    total, number = np.where(shared, apart, 0).sum(axis=1), shared.sum(axis=1)
    return np.sqrt(np.divide(total, number, out=np.full(len(z), np.nan), where=number > 0)), shared
