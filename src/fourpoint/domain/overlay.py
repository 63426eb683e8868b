"""
Threat laid over vulnerability, for the bivariate map and the ranked list of neighbourhoods with reasons.

The list is a place to look, not a verdict on who lives there: no protected characteristic may enter it, and every place
in it says in words why it stands there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fourpoint.domain.arrays import FloatArray, IntArray, Numbers

# Equality Act 2010, section 4.
PROTECTED = (
    "age",
    "disability",
    "gender reassignment",
    "marriage and civil partnership",
    "pregnancy and maternity",
    "race",
    "religion or belief",
    "sex",
    "sexual orientation",
)


class ProtectedCharacteristic(ValueError):
    """A list of places was to be ranked by a protected characteristic."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One thing known of every area: the rule's name, the words printed where it holds, and where it holds."""

    rule_id: str
    words: str
    holds: tuple[bool, ...]


@dataclass(frozen=True, kw_only=True)
class RankedPlace:
    """An area in the list: its rank (1 first; equals share a rank), the rules that fired and why in words."""

    rank: int
    code: str
    rules: tuple[str, ...]
    reasons: tuple[str, ...]


def terciles(values: Numbers) -> IntArray:
    """
    Return the third each value lies in: 0 lowest, 1 middle, 2 highest, -1 where missing.

    values   shape (areas,), any unit; NaN where missing
    returns  shape (areas,); equal values share a class, so thirds may be unequal; -1 throughout below three areas with
             a value, or when all are alike
    source   quantiles by linear interpolation, Hyndman and Fan (1996), The American Statistician 50, 361-365, type 7
    """
    x = np.asarray(values, dtype=np.float64)
    held = np.isfinite(x)
    classes = np.full(x.shape, -1, dtype=np.int64)
    if held.sum() < 3 or np.ptp(x[held]) == 0:
        return classes
    cuts = np.quantile(x[held], [1 / 3, 2 / 3])
    classes[held] = np.searchsorted(cuts, x[held], side="left")
    return classes


def bivariate(threat: Numbers, vulnerability: Numbers) -> IntArray:
    """
    Return the class of each area on a three by three map.

    threat, vulnerability  shape (areas,); higher is worse in both; NaN where missing
    returns                shape (areas, 2): column 0 the third of threat, column 1 of vulnerability; both -1 where
                           either is missing
    """
    pair = np.column_stack([terciles(threat), terciles(vulnerability)])
    pair[(pair < 0).any(axis=1)] = -1
    return np.asarray(pair, dtype=np.int64)


def ranked(codes: Sequence[str], evidence: Sequence[Evidence], *, order_by: Numbers) -> tuple[RankedPlace, ...]:
    """
    Return the areas in which at least one rule fired, most rules first.

    codes     the areas, each once
    evidence  each with one truth per area; a rule that cannot be judged for an area does not hold there
    order_by  shape (areas,); places with equally many rules stand in falling order of it, NaN last, then by code
    raises    ValueError if lengths differ; ProtectedCharacteristic if a rule is named after one
    """
    check_not_protected([rule.rule_id for rule in evidence])
    size: FloatArray = np.asarray(order_by, dtype=np.float64)
    if any(len(rule.holds) != len(codes) for rule in evidence) or len(size) != len(codes):
        raise ValueError("Every rule, and the order, needs one value for each area.")
    fired = [[rule for rule in evidence if rule.holds[place]] for place in range(len(codes))]
    keys = [(-len(fired[place]), -np.nan_to_num(size[place], nan=-np.inf)) for place in range(len(codes))]
    places = sorted((place for place in range(len(codes)) if fired[place]), key=lambda at: (keys[at], codes[at]))
    return tuple(
        RankedPlace(
            rank=1 + sum(keys[other] < keys[place] for other in places),
            code=codes[place],
            rules=tuple(rule.rule_id for rule in fired[place]),
            reasons=tuple(rule.words for rule in fired[place]),
        )
        for place in places
    )


def check_not_protected(names: Sequence[str]) -> None:
    """
    Refuse features that are protected characteristics.

    names   names of features or rules; words may be joined by spaces, hyphens or underscores
    raises  ProtectedCharacteristic, with a sentence fit to show
    source  Equality Act 2010, section 4. A feature can stand in for one without bearing its name: this check is the
            floor, and the equality impact assessment of the installation is the rest
    """
    for name in names:
        plain = name.lower().replace("-", " ").replace("_", " ").strip()
        if plain in (*PROTECTED, "ethnicity", "ethnic group", "gender", "religion", "nationality"):
            raise ProtectedCharacteristic(
                f"Places are not ranked by '{name}': it is a protected characteristic (Equality Act 2010, section 4)."
            )
