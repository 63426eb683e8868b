"""
The warehouse as measures, services and profiles see it: a read-only DuckDB connection with the views of `views`.

Parquet is the truth. Beside it stands one small DuckDB file per data version, made once: the large tables are views of
their Parquet, the small ones are copied in with duplicates between partitions resolved (the newest added wins). It is
opened read-only and shared, so a connection costs next to nothing and a file never changes under a reader.
"""

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from fourpoint.warehouse import assembly
from fourpoint.warehouse.contract_reading import read_sources
from fourpoint.warehouse.contracts import Source
from fourpoint.warehouse.manifests import Index, index_stamp, read_index

# Contracts of an installation's own stand in the warehouse, so that they are moved and backed up with the data.
OWN_CONTRACTS = "contracts"

# Joins are made as they are written: on the left many rows, on the right the list they are looked up in. Parquet does
# not say how few distinct words a column has; left to guess, DuckDB laid out the rows and looked the list up in them.
_AS_WRITTEN = "join_order,build_side_probe_side"

# By process and file: a connection must not be carried over a fork.
_OPEN: dict[tuple[int, Path], duckdb.DuckDBPyConnection] = {}
_OPENING = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Engine:
    """What DuckDB may use: threads, and memory as it writes it ("1GB"); the rest spills to disk."""

    threads: int = 2
    memory: str = "1GB"


@dataclass
class Warehouse:
    """
    The warehouse in a folder, which need not exist yet.

    root     the folder of partitions
    folders  folders with contracts of a partner's own, beside the folder "contracts" of the warehouse itself
    """

    root: Path
    folders: tuple[Path, ...] = ()
    engine: Engine = field(default_factory=Engine)
    _seen: tuple[tuple[int, int, int], Index, Path] | None = field(default=None, init=False, repr=False)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """
        Return a connection with every view, of the data as they are now; close it when done.

        It can read the views and make temporary tables, and change nothing. It keeps the data version it was opened
        with, however long it stays open.
        """
        _, index, path = self._current()
        with _OPENING:
            key = (os.getpid(), path)
            shared = _OPEN.get(key)
            if shared is None:
                shared = self._open(index, path)
                _OPEN[key] = shared
            return shared.cursor()

    def data_version(self) -> str:
        """Return the SHA-256 over the checksums of all partitions: the data of one version never change."""
        return self.index().data_version

    def index(self) -> Index:
        """Return all current manifests."""
        return self._current()[1]

    def sources(self) -> dict[str, Source]:
        """Return every contract known here, by id."""
        return read_sources((self.root / OWN_CONTRACTS, *self.folders))

    def _current(self) -> tuple[tuple[int, int, int], Index, Path]:
        """The index and where its store stands, looked up again only when the index has been written again."""
        stamp = index_stamp(self.root)
        seen = self._seen
        if seen is None or seen[0] != stamp:
            index = read_index(self.root)
            seen = (stamp, index, assembly.store_path(self.root, index, self.sources()))
            self._seen = seen
        return seen

    def _open(self, index: Index, path: Path) -> duckdb.DuckDBPyConnection:
        for process, old in list(_OPEN):
            if process == os.getpid() and old.parent == path.parent:
                # Not closed: that would close the connections made from it, which may be in use.
                del _OPEN[process, old]
        if not path.exists():
            assembly.assemble(self.root, index, self.sources(), path)
        spill = path.parent / "spill"
        config = {
            "threads": str(self.engine.threads),
            "memory_limit": self.engine.memory,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "disabled_optimizers": _AS_WRITTEN,
        }
        db = duckdb.connect(str(path), read_only=True, config=config)  # type: ignore[arg-type]
        db.execute("set global timezone = 'UTC'")
        db.execute("set global parquet_metadata_cache = true")
        return db
