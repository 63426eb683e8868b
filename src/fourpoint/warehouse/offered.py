"""Which of the files, folders and archives given belong to a source, and their bytes, read with care: for ingest."""

import gzip
import hashlib
import mmap
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from fourpoint.warehouse.contracts import Source

CHUNK = 1 << 20
_LINE_END = ord("\n")
_SAFE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")


class Refused(ValueError):
    """A file cannot be taken; the message is one sentence: what is wrong, where, how to mend it."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How large a file may grow when unpacked, and how many times its packed size."""

    member_bytes: int = 8 << 30
    ratio: int = 200
    ratio_from: int = 64 << 20


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A file that belongs to a source: on disk, or a member of an archive; groups are read from its name."""

    path: Path
    member: str
    name: str
    partition: str
    groups: Mapping[str, str]

    @property
    def label(self) -> str:
        """How to name the file to a person."""
        return f"{self.path.name}: {self.member}" if self.member else self.path.name


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """A file's plain bytes on disk, with what one pass over them told."""

    path: Path
    checksum: str
    size: int
    lines: int
    has_nul: bool
    first_line: bytes


def find(source: Source, paths: Iterable[Path], only: Mapping[str, str] | None = None) -> list[Offered]:
    """
    Return the files that belong to the source, in the order of their names.

    only  values that named groups of the file name must have, as {"force": "northmoor"}

    raises  Refused  when a path does not exist, a file named outright does not belong, or nothing at all belongs
    """
    found: list[Offered] = []
    for path in paths:
        if not path.exists():
            raise Refused(f"There is no file or folder {path}: check the path.")
        here = [offer for offer in _inside(source, path) if _agrees(offer, only or {})]
        if not here:
            raise Refused(
                f"{path.name} holds no file of '{source.source_id}': its files are named like {source.files[0]}."
            )
        found += here
    return sorted(found, key=lambda offer: (offer.partition, offer.label))


def _agrees(offer: Offered, only: Mapping[str, str]) -> bool:
    return all(offer.groups.get(group) == value for group, value in only.items())


def _inside(source: Source, path: Path) -> Iterator[Offered]:
    if path.is_dir():
        for child in sorted(path.rglob("*")):
            if child.is_file() and not child.is_symlink() and not child.name.startswith("."):
                yield from _one(source, child)
    else:
        yield from _one(source, path)


def _one(source: Source, path: Path) -> Iterator[Offered]:
    if path.suffix.lower() == ".zip":
        yield from _members(source, path)
        return
    offer = _match(source, path, "", path.name)
    if offer:
        yield offer


def _members(source: Source, path: Path) -> Iterator[Offered]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(f"{path.name} is not a whole zip archive ({error}): download it again.") from error
    for info in infos:
        parts = info.filename.replace("\\", "/").split("/")
        if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise Refused(f"{path.name} holds the path '{info.filename}', which points outside it: do not trust it.")
        if not info.is_dir():
            offer = _match(source, path, info.filename, parts[-1])
            if offer:
                yield offer


def _match(source: Source, path: Path, member: str, file_name: str) -> Offered | None:
    name = file_name.removesuffix(".gz")
    for pattern in source.files:
        match = re.fullmatch(pattern, name)
        if match:
            groups = {key: value for key, value in match.groupdict().items() if value is not None}
            partition = source.partition.format(**{"place": "all", **groups})
            if not _SAFE.match(partition):
                raise Refused(
                    f"{file_name} makes the partition '{partition}', which is no safe folder name: rename it."
                )
            return Offered(path=path, member=member, name=name, partition=partition, groups=groups)
    return None


class _Seen:
    """What a pass over the bytes has told so far."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self.size = 0
        self.lines = 0
        self.has_nul = False
        self.ends_open = False
        self.first = b""

    def add(self, chunk: memoryview) -> None:
        values = np.frombuffer(chunk, dtype=np.uint8)
        self.digest.update(chunk)
        self.size += len(chunk)
        self.lines += int(np.count_nonzero(values == _LINE_END))
        self.has_nul = self.has_nul or not values.all()
        self.ends_open = bool(values[-1] != _LINE_END)
        self.first = self.first or bytes(chunk[:65536])


def scan(offer: Offered, scratch: Path, limits: Limits) -> Scanned:
    """
    Return the file's plain bytes on disk, unpacked into the scratch folder when they are packed.

    raises  Refused  when it is empty, cut short, locked, or grows beyond the limits
    """
    try:
        with _opened(offer) as (stream, packed):
            is_plain = not offer.member and not packed
            return _pass(offer, stream, None if is_plain else scratch / f"{offer.partition}.plain", limits)
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise Refused(f"{offer.label} is cut short or damaged ({error}): download it again.") from error
    except RuntimeError as error:
        raise Refused(f"{offer.label} cannot be unpacked ({error}): unpack it yourself and add the file.") from error


@contextmanager
def _opened(offer: Offered) -> Iterator[tuple[BinaryIO, bool]]:
    packed = (offer.member or offer.path.name).endswith(".gz")
    if offer.member:
        with zipfile.ZipFile(offer.path) as archive, archive.open(offer.member) as member:
            yield (gzip.GzipFile(fileobj=member) if packed else member), packed  # type: ignore[misc]
    elif packed:
        with gzip.open(offer.path) as stream:
            yield stream, packed  # type: ignore[misc]
    else:
        with offer.path.open("rb", buffering=0) as plain:
            yield plain, packed


def _pass(offer: Offered, stream: BinaryIO, copy: Path | None, limits: Limits) -> Scanned:
    """One pass: checksum, size, lines, NUL bytes, and a plain copy when one is needed."""
    seen = _Seen()
    if copy:
        _unpack(offer, stream, copy, limits, seen)
    elif offer.path.stat().st_size:
        # Mapped, not read: the bytes are looked at where they are, and DuckDB finds them warm.
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole, memoryview(whole) as view:
            for start in range(0, len(view), CHUNK):
                seen.add(view[start : start + CHUNK])
    if not seen.size:
        raise Refused(f"{offer.label} is empty: download it again.")
    return Scanned(
        path=copy or offer.path,
        checksum=seen.digest.hexdigest(),
        size=seen.size,
        lines=seen.lines + seen.ends_open,
        has_nul=seen.has_nul,
        first_line=seen.first.split(b"\n", 1)[0],
    )


def _unpack(offer: Offered, stream: BinaryIO, copy: Path, limits: Limits, seen: _Seen) -> None:
    ceiling = min(limits.member_bytes, max(limits.ratio_from, offer.path.stat().st_size * limits.ratio))
    with copy.open("wb") as out:
        while chunk := stream.read(CHUNK):
            seen.add(memoryview(chunk))
            if seen.size > ceiling:
                raise Refused(f"{offer.label} unpacks to more than {ceiling:,} bytes: it is not what it says it is.")
            out.write(chunk)
