"""`./fourpoint worker`: for whoever runs background jobs beside the site."""

import typer
from django.core.management import call_command

from fourpoint.config import soundness, wiring


def worker(
    concurrency: int = typer.Option(1, min=1, help="Jobs worked on at once."),
) -> None:
    """
    Work on background jobs until interrupted.

    Jobs are kept in the database: one that is under way when a worker is killed is found and tried again.
    """
    soundness.check()
    with wiring.database():
        call_command("procrastinate", "worker", concurrency=concurrency)
