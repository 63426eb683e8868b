"""
Neighbours, and hot spots with their significance, for maps.

Two kinds of inference answer two different questions and agree for most, not all, areas: the analytic z asks whether
an area and its neighbours hold more than areas drawn at random; the conditional permutation asks whether the neighbours
do, given the area. A result always says which one it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse, special
from shapely import STRtree, centroid, get_coordinates
from shapely.geometry.base import BaseGeometry

from fourpoint.domain.arrays import BoolArray, FloatArray, IntArray, Numbers

Inference = Literal["analytic", "conditional permutation"]
Flag = Literal["", "hot", "cold"]


@dataclass(frozen=True, kw_only=True)
class Weights:
    """
    Which areas are neighbours.

    matrix   shape (areas, areas), symmetric, 1 for neighbours, diagonal 0
    islands  places of areas that touch none; each was joined to the nearest by centre, and that must be said
    """

    matrix: sparse.csr_array
    islands: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Local:
    """A local statistic per area and its two-sided p value; shape (areas,), NaN where the value was missing."""

    statistic: FloatArray
    p: FloatArray
    inference: Inference


@dataclass(frozen=True, kw_only=True)
class Hotspots:
    """
    Areas that stand out with their neighbours.

    z, p       Gi* and its two-sided p value; shape (areas,), NaN where the value was missing
    p_false    the smallest false discovery rate at which the area would be flagged (Benjamini-Hochberg)
    flags      "hot" or "cold" where p_false <= rate, else ""
    """

    z: FloatArray
    p: FloatArray
    p_false: FloatArray
    flags: tuple[Flag, ...]
    rate: float
    inference: Inference


def contiguity(polygons: Sequence[BaseGeometry]) -> Weights:
    """
    Return queen contiguity: areas are neighbours when they share as little as a point.

    polygons  shapely geometries in any one projection; overlaps left by generalisation count as touching
    returns   Weights; an area that touches none is joined to the nearest by centre, in both directions
    raises    ValueError with fewer than two polygons
    example   equal to libpysal's Queen on a grid in tests/unit/domain/test_spatial.py
    """
    if len(polygons) < 2:
        raise ValueError("Neighbours need two areas or more.")
    shapes = np.asarray(polygons, dtype=object)
    one, other = STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one != other], other[one != other]
    islands = np.setdiff1d(np.arange(len(shapes)), one)
    nearest = _nearest(shapes, islands)
    rows, columns = np.concatenate([one, islands, nearest]), np.concatenate([other, nearest, islands])
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(shapes), len(shapes)))
    matrix.data[:] = 1.0
    return Weights(matrix=matrix, islands=tuple(int(island) for island in islands))


def local_g(values: Numbers, weights: Weights) -> FloatArray:
    """
    Return Getis and Ord's Gi* as z scores: how far an area and its neighbours together are from the mean.

    values   shape (areas,) or (areas, columns), one column a map; counts or rates, no missing
    returns  the same shape, unit: standard deviations; NaN throughout a column whose values are all alike, and where
             an area's neighbours are all the areas
    source   Getis and Ord (1992), Geographical Analysis 24, 189-206; standardised form of Ord and Getis (1995),
             Geographical Analysis 27, 286-306, equation 14, binary weights with the area itself
    example  equal to esda's G_Local (star) within 1e-9 in tests/unit/domain/test_spatial.py
    """
    x = np.asarray(values, dtype=np.float64)
    table = x[:, None] if x.ndim == 1 else x
    n, degree = len(table), _degree(weights)[:, None] + 1
    spread = table.std(axis=0)
    spread[np.isclose(spread, 0)] = np.nan
    room = np.where(n > degree, degree * (n - degree) / (n - 1), np.nan)
    z = (weights.matrix @ table + table - table.mean(axis=0) * degree) / (spread * np.sqrt(room))
    return np.asarray(z[:, 0] if x.ndim == 1 else z)


def local_g_permuted(values: Numbers, weights: Weights, *, permutations: int, rng: np.random.Generator) -> Local:
    """
    Return Gi* with p values from conditional permutations: the area keeps its value, the others change places.

    values        shape (areas,), no missing
    permutations  number drawn for each area, as 999
    rng           the source of randomness
    returns       Local; p is two-sided: twice the share of draws as extreme, at most 1, at least 2 / (permutations + 1)
    source        Anselin (1995), Geographical Analysis 27, 93-115, section 3 (conditional permutation)
    """
    x, matrix = np.asarray(values, dtype=np.float64), weights.matrix
    degree = _degree(weights).astype(np.int64)
    draws = _draws(len(x), int(degree.max(initial=0)), permutations, rng)
    observed, p = matrix @ x, np.empty(len(x))
    for area in range(len(x)):
        picked = draws[:, : degree[area]]
        around = x[picked + (picked >= area)].sum(axis=1)
        p[area] = _two_sided(around, observed[area])
    return Local(statistic=local_g(x, weights), p=p, inference="conditional permutation")


def false_discovery(p: Numbers) -> FloatArray:
    """
    Return for each p value the smallest false discovery rate at which it would be called a finding.

    p        shape (tests,), 0 to 1; NaN takes no part and stays NaN
    source   Benjamini and Hochberg (1995), J. R. Statist. Soc. B 57, 289-300
    example  their table of 15 p values in tests/spec/measures/test_spatial.py
    """
    values = np.asarray(p, dtype=np.float64)
    adjusted = np.full(values.shape, np.nan)
    held = np.isfinite(values)
    order = np.flatnonzero(held)[np.argsort(values[held])]
    rising = values[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted[order] = np.minimum.accumulate(rising[::-1])[::-1]
    return adjusted


def hotspots(
    values: Numbers,
    weights: Weights,
    *,
    rate: float = 0.05,
    permutations: int = 0,
    rng: np.random.Generator | None = None,
) -> Hotspots:
    """
    Return which areas are hot or cold spots by Gi*, with a false discovery rate held over the whole map.

    values        shape (areas,), counts or rates; NaN areas leave the study: they have no z and lend none
    rate          false discovery rate, as 0.05
    permutations  0 for analytic inference; else conditional permutations, and then rng is needed
    returns       Hotspots, whose inference says which
    raises        ValueError if permutations are asked for without rng
    source        `local_g`, `local_g_permuted`, `false_discovery`
    """
    x = np.asarray(values, dtype=np.float64)
    held = np.flatnonzero(np.isfinite(x))
    local = _infer(x[held], _among(weights, held), permutations, rng)
    z, p = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    z[held], p[held] = local.statistic, local.p
    p_false = false_discovery(p)
    return Hotspots(z=z, p=p, p_false=p_false, flags=_flags(z, p_false <= rate), rate=rate, inference=local.inference)


def _infer(x: FloatArray, weights: Weights, permutations: int, rng: np.random.Generator | None) -> Local:
    if not permutations:
        z = local_g(x, weights) if len(x) else x
        return Local(statistic=z, p=2 * special.ndtr(-np.abs(z)), inference="analytic")
    if rng is None:
        raise ValueError("Conditional permutation needs a random generator: give rng.")
    return local_g_permuted(x, weights, permutations=permutations, rng=rng)


def _among(weights: Weights, held: IntArray) -> Weights:
    return Weights(matrix=weights.matrix[held][:, held], islands=())


def _flags(z: FloatArray, found: BoolArray) -> tuple[Flag, ...]:
    return tuple("" if not flag else "hot" if score > 0 else "cold" for score, flag in zip(z, found, strict=True))


def _degree(weights: Weights) -> FloatArray:
    return np.asarray(weights.matrix.sum(axis=1), dtype=np.float64).ravel()


def _draws(areas: int, most: int, permutations: int, rng: np.random.Generator) -> IntArray:
    """Return rows of distinct numbers below areas - 1: the others of an area, to be shifted past the area itself."""
    keys = rng.random((permutations, areas - 1))
    chosen = np.argpartition(keys, min(most, areas - 2), axis=1)[:, :most]
    return np.asarray(rng.permuted(chosen, axis=1), dtype=np.int64)


def _two_sided(draws: FloatArray, observed: float) -> float:
    extreme = min(int((draws >= observed).sum()), int((draws <= observed).sum()))
    return min(1.0, 2 * (extreme + 1) / (len(draws) + 1))


def _nearest(shapes: np.ndarray, islands: IntArray) -> IntArray:
    if not len(islands):
        return islands
    # Islands are few and far between, and every process would load it.
    from scipy.spatial import cKDTree

    centres = get_coordinates(centroid(shapes))
    near = np.asarray(cKDTree(centres).query(centres[islands], k=2)[1], dtype=np.int64)
    return np.where(near[:, 0] == islands, near[:, 1], near[:, 0])
