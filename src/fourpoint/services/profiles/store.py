"""The warehouse, catalogue and code that profiles are made from in this process, and what is kept of them in memory."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from threading import RLock

from django.conf import settings

import fourpoint
from fourpoint.access import in_force
from fourpoint.catalogue import profiles as catalogue
from fourpoint.domain.document import Document
from fourpoint.services.profiles.facts import Facts, FactsKept
from fourpoint.services.profiles.reading.territory import find_force_code
from fourpoint.warehouse.store import Warehouse

# What shapes an edition. A page of the site may change without making every edition a new version.
ROOMS = ("domain", "catalogue", "warehouse", "services/profiles", "publications")
MOST_DOCUMENTS = 48


class DocumentsKept:
    """The documents last asked for, the least used let go first."""

    def __init__(self, most: int = MOST_DOCUMENTS) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Document] = OrderedDict()
        self._lock = RLock()

    def get(self, key: Hashable, make: Callable[[], Document]) -> Document:
        """Return the document of that key, making it when it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


DOCUMENTS = DocumentsKept()
_FACTS = FactsKept()


def the_warehouse() -> Warehouse:
    """Return the warehouse that the settings name."""
    return _warehouse(Path(settings.FOURPOINT_WAREHOUSE))


def the_catalogue() -> catalogue.ProfileCatalogue:
    """Return the catalogue of profiles, the force's own files first."""
    return catalogue.load(in_force.override())


def facts_of(area_code: str) -> Facts:
    """
    Return the facts of the force that the area lies in, at the data's present version.

    raises  UnknownArea when no data of the area are held
    """
    warehouse = the_warehouse()
    version = warehouse.data_version()
    force = _force_code(warehouse, version, area_code)
    return _FACTS.get(warehouse=warehouse, force_code=force, data_version=version)


@cache
def code_version() -> str:
    """
    Return the version of the package with a digest of the source that shapes an edition, the force's own catalogue
    files included.
    """
    here = Path(fourpoint.__file__).parent
    digest = hashlib.sha256()
    folders = [here / room for room in ROOMS] + [folder for folder in [in_force.override()] if folder]
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml", ".csv", ".typ")):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return f"{fourpoint.__version__}+{digest.hexdigest()[:16]}"


# ----------------------------------------------------------------------------------------------------------------------


@cache
def _warehouse(root: Path) -> Warehouse:
    return Warehouse(root)


_FORCES: dict[tuple[str, str], str] = {}


def _force_code(warehouse: Warehouse, version: str, area_code: str) -> str:
    if (version, area_code) not in _FORCES:
        with warehouse.connect() as connection:
            _FORCES[version, area_code] = find_force_code(connection, area_code)
    return _FORCES[version, area_code]
