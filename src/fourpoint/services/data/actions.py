"""Adding data to the warehouse: for the command line and the first start of the demo."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from fourpoint.services.data.sample import read_sample
from fourpoint.warehouse import ingest
from fourpoint.warehouse.ingest import Progress, Taken
from fourpoint.warehouse.store import Warehouse


class UnknownSource(ValueError):
    """No contract has that name; the message lists those that are near or all."""


def _quiet(done: int, total: int, words: str) -> None:
    """Report nothing."""


def add(
    warehouse: Warehouse, source_id: str, paths: Sequence[Path], *, at: datetime, progress: Progress = _quiet
) -> tuple[Taken, ...]:
    """
    Take the files, folders and archives into the source, and make the views of the new data version ready.

    at        the moment to write into the manifests
    progress  called with files done, files in all, and words about the last

    returns   what became of each file; one that was refused says why and does not stop the others
    raises    UnknownSource, offered.Refused (a path is missing or holds nothing of the source)
    """
    sources = warehouse.sources()
    if source_id not in sources:
        raise UnknownSource(f"There is no source '{source_id}': 'data list' shows {', '.join(sorted(sources))}.")
    taken = ingest.add(warehouse.root, sources[source_id], paths, at=at, progress=progress)
    warehouse.connect().close()
    return taken


def add_sample(warehouse: Warehouse, folder: Path, *, at: datetime, progress: Progress = _quiet) -> tuple[Taken, ...]:
    """
    Take the whole sample of the folder in; what is there already is left alone.

    progress  called with sources done, sources in all, and the source at work

    returns   what became of each file
    raises    sample.NoSample  when the folder holds none
    """
    steps = read_sample(folder)
    sources = warehouse.sources()
    taken: list[Taken] = []
    for done, step in enumerate(steps):
        source = sources[step.source_id]
        progress(done, len(steps), source.title)
        taken += ingest.add(warehouse.root, source, step.paths, at=at)
    warehouse.connect().close()
    progress(len(steps), len(steps), "All sources are in")
    return tuple(taken)
