"""Tells a living server from the traces of a dead one: after `kill -9` neither file nor number can be trusted."""

import subprocess
from pathlib import Path


def postmaster_id(data: Path) -> int | None:
    """The process id in `postmaster.pid`, or None when there is no such file or it is not readable as a number."""
    return _holder(data / "postmaster.pid")


def _holder(lock: Path) -> int | None:
    try:
        first = lock.read_text(encoding="utf-8").split("\n", 1)[0]
        return abs(int(first))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


def is_alive(process_id: int) -> bool:
    """Whether that process is a PostgreSQL program that still runs; a zombie and a stranger of that number are not."""
    stat = Path(f"/proc/{process_id}/stat")
    if Path("/proc/self/stat").exists():
        try:
            text = stat.read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return False
        name, rest = text[text.index("(") + 1 :].rsplit(")", 1)
        return name.startswith("postgres") and rest.split()[0] not in {"Z", "X"}
    return _by_ps(process_id)


def _by_ps(process_id: int) -> bool:
    said = subprocess.run(
        ["ps", "-o", "state=,comm=", "-p", str(process_id)], capture_output=True, text=True, check=False
    )
    state, _, command = said.stdout.strip().partition(" ")
    return bool(state) and not state.startswith("Z") and "postgres" in command


def clear_traces(*locks: Path) -> None:
    """
    Remove the lock files of a server that is dead: that of its data folder and that of its socket.

    PostgreSQL does so itself, except where the number lives on as a zombie or as another program: then it refuses to
    start until somebody reaps it. Its second guard, the shared memory of orphaned backends, stays in force.
    """
    for lock in locks:
        holder = _holder(lock)
        if holder is not None and not is_alive(holder):
            lock.unlink(missing_ok=True)
