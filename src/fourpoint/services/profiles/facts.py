"""All that is read of one force at one version of the data, kept in memory; shapes come when a map first needs them."""

from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from threading import RLock

import numpy as np

from fourpoint.domain.arrays import FloatArray, IntArray
from fourpoint.domain.document import Geometry
from fourpoint.domain.spatial import Weights, contiguity
from fourpoint.domain.supply import SupplyGap
from fourpoint.services.profiles.reading.provenance import Provenance, read_provenance
from fourpoint.services.profiles.reading.shapes import Shapes, read_shapes
from fourpoint.services.profiles.reading.society import Population, Society, read_society
from fourpoint.services.profiles.reading.supply import supply_gaps
from fourpoint.services.profiles.reading.territory import Neighbourhood, Territory, read_territory
from fourpoint.warehouse.measures import kept
from fourpoint.warehouse.measures.cube import ForceCube
from fourpoint.warehouse.measures.point_cube import PointCube
from fourpoint.warehouse.store import Warehouse

# Forces kept in memory by one process.
MOST_FORCES = 3


class Facts:
    """
    One force's territory, crime, people, shapes and sources.

    Safe to share between threads: what is read late is read under a lock, and nothing changes once read.
    """

    def __init__(self, *, warehouse: Warehouse, force_code: str, data_version: str) -> None:
        self.data_version = data_version
        self._warehouse = warehouse
        self._lock = RLock()
        self._shapes: dict[tuple[str, str | None], Shapes] = {}
        self._weights: dict[tuple[str, tuple[int, ...]], Weights] = {}
        self._geometries: dict[tuple[str, str], Geometry | None] = {}
        self._districts: dict[str, IntArray] = {}
        with warehouse.connect() as connection:
            self.territory: Territory = read_territory(connection, force_code)
            self.society: Society = read_society(connection, self.territory)
            published = {name for name, source in warehouse.sources().items() if source.published}
            self.provenance: Provenance = read_provenance(connection, self.territory.slug, published=published)
        self.crime: ForceCube = kept.force_cube(warehouse, force=self.territory.slug).of_known_vintage()

    def neighbourhoods(self, vintage: str) -> tuple[Neighbourhood, ...]:
        """Return the neighbourhoods of a vintage, in the order of every array about them."""
        return self.territory.neighbourhoods.get(vintage, ())

    def districts_of(self, vintage: str) -> IntArray:
        """Return the place of each neighbourhood's district; to be read only."""
        with self._lock:
            if vintage not in self._districts:
                found = np.array([place.district for place in self.neighbourhoods(vintage)], dtype=np.int64)
                found.flags.writeable = False
                self._districts[vintage] = found
            return self._districts[vintage]

    def neighbourhood_shapes(self, vintage: str) -> Shapes:
        """Return the polygons of the neighbourhoods of a vintage."""
        return self._shape("lsoa", vintage, [place.code for place in self.neighbourhoods(vintage)])

    @cached_property
    def points(self) -> PointCube:
        """The map points of the force and what was counted at each."""
        return kept.points_of(self._warehouse, force=self.territory.slug)

    @cached_property
    def district_shapes(self) -> Shapes:
        """The polygons of the districts."""
        return self._shape("district", None, [area.code for area in self.territory.districts])

    def neighbours(self, vintage: str, places: tuple[int, ...]) -> Weights | None:
        """Return who touches whom among those neighbourhoods; None when a shape is missing or there are too few."""
        with self._lock:
            if (vintage, places) not in self._weights:
                shapes = self.neighbourhood_shapes(vintage).polygons[list(places)]
                if len(shapes) < 3 or any(shape is None for shape in shapes):
                    return None
                self._weights[vintage, places] = contiguity(list(shapes))
            return self._weights[vintage, places]

    @cached_property
    def partial(self) -> tuple[SupplyGap, ...]:
        """The held months whose supply is incomplete."""
        return supply_gaps(self.crime)

    @cached_property
    def residents(self) -> FloatArray:
        """Residents of each district, of the newest vintage with a count; NaN where a neighbourhood lacks one."""
        population = self.newest_population
        totals = np.full(len(self.territory.districts), np.nan)
        if population:
            districts = self.districts_of(population.vintage)
            for index in range(len(totals)):
                totals[index] = population.persons[districts == index].sum() or np.nan
        return totals

    @property
    def newest_population(self) -> Population | None:
        """The population of the newest vintage that has one, or None."""
        vintages = sorted(self.society.population)
        return self.society.population[vintages[-1]] if vintages else None

    def kept_geometry(self, key: tuple[str, str], make: Callable[[], Geometry | None]) -> Geometry | None:
        """Return the geometry of that key, made once."""
        with self._lock:
            if key not in self._geometries:
                self._geometries[key] = make()
            return self._geometries[key]

    def _shape(self, level: str, vintage: str | None, codes: list[str]) -> Shapes:
        with self._lock:
            if (level, vintage) not in self._shapes:
                middle = None if level == "district" else self.district_shapes.projection
                with self._warehouse.connect() as connection:
                    self._shapes[level, vintage] = read_shapes(
                        connection, level=level, vintage=vintage, codes=codes, middle=middle
                    )
            return self._shapes[level, vintage]


class FactsKept:
    """A few forces' facts, the least used let go first; keyed by data version, so new data are never missed."""

    def __init__(self, most: int = MOST_FORCES) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str], Facts] = OrderedDict()
        self._lock = RLock()

    def get(self, *, warehouse: Warehouse, force_code: str, data_version: str) -> Facts:
        """Return the facts of that force at that version of the data, reading them when they are not kept."""
        with self._lock:
            key = (data_version, force_code)
            if key not in self._kept:
                self._kept[key] = Facts(warehouse=warehouse, force_code=force_code, data_version=data_version)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return self._kept[key]
