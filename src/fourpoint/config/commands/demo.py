"""`./fourpoint demo`: for whoever wants to see it."""

import os
from concurrent.futures import ThreadPoolExecutor

import typer
from django.db import OperationalError, connections
from psycopg.errors import DeadlockDetected
from rich.progress import Progress
from rich.table import Table

from fourpoint.config import demonstration, place, serving, soundness, wiring
from fourpoint.config.commands.data import bar
from fourpoint.config.commands.terminal import out, refuse, step
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
        front_end, *others = demonstration.stages()
        _do(front_end)
        with wiring.database():
            # Neither needs anything of the other: open data are files, read by one core while the other makes tables.
            _do(*others)
            with step("Made-up agencies and people are there"):
                accounts = demonstration.load_world()
            # The year keeps the database busy and editions this process: neither reads what the other writes.
            _do(demonstration.year(), demonstration.editions())
            _do(demonstration.decoys())
            _introduce(accounts)
            if not no_serve:
                _serve(port)
    except (FrontEndUnusable, ToolMissing, serving.PortTaken) as error:
        raise refuse(str(error)) from None


def _do(*stages: demonstration.Stage) -> None:
    """
    Do those stages that are not done yet: the first here, the others beside it.

    Where the database had one give way to another that waited for it, that one is done once more, after the others.
    """
    waiting = [stage for stage in stages if not stage.is_done()]
    if not waiting:
        return
    with bar() as progress, ThreadPoolExecutor() as pool:
        beside = [pool.submit(_beside, stage, progress) for stage in waiting[1:]]
        went = [_went(waiting[0], progress), *(running.result() for running in beside)]
        for stage, has_gone in zip(waiting, went, strict=True):
            if not has_gone:
                _one(stage, progress)
    for stage in waiting:
        out.print(f"[green]✓[/] {stage.title}")


def _beside(stage: demonstration.Stage, progress: Progress) -> bool:
    try:
        return _went(stage, progress)
    finally:
        # They are this thread's own, and it ends.
        connections.close_all()


def _went(stage: demonstration.Stage, progress: Progress) -> bool:
    try:
        _one(stage, progress)
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        return False
    return True


def _one(stage: demonstration.Stage, progress: Progress) -> None:
    task = progress.add_task(stage.title, total=None)
    stage.do(lambda done, total, words: progress.update(task, completed=done, total=total, description=words))


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
