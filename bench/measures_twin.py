"""
The measures of a force by plain pandas from the raw Parquet: what somebody would write without the warehouse.

Nothing is slowed down on purpose: only the columns needed are read, strings are made categories, and intervals are
worked out for whole columns at once.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from bench.measures_answers import Answers

COLUMNS = ["month", "crime_type", "lsoa_code", "longitude", "latitude", "outcome"]


def answers(files: list[Path], lists: Path) -> Answers:
    """Work out every measure of the bench from the Parquet of the published rows and the CSV lists."""
    street = pd.concat([pd.read_parquet(path, columns=COLUMNS) for path in files], ignore_index=True)
    for name in ("month", "crime_type", "lsoa_code", "outcome"):
        street[name] = street[name].astype("category")
    lookup = pd.read_csv(lists / "northmoor_lsoa21_ward24_ltla24.csv")
    district = lookup.set_index("lsoa21_code")["ltla24_code"]
    street["district"] = street["lsoa_code"].map(district).astype("category")
    located = street[street["district"].notna()]
    monthly = located.groupby(["district", "crime_type", "month"], observed=True).size()
    people = pd.read_csv(lists / "northmoor_residents21_lsoa21.csv").set_index("lsoa21_code")["total_residents"]
    months = sorted(street["month"].unique())
    return Answers(
        counts=_keyed(monthly),
        unlocated=int(street["lsoa_code"].isna().sum()),
        rates=_rates(monthly, people.groupby(district).sum(), months[-12:]),
        changes=_changes(monthly, months),
        top_shares=_top_shares(located, lookup),
        repeats=_repeats(located),
        outcomes=_keyed(
            located[located["outcome"].notna()]
            .groupby(["district", "crime_type", "outcome", "month"], observed=True)
            .size()
        ),
    )


def _keyed(counts: pd.Series) -> dict[tuple[str, ...], int]:
    return {key: int(count) for key, count in counts.items() if count}


def _rates(monthly: pd.Series, people: pd.Series, months: list[str]) -> dict[tuple[str, ...], tuple[float, ...]]:
    year = monthly[monthly.index.get_level_values("month").isin(months)]
    count = year.groupby(level=[0, 1], observed=True).sum().astype(float)
    size = count.index.get_level_values(0).map(people).to_numpy(float) / 1000
    low = np.where(count > 0, stats.chi2.ppf(0.025, 2 * count.clip(lower=1)) / 2, 0.0)
    table = np.column_stack([count, low, stats.chi2.ppf(0.975, 2 * count + 2) / 2]) / size[:, None]
    return {key: tuple(row) for key, row in zip(count.index, table.tolist(), strict=True)}


def _changes(monthly: pd.Series, months: list[str]) -> dict[tuple[str, ...], tuple[float, float, float]]:
    wide = monthly.unstack("month", fill_value=0)
    now, before = wide[months[-12:]].to_numpy(float), wide[months[-24:-12]].to_numpy(float)
    both, part = now + before, (now.sum(axis=1) / (now + before).sum(axis=1))[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.where(both > 0, (now - both * part) ** 2 / (both * part * (1 - part)), 0.0)
    spread = squares.sum(axis=1) / ((both > 0).sum(axis=1) - 1)
    wider = np.maximum(1, np.sqrt(spread) * stats.t.ppf(0.975, 11) / stats.norm.ppf(0.975))
    a, b = now.sum(axis=1), before.sum(axis=1)
    low, high = stats.beta.ppf(0.025, a, b + 1), stats.beta.ppf(0.975, a + 1, b)
    middle = np.log(a / b)
    ends = [np.exp(middle + wider * (np.log(end / (1 - end)) - middle)) for end in (low, high)]
    return {
        key: (float(ratio), float(one), float(other))
        for key, ratio, one, other in zip(wide.index, a / b, *ends, strict=True)
    }


def _top_shares(located: pd.DataFrame, lookup: pd.DataFrame) -> dict[tuple[str, ...], float]:
    areas = lookup.groupby("ltla24_code").size()
    counts = located.groupby(["district", "crime_type", "lsoa_code"], observed=True).size()
    found = {}
    for key, group in counts.groupby(level=[0, 1], observed=True):
        top = int(np.ceil(areas[key[0]] / 20))
        found[key] = float(group.nlargest(top).sum() / group.sum())
    return found


def _repeats(located: pd.DataFrame) -> dict[tuple[str, ...], tuple[int, int]]:
    at = located.groupby(["district", "crime_type", "longitude", "latitude"], observed=True).size()
    whole = at.groupby(level=[0, 1], observed=True).sum()
    again = at[at >= 2].groupby(level=[0, 1], observed=True).sum()
    return {key: (int(count), int(again.get(key, 0))) for key, count in whole.items()}
