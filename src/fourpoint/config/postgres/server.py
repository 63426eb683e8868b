"""Starts the embedded server when the first command needs it and stops it when the last one leaves."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from fourpoint.config.postgres import cluster, process, roles
from fourpoint.config.postgres.binaries import Binaries, find, within_reach
from fourpoint.config.postgres.errors import DatabaseUnusable
from fourpoint.config.postgres.layout import ADMIN, SOCKET_NAME, Layout, lay_out

# Crash recovery of a large database takes long; a server that died is not waited for.
PATIENCE_S = 120.0
PAUSE_S = 0.02
START_TRIES = 40

# Servers that this process started, kept so that their end is noticed: a child nobody waits for stays as a zombie.
_CHILDREN: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Server:
    """One cluster and how to run it; `durable=False` is for throwaway clusters of tests only."""

    layout: Layout
    durable: bool = True

    @contextmanager
    def in_use(self) -> Iterator[Layout]:
        """
        Keep the server running for the length of the block, starting it if need be.

        Any number of commands may hold it at once. The last to leave stops it; a command that is killed lets go
        of it with its locks, and the next command finds the server running or dead and carries on.
        raises DatabaseUnusable when the server does not start
        """
        holder = self._take()
        try:
            yield self.layout
        finally:
            self._leave(holder)

    def is_running(self) -> bool:
        """Whether a server process lives for this cluster."""
        found = process.postmaster_id(self.layout.data)
        return found is not None and process.is_alive(found)

    def stop(self) -> None:
        """Stop the server in order: connections are cut, everything committed is on disk."""
        found = process.postmaster_id(self.layout.data)
        if found is None or not process.is_alive(found):
            return
        os.kill(found, signal.SIGINT)
        deadline = time.monotonic() + PATIENCE_S
        while process.is_alive(found) and time.monotonic() < deadline:
            time.sleep(PAUSE_S)
            _reap(found)
        _reap(found)

    def _take(self) -> int:
        self.layout.wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(self.layout.wanted / "start.lock"):
            self._ensure_running()
            holder = os.open(self.layout.wanted / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(holder, fcntl.LOCK_SH)
        return holder

    def _leave(self, holder: int) -> None:
        with _locked(self.layout.wanted / "start.lock"):
            try:
                fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _let_go(process.postmaster_id(self.layout.data))
            else:
                self.stop()
            finally:
                os.close(holder)

    def _ensure_running(self) -> None:
        if not self._already_answers():
            cluster.prepare_folders(self.layout)
            programs = within_reach(find(), self.layout)
            cluster.make(self.layout, programs, durable=self.durable)
            self._start(programs)
        with _admin(self.layout) as admin:
            roles.ensure(admin)

    def _already_answers(self) -> bool:
        # One that lives and does not answer is starting, recovering, stopping, or all but dead: wait and see.
        deadline = time.monotonic() + PATIENCE_S
        while self.is_running():
            if _answers(self.layout):
                return True
            if time.monotonic() > deadline:
                raise DatabaseUnusable(
                    f"PostgreSQL runs but does not answer ({_tail(self.layout.log)}): see {self.layout.log}."
                )
            time.sleep(PAUSE_S)
        return False

    def _start(self, programs: Binaries) -> None:
        # Just after `kill -9` orphaned backends may still hold the shared memory: they leave as soon as they notice.
        for _ in range(START_TRIES):
            process.clear_traces(self.layout.data / "postmaster.pid", self.layout.sockets / f"{SOCKET_NAME}.lock")
            if self._launch(programs):
                return
            if "still in use" not in _tail(self.layout.log):
                break
            time.sleep(0.25)
        raise DatabaseUnusable(
            f"PostgreSQL did not start ({_tail(self.layout.log)}): the whole story is in {self.layout.log}."
        )

    def _launch(self, programs: Binaries) -> bool:
        with self.layout.log.open("ab") as log:
            started = subprocess.Popen(
                _command(self.layout, programs, durable=self.durable),
                cwd=self.layout.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C at the terminal is for us: we stop the server in order.
                start_new_session=True,
                env=cluster.environment(),
                **self.layout.account.process(),
            )
        _CHILDREN[started.pid] = started
        deadline = time.monotonic() + PATIENCE_S
        while started.poll() is None and time.monotonic() < deadline:
            if _answers(self.layout):
                return True
            time.sleep(PAUSE_S)
        return False


def embedded(wanted: Path, *, durable: bool = True) -> Server:
    """The embedded server whose cluster is wanted at `wanted`."""
    return Server(lay_out(wanted), durable=durable)


def _command(layout: Layout, programs: Binaries, *, durable: bool) -> list[str]:
    chosen = {
        "listen_addresses": "",
        "unix_socket_directories": str(layout.sockets),
        "max_connections": "60",
        "log_min_messages": "warning",
        # A refused statement can carry personal data; the log must not.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "timezone": "UTC",
    }
    if not durable:
        chosen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    settings = [part for key, value in chosen.items() for part in ("-c", f"{key}={value}")]
    return [str(programs.folder / "postgres"), "-D", str(layout.data), *settings]


def _answers(layout: Layout) -> bool:
    try:
        _admin(layout).close()
    except psycopg.OperationalError:
        return False
    return True


def _admin(layout: Layout) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(make_conninfo(**layout.address(user=ADMIN, database="postgres")), autocommit=True)


def _let_go(process_id: int | None) -> None:
    # Others use the server that we started: it is no longer ours to wait for.
    child = _CHILDREN.pop(process_id, None) if process_id else None
    if child is not None:
        child.returncode = 0


def _reap(process_id: int) -> None:
    child = _CHILDREN.get(process_id)
    if child is not None and child.poll() is not None:
        del _CHILDREN[process_id]


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _tail(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except FileNotFoundError:
        return "it said nothing"
    return lines[-1] if lines else "it said nothing"
