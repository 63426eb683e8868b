"""
Starts the web server and the worker beside it; used by the demo and by production.

Each is a fresh process: what the command that starts them has opened (connections, the warehouse) must not be forked.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import IO

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

COMMAND = [sys.executable, "-m", "fourpoint.config.cli"]
PATIENCE_S = 20
PR_SET_PDEATHSIG = 1
# Background work gives way to who waits for a page.
BESIDE = 10


class PortTaken(Exception):
    """Something else listens there; the message says what to do."""


def serve(*, address: str, port: int, workers: int) -> None:
    """
    Serve the site until interrupted or terminated.

    raises PortTaken when something else listens there
    """
    check_port(address, port)
    with _running([sys.executable, "-m", "fourpoint.config.serving", address, str(port), str(workers)]) as server:
        server.wait()


@contextmanager
def worker(*, log: Path) -> Iterator[None]:
    """Keep a worker for background jobs running beside the block; what it says goes to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as said, _running([*COMMAND, "worker"], said, niceness=BESIDE):
        yield


def check_port(address: str, port: int) -> None:
    """Raise PortTaken when something listens at that address and port."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} of {address} cannot be had ({error.strerror}): "
                "stop what uses it, or give another with --port."
            ) from None


@contextmanager
def _running(
    command: list[str], output: IO[bytes] | None = None, *, niceness: int = 0
) -> Iterator[subprocess.Popen[bytes]]:
    before = signal.signal(signal.SIGTERM, _interrupt)
    running = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        preexec_fn=partial(_die_with_parent, niceness),
    )
    try:
        yield running
    except KeyboardInterrupt:
        # Asked to stop: that is how serving ends.
        pass
    finally:
        running.terminate()
        try:
            running.wait(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _die_with_parent(niceness: int) -> None:
    os.nice(niceness)
    # A killed command must not leave a server behind that holds the port. Linux only; elsewhere it may.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _serve_here(address: str, port: int, workers: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourpoint.config.settings")
    Server(
        "fourpoint.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # Threads wait for the database while another draws a page; the pool has a connection for each.
        blocking_threads=4,
        # A worker told to stop while it still loads does not hear it.
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    _serve_here(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
