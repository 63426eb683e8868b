"""Starts the web server and the worker beside it; used by the demo and by production."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from granian.constants import Interfaces
from granian.server import Server

COMMAND = [sys.executable, "-m", "fourpoint.config.cli"]


def serve(*, address: str, port: int, workers: int) -> None:
    """Serve the site until interrupted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourpoint.config.settings")
    Server(
        "fourpoint.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # Threads wait for the database while another draws a page; the pool has a connection for each.
        blocking_threads=4,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()


@contextmanager
def worker(*, log: Path) -> Iterator[None]:
    """Keep a worker for background jobs running beside the block; what it says goes to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as said:
        running = subprocess.Popen([*COMMAND, "worker"], stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        try:
            yield
        finally:
            running.terminate()
            try:
                running.wait(timeout=20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
