"""
What the catalogue says of profiles: threats, harm weights, outcome groups, likeness and indicators, for the service.

A force's own folder may hold a file of the same name; it then stands in place of the package's whole file.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from fourpoint.catalogue import reading
from fourpoint.domain.errors import Unusable

Status = Literal["confirmed", "unconfirmed"]
Entry = TypeVar("Entry")


@dataclass(frozen=True, kw_only=True)
class Threat:
    """
    A threat and the published crime types that stand in for it.

    noun    what its rows are called within a sentence, as "drug offences"
    counts  what one row is, in the plural
    """

    id: str
    name: str
    noun: str
    crime_types: tuple[str, ...]
    status: Status
    source: str
    proxy: str
    counts: str = "offences"

    @property
    def heading(self) -> str:
        """What its rows are called at the start of a line."""
        return self.noun[0].upper() + self.noun[1:]


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """A threat that the street files cannot show, and why."""

    id: str
    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class HarmSet:
    """One set of weights by crime type; a type without a weight is not a type of weight zero."""

    id: str
    name: str
    unit: str
    status: Status
    source: str
    caveats: tuple[str, ...]
    weights: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class OutcomeGroup:
    """Published outcome texts shown as one; `open` while the outcome may still come, `unknown` when nothing is told."""

    id: str
    name: str
    status: Status
    source: str
    outcomes: tuple[str, ...]
    open: bool = False
    unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One thing in which districts are like or unlike each other."""

    id: str
    name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How similar areas are chosen, and how many."""

    areas: int
    status: Status
    method: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator of vulnerability; the fields used depend on its kind (see indicators.toml)."""

    id: str
    kind: Literal["deprivation", "household", "district"]
    name: str
    domain: str = ""
    topic: str = ""
    categories: tuple[str, ...] = ()
    key: str = ""
    unit: str = ""
    decimals: int = 1
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DeprivationReading:
    """Which index is current, which one stands apart, and how many deciles count as most deprived."""

    current: str
    before: str
    deciles: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """
    How often an edition is due and what it is marked.

    months      between editions; lag_months  between a month and its published file
    warn_days   days before the due date from which a reader is told
    """

    months: int
    lag_months: int
    warn_days: int
    marking: str
    status: Status
    source: str


@dataclass(frozen=True, kw_only=True)
class ProfileCatalogue:
    """Everything the catalogue says of profiles."""

    threats: tuple[Threat, ...]
    unseen: tuple[Unseen, ...]
    harm_sets: tuple[HarmSet, ...]
    outcome_groups: tuple[OutcomeGroup, ...]
    likeness: Likeness
    features: tuple[Feature, ...]
    deprivation: DeprivationReading
    indicators: tuple[Indicator, ...]
    refresh: Refresh

    def threat(self, threat_id: str) -> Threat:
        """Return the threat of that id; raises Unusable, naming the known ones, when there is none."""
        for threat in self.threats:
            if threat.id == threat_id:
                return threat
        known = ", ".join(threat.id for threat in self.threats)
        raise Unusable(f"There is no threat '{threat_id}' in the catalogue: choose one of {known}.")


@cache
def load(override: Path | None) -> ProfileCatalogue:
    """
    Return the catalogue of profiles, each file from the force's own folder where it is there, else from the package.

    raises  CatalogueError with the file, the key and the reason when a file cannot be used
    """
    likeness = reading.find("similarity", override)
    indicators = reading.find("indicators", override)
    head = {key: value for key, value in reading.read(likeness).items() if key != "features"}
    depth = reading.read(indicators).get("deprivation", {})
    refresh = reading.find("refresh", override)
    return ProfileCatalogue(
        threats=_many(Threat, "threats", "threats", override),
        unseen=_many(Unseen, "threats", "unseen", override),
        harm_sets=_many(HarmSet, "harm_weights", "sets", override),
        outcome_groups=_many(OutcomeGroup, "outcome_groups", "groups", override),
        likeness=reading.build(Likeness, head, str(likeness)),
        features=_many(Feature, "similarity", "features", override),
        deprivation=reading.build(DeprivationReading, depth, f"{indicators}: deprivation"),
        indicators=_many(Indicator, "indicators", "indicators", override),
        refresh=reading.build(Refresh, reading.read(refresh), str(refresh)),
    )


def _many(kind: type[Entry], name: str, key: str, override: Path | None) -> tuple[Entry, ...]:
    path = reading.find(name, override)
    return reading.unique(reading.entries(path, key, kind), path)
