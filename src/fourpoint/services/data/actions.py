"""Adding data to the warehouse: for the command line and the first start of the demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fourpoint.domain.months import check_month
from fourpoint.domain.progress import Progress, quiet
from fourpoint.services.data.sample import read_sample
from fourpoint.warehouse import ingest
from fourpoint.warehouse.contracts import Address, Source
from fourpoint.warehouse.downloads import Downloaded, Wanted, download
from fourpoint.warehouse.ingest import Manner, Taken
from fourpoint.warehouse.measures import kept
from fourpoint.warehouse.sessions import Session
from fourpoint.warehouse.store import Warehouse


class UnknownSource(ValueError):
    """No contract has that name; the message lists those that are near or all."""


class NoAddress(ValueError):
    """The source has no address to fetch from, or needs to be told the month; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What to fetch of a source: one month (YYYY-MM) and one force where its address has room for them, or all."""

    month: str = ""
    force: str = ""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file that was fetched, and what became of the published files in it."""

    download: Downloaded
    taken: tuple[Taken, ...]


def add(
    warehouse: Warehouse, source_id: str, paths: Sequence[Path], *, at: datetime, progress: Progress = quiet
) -> tuple[Taken, ...]:
    """
    Take the files, folders and archives into the source, and make the views and cubes of the new data ready.

    at        the moment to write into the manifests
    progress  called with files done, files in all, and words about the last

    returns   what became of each file; one that was refused says why and does not stop the others
    raises    UnknownSource, offered.Refused (a path is missing or holds nothing of the source)
    """
    taken = ingest.add(warehouse.root, _source(warehouse, source_id), paths, at=at, progress=progress)
    _make_ready(warehouse)
    return taken


def add_sample(warehouse: Warehouse, folder: Path, *, at: datetime, progress: Progress = quiet) -> tuple[Taken, ...]:
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
    _make_ready(warehouse)
    progress(len(steps), len(steps), "All sources are in")
    return tuple(taken)


def fetch(
    warehouse: Warehouse,
    source_id: str,
    asked: Asked,
    *,
    session: Session,
    at: datetime,
    progress: Progress = quiet,
) -> Fetched:
    """
    Download the source from its publisher into the warehouse's downloads folder, and add what is in it.

    Interrupted, it goes on where it was; a file that has not changed is not downloaded again.

    progress  called with bytes arrived, bytes in all (0 when not known) and the file's name; then as in `add`

    raises    UnknownSource, NoAddress, offered.Refused (not there, not the file, wrong sum, no room)
    """
    source = _source(warehouse, source_id)
    address = _address(source, asked)
    words = {"month": asked.month, "force": asked.force}
    wanted = Wanted(
        url=address.url.format(**words),
        file_name=address.file_name.format(**words),
        sha256=address.sha256,
        md5=address.md5,
    )
    arrived = download(wanted, warehouse.root / "downloads", session=session, progress=progress)
    only = {"force": asked.force} if asked.force and "force" in source.partition else {}
    taken = ingest.add(warehouse.root, source, [arrived.path], at=at, progress=progress, manner=Manner(only=only))
    _make_ready(warehouse)
    return Fetched(download=arrived, taken=taken)


def _make_ready(warehouse: Warehouse) -> None:
    """Do now what the first reader of these data would wait for."""
    warehouse.connect().close()
    kept.make_cubes(warehouse)


def _source(warehouse: Warehouse, source_id: str) -> Source:
    sources = warehouse.sources()
    if source_id not in sources:
        raise UnknownSource(f"There is no source '{source_id}': 'data list' shows {', '.join(sorted(sources))}.")
    return sources[source_id]


def _address(source: Source, asked: Asked) -> Address:
    """The first address that what was asked can fill."""
    if not source.addresses:
        raise NoAddress(
            f"No address is known for '{source.source_id}': download it from {source.publisher} and use 'data add'."
        )
    if asked.month:
        check_month(asked.month)
    for address in source.addresses:
        if bool(asked.month) == ("{month}" in address.url) and (asked.force or "{force}" not in address.url):
            return address
    raise NoAddress(f"'{source.source_id}' is published by month: say which, for example --month 2025-12.")
