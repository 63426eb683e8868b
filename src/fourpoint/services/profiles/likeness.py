"""Which districts a profile compares an area with: the catalogue's features, read from what is held of each."""

from collections.abc import Callable

import numpy as np

from fourpoint.catalogue.profiles import ProfileCatalogue
from fourpoint.catalogue.reading import CatalogueError
from fourpoint.domain import similarity
from fourpoint.domain.arrays import FloatArray
from fourpoint.domain.overlay import check_not_protected
from fourpoint.services.profiles.facts import Facts

SOCIAL = ("Social rented: Rents from council or Local Authority", "Social rented: Other social rented")
PRIVATE = ("Private rented: Private landlord or letting agency", "Private rented: Other private rented")
CROWDED = ("-1 (overcrowded)", "-2 or less (overcrowded)")
CENSUS_VINTAGE = "2021"


def find_similar(facts: Facts, catalogue: ProfileCatalogue, area_code: str) -> similarity.Similar:
    """
    Return the districts of the force most like the one asked about, as many as the catalogue says.

    raises  CatalogueError as `check_features` does
    """
    features = check_features(catalogue)
    table = np.column_stack([READINGS[name](facts) for name in features])
    codes = [area.code for area in facts.territory.districts]
    return similarity.most_similar(
        table, codes=codes, features=features, target=area_code, count=catalogue.likeness.areas
    )


def check_features(catalogue: ProfileCatalogue) -> list[str]:
    """Return the ids of the catalogue's features; raises CatalogueError for a protected one, or one nothing gives."""
    features = [feature.id for feature in catalogue.features]
    try:
        check_not_protected(features)
    except ValueError as error:
        raise CatalogueError(f"similarity.toml: features: {error}") from error
    if unknown := [name for name in features if name not in READINGS]:
        raise CatalogueError(f"similarity.toml: features: no reading gives '{unknown[0]}': use {', '.join(READINGS)}.")
    return features


def household_share(facts: Facts, topic: str, categories: tuple[str, ...]) -> FloatArray:
    """Return, by district, the share of census households in the categories of a topic; NaN where not held."""
    return _ratio(*household_sums(facts, topic, categories))


def household_sums(facts: Facts, topic: str, categories: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
    """Return, by district, households in the categories and households in all categories of the topic."""
    every = [values for (name, _), values in facts.society.households.items() if name == topic]
    some = [facts.society.households[topic, name] for name in categories if (topic, name) in facts.society.households]
    if not some:
        nothing = np.full(len(facts.territory.districts), np.nan)
        return nothing, nothing
    return _by_district(facts, np.sum(some, axis=0)), _by_district(facts, np.sum(every, axis=0))


def mean_score(facts: Facts, domain: str) -> FloatArray:
    """Return, by district, the mean score of a domain of the newest index; NaN where no score is held."""
    years = [year for year, name in facts.society.scores if name == domain]
    if not years:
        return np.full(len(facts.territory.districts), np.nan)
    scores = facts.society.scores[max(years), domain]
    districts = facts.districts_of(facts.society.decile_vintage[max(years)])
    return np.array([_mean(scores[districts == at]) for at in range(len(facts.territory.districts))])


# ----------------------------------------------------------------------------------------------------------------------


def _density(facts: Facts) -> FloatArray:
    return np.log(_ratio(facts.residents, facts.district_shapes.square_kilometres))


READINGS: dict[str, Callable[[Facts], FloatArray]] = {
    "density": _density,
    "income": lambda facts: mean_score(facts, "income"),
    "employment": lambda facts: mean_score(facts, "employment"),
    "education": lambda facts: mean_score(facts, "education"),
    "social-rented": lambda facts: household_share(facts, "tenure", SOCIAL),
    "private-rented": lambda facts: household_share(facts, "tenure", PRIVATE),
    "overcrowded": lambda facts: household_share(facts, "overcrowding", CROWDED),
}


def _by_district(facts: Facts, values: FloatArray) -> FloatArray:
    districts = facts.districts_of(CENSUS_VINTAGE)
    held = np.where(np.isfinite(values), values, 0)
    return np.bincount(districts, weights=held, minlength=len(facts.territory.districts)).astype(np.float64)


def _ratio(some: FloatArray, whole: FloatArray) -> FloatArray:
    able = np.isfinite(whole) & (whole > 0)
    return np.asarray(np.divide(some, whole, out=np.full(some.shape, np.nan), where=able), dtype=np.float64)


def _mean(values: FloatArray) -> float:
    held = values[np.isfinite(values)]
    return float(held.mean()) if held.size else float("nan")
