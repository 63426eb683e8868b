"""How every command speaks: one console for progress and one sentence for a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import typer
from rich.console import Console

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@dataclass
class Outcome:
    """How a step ended; a step that only finds out may say that it failed."""

    failed: bool = False


def refuse(sentence: str, *more: str) -> typer.Exit:
    """Print why a command will not go on, and return the exit to raise."""
    err.print("[bold red]fourpoint:[/] ", end="")
    for line in (sentence, *more):
        err.print(line, soft_wrap=True, markup=False)
    return typer.Exit(1)


@contextmanager
def step(title: str) -> Iterator[Outcome]:
    """Show that something is under way, and how it ended."""
    outcome = Outcome()
    with out.status(f"{title} ..."):
        yield outcome
    mark = "[red]✗[/]" if outcome.failed else "[green]✓[/]"
    out.print(f"{mark} {title}", soft_wrap=True)
