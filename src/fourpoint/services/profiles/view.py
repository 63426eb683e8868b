"""One reading of the facts: an area, a threat, months and a comparison, with the slices every section starts from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from fourpoint.catalogue.profiles import ProfileCatalogue, Threat
from fourpoint.domain import months as calendar
from fourpoint.domain.arrays import IntArray
from fourpoint.domain.figures import AreaRef
from fourpoint.services.profiles.facts import Facts
from fourpoint.services.profiles.reading.territory import Neighbourhood


@dataclass(frozen=True, kw_only=True)
class View:
    """
    What a document is about.

    months   asked for, gaps included
    compare  "force", "similar" or an area code
    domain   the deprivation domain laid over the threat
    prefix   goes before every figure id, so that threats can stand together in one edition
    """

    facts: Facts
    catalogue: ProfileCatalogue
    area: AreaRef
    threat: Threat
    months: tuple[str, ...]
    compare: str
    domain: str
    prefix: str = ""

    def about(self, *, threat: Threat, prefix: str) -> "View":
        """Return the same view of another threat, whose figures have ids of their own."""
        return replace(self, threat=threat, prefix=prefix)

    def during(self, months: tuple[str, ...], *, prefix: str) -> "View":
        """Return the same view of other months."""
        return replace(self, months=months, prefix=prefix)

    @cached_property
    def held(self) -> tuple[str, ...]:
        """The months asked for that are held, in order."""
        return tuple(month for month in self.months if month in self.facts.crime.months)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The months asked for that are not held."""
        return tuple(month for month in self.months if month not in self.facts.crime.months)

    @cached_property
    def partial(self) -> tuple[str, ...]:
        """The held months, of all, whose supply is incomplete."""
        return tuple(found.month for found in self.facts.partial)

    @cached_property
    def period(self) -> str:
        """The held months in words."""
        return calendar.run_in_words(self.held)

    @cached_property
    def vintage(self) -> str:
        """The geography of the newest held month: figures by neighbourhood use the months of this one only."""
        crime = self.facts.crime
        return crime.vintages[crime.months.index(self.held[-1])] or ""

    @cached_property
    def grid_months(self) -> tuple[str, ...]:
        """The held months whose neighbourhoods are of that vintage."""
        return self.of_vintage(self.held)

    def of_vintage(self, months: Sequence[str]) -> tuple[str, ...]:
        """Return those of the months whose neighbourhoods are of the view's vintage."""
        crime = self.facts.crime
        vintage_of = dict(zip(crime.months, crime.vintages, strict=True))
        return tuple(month for month in months if vintage_of.get(month) == self.vintage)

    @property
    def is_force(self) -> bool:
        """Whether the area is the whole force."""
        return self.area == self.facts.territory.force

    @cached_property
    def place_ids(self) -> tuple[int, ...]:
        """The area's neighbourhoods of the view's vintage, by their place among the force's."""
        districts = self.facts.territory.district_ids(self.area)
        return tuple(int(at) for at in np.flatnonzero(np.isin(self.facts.districts_of(self.vintage), districts)))

    @cached_property
    def neighbourhoods(self) -> tuple[Neighbourhood, ...]:
        """The area's neighbourhoods of the view's vintage, in order."""
        every = self.facts.neighbourhoods(self.vintage)
        return tuple(every[at] for at in self.place_ids)

    def monthly(self, months: Sequence[str], *, area: AreaRef | None = None, types: Sequence[str] = ()) -> IntArray:
        """Return rows of each of the months, which must be held, in the area; of the threat's types unless told."""
        crime = self.facts.crime
        counts = crime.monthly((area or self.area).code, types or self.threat.crime_types, months)
        return np.asarray(counts, dtype=np.int64)

    def count(self, months: Sequence[str], *, area: AreaRef | None = None, types: Sequence[str] = ()) -> int:
        """Return rows over the held of those months."""
        held = months if months is self.held else [month for month in months if month in self.facts.crime.months]
        return int(self.monthly(held, area=area, types=types).sum())

    @cached_property
    def by_place(self) -> IntArray:
        """Rows of the threat over `grid_months` in each of the area's neighbourhoods."""
        counted = self.facts.crime.by_neighbourhood(self.area.code, self.threat.crime_types, self.grid_months)
        return np.array([counted[place.code] for place in self.neighbourhoods], dtype=np.int64)
