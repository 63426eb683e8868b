"""Where one embedded cluster lives: pure arithmetic on paths, so that settings may ask before anything exists."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fourpoint.config.postgres.account import Account, can_reach, serving

# sockaddr_un holds 108 bytes with its closing zero; macOS holds 104.
LONGEST_SOCKET = 103
# Where clusters live that their checkout could not hold.
ELSEWHERE = Path("/var/lib")
SOCKET_NAME = ".s.PGSQL.5432"

ADMIN = "fourpoint_admin"
OWNER = "fourpoint_owner"
APP = "fourpoint_app"
DATABASE = "fourpoint"


@dataclass(frozen=True)
class Layout:
    """The folders of one cluster and the user who runs it."""

    wanted: Path
    root: Path
    sockets: Path
    account: Account

    @property
    def data(self) -> Path:
        """The data folder proper."""
        return self.root / "data"

    @property
    def making(self) -> Path:
        """Where a data folder is made before it is moved into place in one step."""
        return self.root / "data.making"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.root / "server.log"

    @property
    def is_elsewhere(self) -> bool:
        """Whether the cluster could not live where it was wanted."""
        return self.root != self.wanted

    def address(self, *, user: str, database: str = DATABASE) -> dict[str, str]:
        """Connection parameters over the socket; `requirepeer` makes the client check who serves it."""
        return {"host": str(self.sockets), "user": user, "dbname": database, "requirepeer": self.account.name}


def lay_out(wanted: Path) -> Layout:
    """
    Decide where the cluster wanted at `wanted` lives.

    That is `wanted` itself when the server's user can reach it. A checkout under a private folder (root's home, a
    folder of `mktemp`) is out of reach of the user that stands in for root; nobody's folders are opened up for that:
    the cluster then lives in a folder of its own under `/var/lib`, named after `wanted`.
    """
    account = serving()
    root = _noted(wanted) or (wanted if can_reach(account, wanted.parent) else _elsewhere(wanted))
    return Layout(wanted=wanted, root=root, sockets=_socket_folder(root), account=account)


def find_orphans(elsewhere: Path = ELSEWHERE) -> tuple[Path, ...]:
    """Return the folders of clusters whose checkout is gone: nothing will start them again."""
    notes = sorted(elsewhere.glob("fourpoint-*/checkout"))
    # The note names the cluster's folder in the checkout; that may have been thrown away alone, and be made anew.
    return tuple(note.parent for note in notes if not Path(note.read_text(encoding="utf-8").strip()).parent.is_dir())


def _noted(wanted: Path) -> Path | None:
    # Where it once went it stays, also when the checkout comes within reach later.
    note = wanted / "location"
    place = Path(note.read_text(encoding="utf-8").strip()) if note.is_file() else Path()
    # One that was cut short, as by a machine that lost its power, says nothing: least of all to work in this folder.
    return place if place.is_absolute() else None


def _elsewhere(wanted: Path) -> Path:
    # Throwaway clusters stay in temporary folders: they may be swept away, and a real one must not be.
    temporary = wanted.is_relative_to(Path(tempfile.gettempdir()).resolve()) and "pytest" in wanted.name
    parent = Path("/tmp") if temporary else ELSEWHERE  # noqa: S108 the folder is made 0711 and its owner checked
    return parent / f"fourpoint-{_short(wanted)}"


def _socket_folder(root: Path) -> Path:
    inside = root / "run"
    if len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET:
        return inside
    return Path("/tmp") / f"fourpoint-{os.geteuid()}-{_short(root)}"  # noqa: S108 made 0700 and its owner checked


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
