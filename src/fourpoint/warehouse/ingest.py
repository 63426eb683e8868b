"""
Takes published files into the warehouse: recognise, check the header, type and check every row, write, and register.

A partition is written to a scratch folder, flushed to disk, renamed into place, and only then named by its manifest:
killed at any moment, what was finished stays and what was not is made again by the same command.
"""

import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from fourpoint.domain.progress import Progress, quiet
from fourpoint.warehouse import partitions
from fourpoint.warehouse.contracts import Source
from fourpoint.warehouse.locks import locked
from fourpoint.warehouse.manifests import FORM, Manifest, read_manifest, write_index, write_manifest
from fourpoint.warehouse.offered import Limits, Offered, Refused, find, scan


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of one file."""

    file: str
    partition: str
    outcome: Literal["added", "replaced", "unchanged", "refused"]
    rows: int = 0
    rejected: int = 0
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """
    How to go about it: files at once, memory in all (bytes), and how large a file may grow when unpacked.

    only  values that named groups of the file names must have, as {"force": "northmoor"}; empty takes every file
    """

    workers: int = 2
    memory: int = 1 << 30
    limits: Limits = field(default_factory=Limits)
    only: Mapping[str, str] = field(default_factory=dict)


def add(
    root: Path,
    source: Source,
    paths: Iterable[Path],
    *,
    at: datetime,
    progress: Progress = quiet,
    manner: Manner | None = None,
) -> tuple[Taken, ...]:
    """
    Take the files of the source that the paths hold into the warehouse, one partition each.

    paths     files, folders (searched through) and zip archives
    at        the moment to write into the manifests
    progress  called with files done, files in all, and words about the last

    returns   what became of each file, in the order of partitions; a file that was refused does not stop the others
    raises    Refused  when a path is missing or holds nothing of this source
    """
    manner = manner or Manner()
    offers = find(source, paths, manner.only)
    root.mkdir(parents=True, exist_ok=True)
    with locked(root, waiting=lambda: progress(0, len(offers), "Waiting for another 'data add' to finish")):
        scratch = _clean_scratch(root)
        try:
            return tuple(_take_all(root, source, offers, at=at, progress=progress, manner=manner))
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            write_index(root)


def _clean_scratch(root: Path) -> Path:
    scratch = root / ".scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    return scratch


class _Engines(threading.local):
    """DuckDB for each worker, opened when it is first needed and kept for the files that follow."""

    def __init__(self, memory: int, spill: Path) -> None:
        self.db = partitions.open_engine(memory, spill)


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What all files of one `add` share."""

    root: Path
    source: Source
    at: datetime
    limits: Limits
    engines: _Engines


def _take_all(
    root: Path, source: Source, offers: list[Offered], *, at: datetime, progress: Progress, manner: Manner
) -> Iterator[Taken]:
    """Take the files, several at once, and report in order; two files for one partition are refused."""
    claimed: dict[str, Offered] = {}
    engines = _Engines(manner.memory // manner.workers, root / ".scratch" / "spill")
    run = _Run(root=root, source=source, at=at, limits=manner.limits, engines=engines)
    with ThreadPoolExecutor(manner.workers) as pool:
        waiting: list[Future[Taken]] = []
        for offer in offers:
            first = claimed.setdefault(offer.partition, offer)
            waiting.append(pool.submit(_take, run, offer, first))
        for done, future in enumerate(waiting, 1):
            taken = future.result()
            progress(done, len(waiting), f"{taken.file}: {taken.outcome}")
            yield taken


def _take(run: _Run, offer: Offered, first: Offered) -> Taken:
    try:
        if first is not offer:
            raise Refused(f"{offer.label} and {first.label} are both '{offer.partition}': add the one that is right.")
        return _take_one(run, offer)
    except Refused as refusal:
        return Taken(file=offer.label, partition=offer.partition, outcome="refused", reason=str(refusal))


def _take_one(run: _Run, offer: Offered) -> Taken:
    source = run.source
    home = run.root / source.source_id / offer.partition
    scratch = run.root / ".scratch" / offer.partition
    scratch.mkdir()
    scanned = scan(offer, scratch, run.limits)
    old = read_manifest(home)
    if old and old.is_of(scanned.checksum, source.digest) and (home / old.folder).is_dir():
        return Taken(
            file=offer.label, partition=offer.partition, outcome="unchanged", rows=old.rows, rejected=old.rejected
        )
    made = partitions.make(source, offer, scanned, scratch=scratch, db=run.engines.db)
    manifest = Manifest(
        source_id=source.source_id,
        partition=offer.partition,
        groups=dict(offer.groups),
        file=offer.label,
        folder=f"{scanned.checksum[:12]}-{source.digest[:6]}-{FORM}",
        checksum=scanned.checksum,
        contract=source.digest,
        form=FORM,
        rows=made.rows,
        rejected=made.rejected,
        tables=made.tables,
        added_on=run.at.isoformat(timespec="seconds"),
    )
    _settle(home, made.folder, manifest, old)
    outcome: Literal["added", "replaced"] = "replaced" if old else "added"
    shutil.rmtree(scratch)
    return Taken(file=offer.label, partition=offer.partition, outcome=outcome, rows=made.rows, rejected=made.rejected)


def _settle(home: Path, made: Path, manifest: Manifest, old: Manifest | None) -> None:
    """Move the finished folder into place and name it; keep the folder it replaces for readers that hold it open."""
    home.mkdir(parents=True, exist_ok=True)
    _flush(made)
    target = home / manifest.folder
    shutil.rmtree(target, ignore_errors=True)
    made.rename(target)
    _flush_folder(home)
    write_manifest(home, manifest)
    _flush_folder(home)
    keep = {manifest.folder, "history", old.folder if old else ""}
    for stale in home.iterdir():
        if stale.is_dir() and stale.name not in keep:
            shutil.rmtree(stale)


def _flush(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as written:
            os.fsync(written.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
