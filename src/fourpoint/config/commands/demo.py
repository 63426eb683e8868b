"""`./fourpoint demo`: for whoever wants to see it."""

import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain

import typer
from django.db import OperationalError, connections
from psycopg.errors import DeadlockDetected
from rich.progress import Progress
from rich.table import Table

from fourpoint.config import demonstration, place, serving, soundness, wiring
from fourpoint.config.commands.data import bar
from fourpoint.config.commands.terminal import out, refuse, step
from fourpoint.config.demonstration import Stage
from fourpoint.config.frontend import FrontEndUnusable
from fourpoint.config.production import DEMO_PASSWORD
from fourpoint.config.tools import ToolMissing
from fourpoint.services.demo.loading import Account


def demo(
    no_serve: bool = typer.Option(False, "--no-serve", help="Make everything, then stop."),
    port: int = typer.Option(8000, help="The port to serve on."),
    reset: bool = typer.Option(False, "--reset", help="Throw an earlier demonstration away first."),
) -> None:
    """
    Make a demonstration from real open data and made-up people, and serve it on this machine.

    The first start takes a minute; later ones a few seconds. Safe to kill at any moment: the same command carries on.
    Everything is kept in the folder `.fourpoint` of the checkout (or where FOURPOINT_HOME says).
    """
    if reset:
        with step("Earlier demonstration is gone"):
            demonstration.reset(place.here().home)
    soundness.check()
    wiring.ensure_key()
    try:
        if not no_serve:
            serving.check_port("127.0.0.1", port)
        _do([demonstration.front_end()])
        with wiring.database():
            accounts = _make()
            _introduce(accounts)
            if not no_serve:
                _serve(port)
    except (FrontEndUnusable, ToolMissing, serving.PortTaken) as error:
        raise refuse(str(error)) from None


def _make() -> tuple[Account, ...]:
    with _collecting_seldom():
        # Neither needs anything of the other: open data are files, read by one core while the other makes tables.
        _do([demonstration.tables()], [demonstration.data()])
        with step("Made-up agencies and people are there"):
            accounts = demonstration.load_world()
        # The year keeps the database busy and editions this process: neither reads what the other writes.
        _do([demonstration.year(), demonstration.decoys()], [demonstration.editions()])
    return accounts


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """
    Look for garbage in circles seldom meanwhile.

    A first start makes millions of objects and drops almost all without a circle: looking through them took an eighth
    of its time.
    """
    often = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*often)


def _do(*lanes: Sequence[Stage]) -> None:
    """
    Do those stages that are not done yet, each lane in order: the first here, the others beside it.

    Where the database had one give way to another that waited for it, what is left of that lane is done after the
    others.
    """
    with bar() as progress, ThreadPoolExecutor() as pool:
        beside = [pool.submit(_beside, lane, progress) for lane in lanes[1:]]
        left = [_run(lanes[0], progress), *(running.result() for running in beside)]
        for stage in chain.from_iterable(left):
            _one(stage, progress)


def _beside(lane: Sequence[Stage], progress: Progress) -> Sequence[Stage]:
    try:
        return _run(lane, progress)
    finally:
        # They are this thread's own, and it ends.
        connections.close_all()


def _run(lane: Sequence[Stage], progress: Progress) -> Sequence[Stage]:
    """Do the stages of a lane and return those that are left."""
    for index, stage in enumerate(lane):
        try:
            _one(stage, progress)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
            return lane[index:]
    return ()


def _one(stage: Stage, progress: Progress) -> None:
    if stage.is_done():
        return
    task = progress.add_task(stage.title, total=None)
    stage.do(lambda done, total, words: progress.update(task, completed=done, total=total, description=words))
    progress.remove_task(task)
    progress.console.print(f"[green]✓[/] {stage.title}")


def _introduce(accounts: tuple[Account, ...]) -> None:
    table = Table("sign in as", "who that is", title="Accounts to try, one password", title_justify="left")
    for account in accounts:
        table.add_row(account.email, account.shown)
    out.print(table)
    out.print(f"The password of all of them: [bold]{DEMO_PASSWORD}[/]")


def _serve(port: int) -> None:
    out.print(f"\nOpen [bold]http://localhost:{port}/[/] and sign in. Stop with Ctrl-C.\n")
    # The worker, a process of its own, writes it into mail.
    os.environ.setdefault("FOURPOINT_ADDRESS", f"http://localhost:{port}")
    with serving.worker(log=place.here().logs / "worker.log"):
        serving.serve(address="127.0.0.1", port=port, workers=2)
