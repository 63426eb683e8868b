"""
All counts of one force as dense arrays: what pages and editions reckon with.

It is loaded once for the data it is made from and never changes. Every question of it is then a few array operations.
It never mixes the vintages of neighbourhoods: a question over months of two vintages is refused, and districts answer
instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import duckdb
import numpy as np
from numpy.typing import NDArray

from fourpoint.domain.arrays import FloatArray
from fourpoint.domain.figures import Exclusion
from fourpoint.warehouse.measures import coding, places
from fourpoint.warehouse.measures.steps import Scope, columns, rows

Counts = NDArray[np.int32]
Places = NDArray[np.int64]
# The arrays of a cube whose last axis is the months.
BY_MONTH = ("by_district", "unlocated", "outside", "by_outcome")


class MixedVintages(ValueError):
    """Months of two vintages of neighbourhoods, or of none, were asked for by neighbourhood."""


class UnknownForce(LookupError):
    """The warehouse holds no street-level crime of a force, or cannot tell which area it polices."""


@dataclass(frozen=True, kw_only=True)
class Neighbourhoods:
    """
    The neighbourhoods of one vintage.

    codes, names   in order of code
    districts      shape (neighbourhoods,): place of each one's district in the cube's districts
    counts         shape (neighbourhoods, crime types, months of the cube), unit: rows; 0 in months of another vintage
    """

    vintage: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    districts: Places
    counts: Counts

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each code."""
        return {code: place for place, code in enumerate(self.codes)}


@dataclass(frozen=True, kw_only=True)
class ForceCube:
    """
    The counts of a force.

    force           slug in the file names; area_code and area_name of the police force area
    months          months held, in order; vintages  of each one's neighbourhoods, None when unknown
    districts       codes of the force's districts, in order
    by_district     shape (districts, crime types, months), unit: rows
    unlocated       shape (crime types, months): rows published without a location
    outside         shape (crime types, months): rows with a neighbourhood that is not in the force's area
    by_outcome      shape (districts + 1, crime types, outcomes + 1, months); the last district stands for rows in none,
                    the last outcome for rows that can have none
    neighbourhoods  one per vintage that the lists hold
    """

    force: str
    area_code: str
    area_name: str
    months: tuple[str, ...]
    vintages: tuple[str | None, ...]
    crime_types: tuple[str, ...]
    outcomes: tuple[str, ...]
    districts: tuple[str, ...]
    district_names: tuple[str, ...]
    by_district: Counts
    unlocated: Counts
    outside: Counts
    by_outcome: Counts
    neighbourhoods: tuple[Neighbourhoods, ...]

    @cached_property
    def total(self) -> Counts:
        """Every published row of the force; shape (crime types, months)."""
        return np.asarray(self.by_district.sum(axis=0) + self.unlocated + self.outside, dtype=np.int32)

    def monthly(self, area: str, crime_types: Sequence[str], months: Sequence[str]) -> FloatArray:
        """
        Return the counts of an area month by month.

        area         code of the force's area (every published row), or of one of its districts (located rows)
        crime_types  types added up; one that never occurred counts nothing
        months       any months, in any order
        returns      shape (months,), unit: rows; NaN where the month is not held, or is of unknown vintage and the
                     area is a district
        raises       KeyError for an area that is not of this force
        """
        counts = self._area(area)[self._types(crime_types)].sum(axis=0, dtype=np.float64)
        if area != self.area_code:
            counts = np.where(self._unplaced, np.nan, counts)
        # A month that is not held is the last one, which is not a number.
        return np.append(counts, np.nan)[[self._month_places.get(month, -1) for month in months]]

    def by_type(self, area: str, months: Sequence[str]) -> dict[str, int]:
        """Return the counts of an area by crime type over those of the months that are held."""
        counts = self._area(area)[:, self._months(months)].sum(axis=1)
        return {name: int(count) for name, count in zip(self.crime_types, counts, strict=True)}

    def vintage_of(self, months: Sequence[str]) -> Neighbourhoods:
        """
        Return the neighbourhoods that the months are counted by.

        months  those not held are passed over
        raises  MixedVintages, with a sentence fit to show, unless all months held are of one known vintage
        """
        found = {self.vintages[place] for place in self._months(months)}
        if len(found) != 1 or None in found:
            raise MixedVintages(_vintage_words(found))
        return next(one for one in self.neighbourhoods if one.vintage in found)

    def by_neighbourhood(self, area: str, crime_types: Sequence[str], months: Sequence[str]) -> dict[str, int]:
        """
        Return the counts of each neighbourhood of an area, those without a row included, in order of code.

        area, crime_types, months  as `monthly`; months not held are passed over
        raises                     MixedVintages as `vintage_of`; KeyError for an area that is not of this force
        """
        held = self.vintage_of(months)
        inside = self._inside(area, held)
        counts = held.counts[inside][:, self._types(crime_types)][:, :, self._months(months)].sum(axis=(1, 2))
        return {held.codes[place]: int(count) for place, count in zip(inside, counts, strict=True)}

    def outcomes_by_month(
        self, area: str, crime_types: Sequence[str], months: Sequence[str]
    ) -> dict[str, dict[str, int]]:
        """
        Return rows by month and last published outcome; rows that can have no outcome are not in it.

        area, crime_types, months  as `monthly`; months not held are passed over
        """
        table = self.by_outcome if area == self.area_code else self.by_outcome[[self._district(area)]]
        counts = table[:, self._types(crime_types), :-1].sum(axis=(0, 1))
        return {
            self.months[month]: {
                name: int(counts[place, month]) for place, name in enumerate(self.outcomes) if counts[place, month]
            }
            for month in self._months(months)
        }

    def neighbourhood_monthly(self, code: str, crime_types: Sequence[str], months: Sequence[str]) -> Counts:
        """
        Return the counts of one neighbourhood month by month.

        months   all held, and of the neighbourhood's vintage
        returns  shape (months,), unit: rows
        raises   MixedVintages as `vintage_of`; KeyError for a neighbourhood that is not of that vintage
        """
        held = self.vintage_of(months)
        counts = held.counts[held.place[code]][self._types(crime_types)].sum(axis=0)
        return np.asarray(counts[self._months(months)], dtype=np.int32)

    def of_known_vintage(self) -> "ForceCube":
        """Return the cube of those months whose neighbourhoods are known: in the others no row has a district."""
        kept = [place for place, vintage in enumerate(self.vintages) if vintage is not None]
        if len(kept) == len(self.vintages):
            return self
        return replace(
            self,
            months=tuple(self.months[place] for place in kept),
            vintages=tuple(self.vintages[place] for place in kept),
            neighbourhoods=tuple(replace(one, counts=one.counts[..., kept]) for one in self.neighbourhoods),
            **{name: getattr(self, name)[..., kept] for name in BY_MONTH},
        )

    def left_out(self, crime_types: Sequence[str], months: Sequence[str]) -> tuple[Exclusion, ...]:
        """Return the force's rows that are in none of its districts, by reason, over the months held."""
        chosen = np.ix_(self._types(crime_types), self._months(months))
        tables = {places.UNLOCATED: self.unlocated, places.OUTSIDE: self.outside}
        found = {place: int(table[chosen].sum()) for place, table in tables.items()}
        return tuple(Exclusion(reason=places.REASONS[place], rows=number) for place, number in found.items() if number)

    @cached_property
    def _unplaced(self) -> NDArray[np.bool_]:
        """Of each month, whether the vintage of its neighbourhoods is unknown."""
        return np.array([vintage is None for vintage in self.vintages])

    @cached_property
    def _type_places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.crime_types)}

    @cached_property
    def _month_places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.months)}

    def _area(self, area: str) -> Counts:
        return self.total if area == self.area_code else self.by_district[self._district(area)]

    def _district(self, area: str) -> int:
        if area not in self.districts:
            raise KeyError(f"{area} is not an area of {self.area_name}.")
        return self.districts.index(area)

    def _inside(self, area: str, held: Neighbourhoods) -> Places:
        if area == self.area_code:
            return np.arange(len(held.codes))
        return np.flatnonzero(held.districts == self._district(area))

    def _types(self, names: Sequence[str]) -> list[int]:
        places_of = self._type_places
        return sorted({places_of[name] for name in names if name in places_of})

    def _months(self, names: Sequence[str]) -> list[int]:
        places_of = self._month_places
        return sorted({places_of[name] for name in names if name in places_of})


def load(db: duckdb.DuckDBPyConnection, *, force: str) -> ForceCube:
    """
    Read the cube of a force.

    db      connection with the views of the warehouse
    force   slug in the file names, as "northmoor"
    raises  UnknownForce, with a sentence fit to show, when nothing is held or its area is not known
    """
    scope = Scope(force=force)
    months = sorted(rows(db, coding.MONTH_PLACES, scope))
    found = db.execute("SELECT pfa_code, pfa_name FROM force_area WHERE force = ?", [force]).fetchone()
    if not months or found is None:
        raise UnknownForce(f"No street-level crime of '{force}' is held that lies in a known police force area.")
    kinds = [str(row[1]) for row in sorted(rows(db, coding.TYPE_PLACES, scope))]
    outcomes = [str(row[1]) for row in sorted(rows(db, coding.OUTCOME_PLACES, scope))]
    areas = [tuple(map(str, row[1:])) for row in sorted(rows(db, coding.AREA_PLACES, scope))]
    districts = sorted({area[3] for area in areas})
    district_of = np.array([districts.index(area[3]) for area in areas] + [len(districts)] * 2, dtype=np.int64)
    shape = (len(areas), len(kinds), len(outcomes), len(months))
    by_area, by_outcome = _tables(columns(db, coding.CODED, scope), shape, district_of)
    return ForceCube(
        force=force,
        area_code=found[0],
        area_name=found[1],
        months=tuple(str(row[1]) for row in months),
        vintages=tuple(None if row[2] is None else str(row[2]) for row in months),
        crime_types=tuple(kinds),
        outcomes=tuple(outcomes),
        districts=tuple(districts),
        district_names=_district_names(db, districts),
        by_district=by_outcome[:-1].sum(axis=2, dtype=np.int32),
        unlocated=by_area[coding.UNLOCATED],
        outside=by_area[coding.OUTSIDE],
        by_outcome=by_outcome,
        neighbourhoods=_neighbourhoods(areas, by_area, district_of),
    )


def _tables(
    coded: dict[str, NDArray[np.generic]], shape: tuple[int, int, int, int], district_of: Places
) -> tuple[Counts, Counts]:
    """Return the counts by neighbourhood (the last two: outside, unlocated) and by district and outcome."""
    areas, kinds, outcomes, months = shape
    part = {name: np.asarray(values, dtype=np.int64) for name, values in coded.items()}
    area = np.where(part["area"] < 0, areas + 2 + part["area"], part["area"])
    outcome = np.where(part["outcome"] < 0, outcomes, part["outcome"])
    district = district_of[area]
    sizes = (areas + 2, kinds, months), (int(district_of[-1]) + 1, kinds, outcomes + 1, months)
    keys = (area, part["type"], part["month"]), (district, part["type"], outcome, part["month"])
    by_area, by_outcome = (
        np.bincount(np.ravel_multi_index(key, size), weights=part["rows"], minlength=int(np.prod(size)))
        .astype(np.int32)
        .reshape(size)
        for key, size in zip(keys, sizes, strict=True)
    )
    return by_area, by_outcome


def _neighbourhoods(
    areas: Sequence[tuple[str, ...]], by_area: Counts, district_of: Places
) -> tuple[Neighbourhoods, ...]:
    vintages = np.array([area[0] for area in areas])
    found = []
    for vintage in sorted(set(vintages.tolist())):
        inside: list[int] = np.flatnonzero(vintages == vintage).tolist()
        found.append(
            Neighbourhoods(
                vintage=vintage,
                codes=tuple(areas[place][1] for place in inside),
                names=tuple(areas[place][2] for place in inside),
                districts=district_of[inside],
                counts=by_area[inside],
            )
        )
    return tuple(found)


def _district_names(db: duckdb.DuckDBPyConnection, districts: Sequence[str]) -> tuple[str, ...]:
    names = dict(db.execute("SELECT code, name FROM district").fetchall())
    return tuple(names[code] for code in districts)


def _vintage_words(found: set[str | None]) -> str:
    if not found:
        return "None of the months asked for is held."
    if None in found:
        return "The neighbourhood codes of a month asked for match neither the lists of 2011 nor those of 2021."
    return f"The months asked for are counted by neighbourhoods of {' and '.join(sorted(map(str, found)))}."
