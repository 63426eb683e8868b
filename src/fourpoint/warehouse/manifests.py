"""What the warehouse holds: one manifest per partition, and the index of all of them that gives the data version."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

# Raised when the stored form changes, so that partitions of the old form are made again.
FORM = 1
_INDEX = "index.json"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """
    One partition as it was added.

    folder    name of the folder inside the partition that holds its Parquet files
    checksum  SHA-256 of the published file's plain bytes
    contract  digest of the contract it was checked against
    tables    rows by table, one Parquet file each
    added_on  ISO date and time
    """

    source_id: str
    partition: str
    groups: Mapping[str, str]
    file: str
    folder: str
    checksum: str
    contract: str
    form: int
    rows: int
    rejected: int
    tables: Mapping[str, int]
    added_on: str

    def is_of(self, checksum: str, contract: str) -> bool:
        """Whether the partition was made from these bytes, by this contract, in today's form."""
        return (self.checksum, self.contract, self.form) == (checksum, contract, FORM)


@dataclass(frozen=True, kw_only=True)
class Index:
    """
    All current manifests, by source and partition, and the version of the data as a whole.

    gone  manifests that were written and whose folder is no longer there; the data version is that of the others
    """

    manifests: tuple[Manifest, ...]
    data_version: str
    gone: tuple[Manifest, ...] = ()

    def of(self, source_id: str) -> tuple[Manifest, ...]:
        """The manifests of one source."""
        return tuple(item for item in self.manifests if item.source_id == source_id)


def read_manifest(folder: Path) -> Manifest | None:
    """Return the current manifest of the partition in the folder, None when there is none."""
    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text()))
    except FileNotFoundError:
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make the manifest the current one; the one it replaces is kept in history/."""
    current = folder / "manifest.json"
    if current.exists():
        old = Manifest(**json.loads(current.read_text()))
        history = folder / "history"
        history.mkdir(exist_ok=True)
        write_text(history / f"{old.added_on.replace(':', '')}-{old.folder}.json", current.read_text())
    write_text(current, json.dumps(asdict(manifest), indent=1))


def write_text(path: Path, text: str) -> None:
    """Write the file so that a reader sees the old text or the new, never a part."""
    new = path.with_name(f".{path.name}.new")
    with new.open("w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(path)


def read_index(root: Path) -> Index:
    """
    Return the index as last written; an empty one for a warehouse that holds nothing.

    A partition whose folder somebody removed is not held: it is named in `gone`, and no reader stumbles over it.
    """
    try:
        table: dict[str, Any] = json.loads((root / _INDEX).read_text())
    except FileNotFoundError:
        return _index(())
    listed = tuple(Manifest(**item) for item in table["manifests"])
    gone = tuple(item for item in listed if not (root / item.source_id / item.partition / item.folder).is_dir())
    if not gone:
        return Index(manifests=listed, data_version=table["data_version"])
    return replace(_index(tuple(item for item in listed if item not in gone)), gone=gone)


def index_stamp(root: Path) -> tuple[int, int, int]:
    """What changes whenever the index is written again; zeros when there is none."""
    try:
        stat = (root / _INDEX).stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)


def write_index(root: Path) -> Index:
    """Gather all manifests into the index, and return it."""
    found = (read_manifest(path.parent) for path in sorted(root.glob("*/*/manifest.json")))
    index = _index(tuple(item for item in found if item))
    if index != read_index(root) or not (root / _INDEX).exists():
        table = {"data_version": index.data_version, "manifests": [asdict(item) for item in index.manifests]}
        write_text(root / _INDEX, json.dumps(table))
    return index


def _index(manifests: tuple[Manifest, ...]) -> Index:
    digest = hashlib.sha256()
    for item in manifests:
        digest.update(f"{item.source_id}\t{item.partition}\t{item.checksum}\t{item.contract}\t{item.form}\n".encode())
    return Index(manifests=manifests, data_version=digest.hexdigest())
