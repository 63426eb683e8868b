"""
How unevenly crime lies over areas, beside what chance alone would give, for findings and curves.

A few crimes on many areas look concentrated even when they fall at random. So a share is never told without the
share expected under chance, and Gini is the generalised one, which knows that there are fewer crimes than areas.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np

from fourpoint.domain.arrays import FloatArray, Numbers, counts_of
from fourpoint.domain.figures import Interval


@dataclass(frozen=True, kw_only=True)
class Concentration:
    """
    Concentration of crimes over areas.

    crimes, areas     what was counted
    top_areas         how many areas the top stands for: the smallest whole number not below the part asked for
    top_share         share of crimes in them, 0 to 1; None: see absent
    expected_share    mean of that share under chance; chance is its interval over the simulations
    gini              generalised Gini, 0 (as even as can be) to 1; expected_gini under chance
    absent            why there is nothing to say, empty when there is
    """

    crimes: int
    areas: int
    top_areas: int
    top_share: float | None
    expected_share: float | None
    chance: Interval | None
    gini: float | None
    expected_gini: float | None
    absent: str = ""


def top_share(counts: Numbers, *, top: float = 0.05) -> float:
    """
    Return the share of crimes in the busiest part of the areas.

    counts   shape (areas,), unit: rows, >= 0, no missing, not all 0
    top      part of the areas, above 0, at most 1; rounded up to whole areas
    returns  0 to 1
    raises   ValueError if top is out of range or nothing was counted
    source   Weisburd (2015), The law of crime concentration, Criminology 53, 133-157
    """
    values = _checked(counts)
    return float(_top(values[None, :], _top_areas(len(values), top))[0] / values.sum())


def lorenz(counts: Numbers) -> tuple[FloatArray, FloatArray]:
    """
    Return the Lorenz curve: cumulative shares of areas and of crimes, areas from busiest to quietest.

    counts   shape (areas,), unit: rows, >= 0, no missing, not all 0
    returns  two arrays of shape (areas + 1,), from 0 to 1
    raises   ValueError if nothing was counted
    """
    values = np.sort(_checked(counts))[::-1]
    share = np.concatenate([[0.0], np.cumsum(values)]) / values.sum()
    return np.linspace(0, 1, len(values) + 1), share


def gini(counts: Numbers) -> float:
    """
    Return the Gini coefficient of the counts: 0 when all are alike.

    counts   shape (areas,), unit: rows, >= 0, no missing, not all 0
    raises   ValueError if nothing was counted
    source   as quoted by Bernasco and Steenbeek (2017), equation 1
    """
    return float(_ginis(_checked(counts)[None, :])[0])


def generalised_gini(counts: Numbers) -> float:
    """
    Return the Gini coefficient against the most even spread that whole crimes allow.

    counts   shape (areas,), unit: rows, >= 0, no missing, not all 0
    returns  0 (no area could give a crime to another and be more even) to 1; equal to `gini` when there are as many
             crimes as areas or more
    raises   ValueError if nothing was counted
    source   Bernasco and Steenbeek (2017), More places than crimes, Journal of Quantitative Criminology 33, 451-467,
             equation 4: G' = max(n / c, 1) (G - 1) + 1
    """
    values = _checked(counts)
    return float(_generalised(_ginis(values[None, :]), values.sum(), len(values))[0])


def concentration(
    counts: Numbers,
    *,
    rng: np.random.Generator,
    top: float = 0.05,
    simulations: int = 499,
    level: float = 0.95,
) -> Concentration:
    """
    Return concentration beside what chance alone would give.

    counts       shape (areas,), unit: rows, >= 0; NaN where missing, which takes no part
    rng          the source of randomness
    top          part of the areas that counts as the top
    simulations  worlds in which each crime falls on any area with equal chance
    returns      Concentration; absent with a reason when there are fewer than two areas or no crimes
    raises       ValueError if a count is negative
    source       `top_share`, `generalised_gini`; chance by simulation as in Levin, Rosenfeld and Deckard (2017),
                 Journal of Quantitative Criminology 33, 547-574
    """
    values = counts_of(counts)
    values = values[np.isfinite(values)]
    crimes, areas, busy = int(values.sum()), len(values), _top_areas(len(values), top)
    if areas < 2 or not crimes:
        return _nothing(crimes, areas, busy)
    worlds = rng.multinomial(crimes, np.full(areas, 1 / areas), size=simulations).astype(np.float64)
    shares = _top(worlds, busy) / crimes
    tail = (1 - level) / 2
    low, high = (float(limit) for limit in np.quantile(shares, [tail, 1 - tail]))
    return Concentration(
        crimes=crimes,
        areas=areas,
        top_areas=busy,
        top_share=top_share(values, top=top),
        expected_share=float(shares.mean()),
        chance=Interval(low=low, high=high, level=level, method=f"{simulations} simulations of equal chance"),
        gini=generalised_gini(values),
        expected_gini=float(_generalised(_ginis(worlds), crimes, areas).mean()),
    )


def _checked(counts: Numbers) -> FloatArray:
    values = counts_of(counts)
    if not values.size or not values.sum() > 0:
        raise ValueError("Nothing was counted, or a count is missing: give counts with a sum above zero.")
    return values


def _top_areas(areas: int, top: float) -> int:
    if not 0 < top <= 1:
        raise ValueError(f"A part of {top} of the areas is not above 0 and at most 1: write 5 % as 0.05.")
    return ceil(round(areas * top, 9))


def _top(worlds: FloatArray, busy: int) -> FloatArray:
    cut = worlds.shape[1] - busy
    return np.asarray(np.partition(worlds, cut, axis=1)[:, cut:].sum(axis=1)) if cut else worlds.sum(axis=1)


def _ginis(worlds: FloatArray) -> FloatArray:
    ordered, areas = np.sort(worlds, axis=1), worlds.shape[1]
    ranks = np.arange(1, areas + 1)
    return np.asarray((2 * (ordered @ ranks) / ordered.sum(axis=1) - areas - 1) / areas)


def _generalised(ginis: FloatArray, crimes: float, areas: int) -> FloatArray:
    return np.asarray(max(areas / crimes, 1.0) * (ginis - 1) + 1)


def _nothing(crimes: int, areas: int, busy: int) -> Concentration:
    return Concentration(
        crimes=crimes,
        areas=areas,
        top_areas=busy,
        top_share=None,
        expected_share=None,
        chance=None,
        gini=None,
        expected_gini=None,
        absent="Concentration needs two areas or more and at least one crime.",
    )
