"""How every command speaks: one console for progress and one sentence for a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def refuse(sentence: str, *more: str) -> typer.Exit:
    """Print why a command will not go on, and return the exit to raise."""
    for line in (sentence, *more):
        err.print(f"[bold red]fourpoint:[/] {line}", soft_wrap=True)
    return typer.Exit(1)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show that something is under way, and that it is done."""
    with out.status(f"{title} ..."):
        yield
    out.print(f"[green]✓[/] {title}", soft_wrap=True)
