"""`./fourpoint worker`: for whoever runs background jobs beside the site."""

import asyncio
import signal
import time

import typer
from django.db import InterfaceError, OperationalError, close_old_connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from rich.console import Console

from fourpoint.config import soundness, wiring
from fourpoint.config.postgres.errors import DatabaseUnusable

AGAIN_S = 2.0


def worker(
    concurrency: int = typer.Option(2, min=1, help="Jobs worked on at once: one that is long holds up no mail."),
) -> None:
    """
    Work on background jobs until interrupted.

    Jobs are kept in the database: one that is under way when a worker is killed is found and tried again. When the
    database goes away the worker waits for it, and starts the one of the package again: nobody is told of danger
    without a worker.
    """
    soundness.check()
    while not _work(concurrency):
        Console(stderr=True).print("The database went away: trying again.")
        close_old_connections()
        time.sleep(AGAIN_S)


def _work(concurrency: int) -> bool:
    """Work until told to stop, or until the database goes away: then return False."""
    try:
        with wiring.database():
            return asyncio.run(_until_told(concurrency))
    except (ConnectorException, DatabaseUnusable, OperationalError, InterfaceError):
        return False


async def _until_told(concurrency: int) -> bool:
    """Return whether it ended because it was told to; it ends by itself when it cannot hear of jobs any more."""
    told = asyncio.Event()
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        async with working.open_async():
            running = asyncio.ensure_future(
                working.run_worker_async(concurrency=concurrency, install_signal_handlers=False)
            )

            def stop() -> None:
                told.set()
                # Cancelled, it finishes what is under way first.
                running.cancel()

            for sign in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(sign, stop)
            await asyncio.wait([running])
            if not running.cancelled() and (error := running.exception()) is not None:
                raise error
    return told.is_set()
