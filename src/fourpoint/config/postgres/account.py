"""Which operating system user runs the server, and which folders that user can reach."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fourpoint.config.postgres.errors import DatabaseUnusable

# PostgreSQL refuses to run as root. `nobody` exists everywhere and owns nothing, and no role is mapped to it.
STAND_IN = "nobody"


@dataclass(frozen=True)
class Account:
    """An operating system user."""

    name: str
    uid: int
    gid: int

    def process(self) -> dict[str, Any]:
        """Arguments of `subprocess` that start a process as this user; none when we are that user already."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def invoking() -> Account:
    """The user who runs this command."""
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise DatabaseUnusable(
            f"User id {os.geteuid()} has no name on this machine and PostgreSQL needs one: "
            "add it to /etc/passwd, or give DATABASE_URL and DATABASE_OWNER_URL."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def serving() -> Account:
    """The user who runs the server: ourselves, or a user without rights when we are root."""
    if os.geteuid() != 0:
        return invoking()
    try:
        entry = pwd.getpwnam(STAND_IN)
    except KeyError:
        raise DatabaseUnusable(
            f"PostgreSQL does not run as root and there is no user '{STAND_IN}' to run it: "
            "start Fourpoint as an ordinary user, or give DATABASE_URL and DATABASE_OWNER_URL."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_reach(account: Account, folder: Path) -> bool:
    """Whether `account` may pass through every existing folder down to `folder`; reads modes, changes none."""
    if account.uid == os.geteuid():
        return True
    existing = [step for step in (folder, *folder.parents) if step.exists()]
    return all(_passable(account, step.stat()) for step in existing if step.is_dir())


def _passable(account: Account, found: os.stat_result) -> bool:
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)
