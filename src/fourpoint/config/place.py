"""Where this installation keeps its things, for settings and the command line: nothing is created here."""

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Place:
    """The data folder of one installation and what lies in it."""

    home: Path

    @property
    def postgres(self) -> Path:
        """The embedded database, or only a note of where it went when the checkout is out of the server's reach."""
        return self.home / "postgres"

    @property
    def warehouse(self) -> Path:
        """Parquet partitions of the open data."""
        return self.home / "warehouse"

    @property
    def secrets(self) -> Path:
        """The secret key of a demo; production gives its own in the environment."""
        return self.home / "secrets.toml"

    @property
    def logs(self) -> Path:
        """What the worker and the web server say while a demo runs."""
        return self.home / "logs"

    @property
    def static(self) -> Path:
        """Static files gathered for production, with hashed names."""
        return self.home / "static"


def checkout() -> Path | None:
    """The folder of the source checkout that this package runs from, or None when it was installed from a wheel."""
    top = PACKAGE.parent.parent
    return top if (top / "pyproject.toml").is_file() and (top / "src").is_dir() else None


def here() -> Place:
    """
    The place of this process.

    `FOURPOINT_HOME` decides; without it the checkout's `.fourpoint`, and for an installed wheel the user's data folder.
    """
    named = os.environ.get("FOURPOINT_HOME")
    if named:
        return Place(Path(named).expanduser().resolve())
    top = checkout()
    if top:
        return Place(top / ".fourpoint")
    shared = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Place(Path(shared) / "fourpoint")
