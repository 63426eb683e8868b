"""Makes the data folder of the embedded server: whole or not at all."""

import os
import shutil
import stat
import subprocess
import threading
from pathlib import Path

from fourpoint.config.postgres.account import Account, invoking
from fourpoint.config.postgres.binaries import Binaries
from fourpoint.config.postgres.errors import DatabaseUnusable
from fourpoint.config.postgres.layout import ADMIN, APP, OWNER, Layout

MAP = "fourpoint"


def prepare_folders(layout: Layout) -> None:
    """Make the cluster's folders, owned by the server's user, and refuse any that somebody else has made first."""
    layout.wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
    if layout.is_elsewhere:
        _refuse_to_leave_data(layout)
        _note(layout)
    _own(layout.root, layout.account, mode=0o711)
    _own(layout.sockets, layout.account, mode=0o700)
    if layout.is_elsewhere:
        (layout.root / "checkout").write_text(f"{layout.wanted}\n", encoding="utf-8")


def _note(layout: Layout) -> None:
    """Say where the cluster went, in one step: another start may read the note at any moment."""
    written = layout.wanted / f"location.{os.getpid()}.{threading.get_ident()}"
    written.write_text(f"{layout.root}\n", encoding="utf-8")
    written.replace(layout.wanted / "location")


def _refuse_to_leave_data(layout: Layout) -> None:
    if (layout.wanted / "data" / "PG_VERSION").exists():
        raise DatabaseUnusable(
            f"The database in {layout.wanted} is there, but a folder above it is now closed to the user "
            f"'{layout.account.name}' who runs PostgreSQL: open it again (chmod o+x), or move the checkout back."
        )


def make(layout: Layout, binaries: Binaries, *, durable: bool = True) -> None:
    """
    Make the data folder if there is none.

    It is made beside its place and moved there in one step, so a kill in the middle leaves no half of one.
    `durable=False` skips the waits for the disk, for throwaway clusters of tests.
    """
    if (layout.data / "PG_VERSION").exists():
        _check_version(layout, binaries)
        return
    if layout.making.exists():
        shutil.rmtree(layout.making)
    _initialise(layout, binaries, durable=durable)
    _write_access(layout.making, layout.account)
    layout.making.rename(layout.data)


def _initialise(layout: Layout, binaries: Binaries, *, durable: bool) -> None:
    command = [
        str(binaries.folder / "initdb"),
        f"--pgdata={layout.making}",
        f"--username={ADMIN}",
        "--auth=reject",
        "--encoding=UTF8",
        "--no-instructions",
        # 17 and later carry Unicode rules of their own; before that, byte order is the only order all machines share.
        *(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []),
        "--locale=C",
        *([] if durable else ["--no-sync"]),
    ]
    done = subprocess.run(
        command,
        cwd=layout.root,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        **layout.account.process(),
    )
    if done.returncode != 0:
        raise DatabaseUnusable(
            f"PostgreSQL could not make its data folder in {layout.root} (initdb said: {_last_line(done.stderr)}): "
            "see that the disk has room, or set FOURPOINT_HOME to another folder."
        )


def _write_access(data: Path, account: Account) -> None:
    """Let only the operating system user who runs Fourpoint in, by the kernel's word (peer), in three roles."""
    me = invoking().name
    roles = "".join(f'{MAP} "{me}" {role}\n' for role in (ADMIN, OWNER, APP))
    for name, text in (("pg_hba.conf", f"local all all peer map={MAP}\n"), ("pg_ident.conf", roles)):
        file = data / name
        file.write_text(text, encoding="utf-8")
        os.chown(file, account.uid, account.gid)


def _check_version(layout: Layout, binaries: Binaries) -> None:
    made_by = (layout.data / "PG_VERSION").read_text(encoding="utf-8").strip()
    if made_by != str(binaries.major):
        raise DatabaseUnusable(
            f"The data in {layout.data} were made by PostgreSQL {made_by}, and this is {binaries.major}: "
            "dump them with the old version and load them with the new, or set FOURPOINT_HOME to another folder."
        )


def _own(folder: Path, account: Account, *, mode: int) -> None:
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), account.uid):
        raise DatabaseUnusable(
            f"{folder} belongs to another user, so the database cannot use it: "
            "run Fourpoint as the user who made it, or set FOURPOINT_HOME to another folder."
        )
    if found.st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(mode)


def environment() -> dict[str, str]:
    """The little that the server's programs may know of our environment: no secrets, no PG* settings."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "nothing"
