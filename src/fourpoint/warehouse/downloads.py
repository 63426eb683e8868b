"""
Downloads a published file whole: streamed, resumed after a break, checked, and only then given its name.

What has arrived stands in `<name>.part`; a broken connection or a killed process goes on from there, if the publisher
still offers the same file. The sum of every file is recorded beside it, and held against a published one.
"""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx

from fourpoint.domain.progress import Progress, quiet
from fourpoint.warehouse.manifests import write_text
from fourpoint.warehouse.offered import CHUNK, Refused
from fourpoint.warehouse.sessions import Session, check_answer, is_temporary

_SPARE = 64 << 20


@dataclass(frozen=True, kw_only=True)
class Downloaded:
    """A file that arrived: where it stands, its sum, its size, and whether it was there already, unchanged."""

    path: Path
    sha256: str
    size: int
    is_unchanged: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to download, and the sums it should have when the publisher gives them (empty when not)."""

    url: str
    file_name: str
    sha256: str = ""
    md5: str = ""


def download(wanted: Wanted, folder: Path, *, session: Session, progress: Progress = quiet) -> Downloaded:
    """
    Return the file, in the folder under its name.

    progress  called with bytes arrived, bytes in all (0 when the server does not say), and the file's name

    raises  Refused  when it is not there, is not the file it should be, or the disk is too full
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / wanted.file_name
    for attempt in range(session.tries):
        try:
            arrived = _attempt(wanted, target, session, progress)
        except httpx.TransportError:
            arrived = None
        if isinstance(arrived, Downloaded):
            return arrived
        if attempt + 1 < session.tries:
            session.wait(attempt, arrived)
    raise Refused(f"{wanted.url} could not be read in {session.tries} tries: run the command again to go on.")


def _attempt(wanted: Wanted, target: Path, session: Session, progress: Progress) -> Downloaded | httpx.Response | None:
    """One request; the file when it is whole, the answer when it says to wait, None when the connection broke."""
    part, notes = _part(target), _notes(target)
    have = part.stat().st_size if part.exists() else 0
    session.bucket.take()
    with session.client.stream("GET", wanted.url, headers=_headers(target, notes, have)) as response:
        if response.status_code == 304:
            return _unchanged(target)
        if response.status_code == 416:
            part.unlink(missing_ok=True)
            return None
        if is_temporary(response.status_code):
            return response
        check_answer(wanted.url, response)
        start = have if response.status_code == 206 and _continues(response, have) else 0
        total = start + int(response.headers.get("Content-Length", 0))
        _check_room(target.parent, total - start)
        write_text(notes, json.dumps({"etag": _mark(response)}))
        size = _receive(response, part, start, total, progress)
    if total > start and size < total:
        return None
    return _finish(wanted, target, _mark(response))


def _headers(target: Path, notes: Path, have: int) -> dict[str, str]:
    """Ask for the rest of a part, or for a whole file only if it has changed; never compressed on the way."""
    headers = {"Accept-Encoding": "identity"}
    mark = json.loads(notes.read_text())["etag"] if notes.exists() else ""
    if have and mark:
        headers |= {"Range": f"bytes={have}-", "If-Range": mark}
    elif target.exists() and _record(target).exists():
        known = json.loads(_record(target).read_text())["etag"]
        if known:
            headers["If-None-Match" if known.startswith(('"', "W/")) else "If-Modified-Since"] = known
    return headers


def _continues(response: httpx.Response, have: int) -> bool:
    return str(response.headers.get("Content-Range", "")).startswith(f"bytes {have}-")


def _mark(response: httpx.Response) -> str:
    """What tells this version of the file from another: a strong ETag, else the date it was changed."""
    etag = str(response.headers.get("ETag", ""))
    return etag if etag and not etag.startswith("W/") else str(response.headers.get("Last-Modified", ""))


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed + _SPARE > free:
        raise Refused(f"{folder} has {free:,} bytes free and {needed:,} are needed: make room, then run it again.")


def _receive(response: httpx.Response, part: Path, start: int, total: int, progress: Progress) -> int:
    """Write what arrives after `start`; return the size of the part. What came before a break is kept."""
    size = start
    with part.open("r+b" if start else "wb") as out:
        out.seek(start)
        try:
            # As they arrive: pieces gathered to a fixed size would be lost when the connection breaks.
            for chunk in response.iter_bytes():
                out.write(chunk)
                size += len(chunk)
                progress(size, total, part.stem)
        finally:
            out.flush()
            os.fsync(out.fileno())
    return size


def _finish(wanted: Wanted, target: Path, mark: str) -> Downloaded:
    part = _part(target)
    try:
        _check_kind(wanted, part)
        sha256 = _check_sums(wanted, part)
    except Refused:
        part.unlink()
        raise
    finally:
        _notes(target).unlink(missing_ok=True)
    part.replace(target)
    write_text(_record(target), json.dumps({"url": wanted.url, "sha256": sha256, "etag": mark}, indent=1))
    return Downloaded(path=target, sha256=sha256, size=target.stat().st_size)


def _check_kind(wanted: Wanted, part: Path) -> None:
    """A web page with an error on it is not the file, whatever its status says."""
    with part.open("rb") as source:
        head = source.read(512).lstrip()
    if head[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise Refused(f"{wanted.url} answered with a web page: it is not the file. Look at it in a browser.")
    starts = {".zip": b"PK", ".gz": b"\x1f\x8b"}.get(_suffix(wanted.file_name), b"")
    if not head.startswith(starts):
        raise Refused(f"{wanted.url} is not the file: it does not begin as a {_suffix(wanted.file_name)} file does.")


def _suffix(name: str) -> str:
    """The ending of a file name, in lower case."""
    return Path(name).suffix.lower()


def _check_sums(wanted: Wanted, part: Path) -> str:
    sums = {"sha256": hashlib.sha256(), "md5": hashlib.md5(usedforsecurity=False)}
    with part.open("rb") as source:
        while chunk := source.read(CHUNK):
            for digest in sums.values():
                digest.update(chunk)
    for name, published in (("sha256", wanted.sha256), ("md5", wanted.md5)):
        found = sums[name].hexdigest()
        if published and found != published.lower():
            raise Refused(
                f"{wanted.url}: the {name} sum is {found} where {published} is published: it was thrown away."
            )
    return sums["sha256"].hexdigest()


def _unchanged(target: Path) -> Downloaded:
    record = json.loads(_record(target).read_text())
    return Downloaded(path=target, sha256=record["sha256"], size=target.stat().st_size, is_unchanged=True)


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _notes(target: Path) -> Path:
    return target.with_name(f"{target.name}.part.json")


def _record(target: Path) -> Path:
    return target.with_name(f"{target.name}.json")
