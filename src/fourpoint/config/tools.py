"""Finds the tools that tests and checks run with, and says in a sentence when one cannot be had."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class ToolMissing(Exception):
    """A tool that is needed is not on this machine and could not be got; the message says how to mend it."""


@dataclass(frozen=True)
class OtherServer:
    """Programs of a PostgreSQL that is not ours."""

    folder: Path
    major: int


def uv() -> str:
    """The uv that started this process, or the one on the PATH."""
    found = os.environ.get("UV") or shutil.which("uv")
    if not found:
        raise ToolMissing("uv was not found: start this with ./fourpoint, or install uv.")
    return found


def in_dev(*command: str, extras: tuple[str, ...] = ()) -> list[str]:
    """Return the command that runs `command` in this checkout's environment with the developers' tools."""
    chosen = [part for extra in extras for part in ("--extra", extra)]
    return [uv(), "run", "--quiet", "--locked", "--inexact", "--group", "dev", *chosen, *command]


def find_chromium() -> str | None:
    """The Chromium of `FOURPOINT_CHROMIUM`, one on the PATH, or Playwright's; None when there is none."""
    named = os.environ.get("FOURPOINT_CHROMIUM")
    if named:
        return named
    for name in CHROMIUMS:
        found = shutil.which(name)
        if found:
            return found
    return _playwrights_own()


def get_chromium(checkout: Path) -> str:
    """Find a Chromium, else install one: from the system's packages when we may, else by Playwright."""
    found = find_chromium()
    if found:
        return found
    tried = []
    if os.geteuid() == 0 and shutil.which("apt-get"):
        tried.append("apt-get install -y chromium")
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, env=_unattended())
    if not find_chromium():
        tried.append("playwright install chromium")
        subprocess.run(in_dev("playwright", "install", "chromium"), cwd=checkout, check=False)
    found = find_chromium()
    if not found:
        raise ToolMissing(
            f"No Chromium can be had on this machine (tried: {'; '.join(tried)}), and the pages cannot be proved "
            "without one: install Chromium so that `chromium` is on the PATH."
        )
    return found


def find_other_server(ours: int) -> OtherServer | None:
    """Another major version of PostgreSQL, 15 or newer, on the PATH or where Debian keeps them; None without one."""
    from_path = shutil.which("initdb")
    folders = [Path(from_path).resolve().parent] if from_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        major = _major(folder / "postgres")
        if major is not None and major >= 15 and major != ours and (folder / "initdb").exists():
            return OtherServer(folder, major)
    return None


def has_java() -> bool:
    """Whether Spark could run here."""
    if not shutil.which("java"):
        return False
    return subprocess.run(["java", "-version"], capture_output=True, check=False).returncode == 0


def _major(program: Path) -> int | None:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        return int(said.split()[2].split(".")[0])
    except (OSError, subprocess.CalledProcessError, IndexError, ValueError):
        return None


def _playwrights_own() -> str | None:
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    mac = sys.platform == "darwin"
    usual = Path.home() / ("Library/Caches" if mac else ".cache") / "ms-playwright"
    folder = Path(chosen) if chosen else usual
    inside = "Chromium.app/Contents/MacOS/Chromium" if mac else "chrome"
    found = sorted(folder.glob(f"chromium-*/chrome-*/{inside}"))
    return str(found[-1]) if found else None


def _unattended() -> dict[str, str]:
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
