"""`./fourpoint data`: for whoever feeds the warehouse with open and partner data."""

from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from fourpoint.config import place
from fourpoint.config.commands.terminal import out, refuse
from fourpoint.services.data import actions, queries
from fourpoint.warehouse.ingest import Taken
from fourpoint.warehouse.offered import Refused
from fourpoint.warehouse.store import Warehouse

app = typer.Typer(
    no_args_is_help=True,
    help="List, add, fetch and check the open data that profiles are made from.",
)


def warehouse() -> Warehouse:
    """The warehouse of this installation."""
    return Warehouse(place.here().warehouse)


def bar() -> Progress:
    """A progress bar for files or sources."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=out,
        transient=True,
    )


@app.command("list")
def list_sources(
    held: bool = typer.Option(False, "--held", help="Only sources of which there is data here."),
) -> None:
    """List the sources: what each is, who publishes it, and what is here of it."""
    table = Table("source", "title", "publisher", "licence", "period", "rows", "set aside")
    for card in queries.list_sources(warehouse()):
        if card.is_held or not held:
            numbers = (f"{card.rows:,}", f"{card.rejected:,}") if card.is_held else ("", "")
            table.add_row(card.source_id, card.title, card.publisher, card.licence, card.period, *numbers)
    out.print(table)


@app.command("add")
def add(
    source: str = typer.Argument(help="A source of `data list`, for example police-street."),
    paths: list[Path] = typer.Argument(help="Files, folders (searched through) and zip archives."),
) -> None:
    """
    Add published files to a source.

    Safe to repeat and to interrupt: each file is taken whole or not at all, and one that is there already is left
    alone. Bad rows are set aside with their line and reason; a file whose header is not the published one is refused.
    """
    try:
        with bar() as progress:
            task = progress.add_task(source)
            taken = actions.add(
                warehouse(),
                source,
                paths,
                at=datetime.now(UTC),
                progress=lambda done, total, words: progress.update(
                    task, completed=done, total=total, description=words
                ),
            )
    except (actions.UnknownSource, Refused) as error:
        raise refuse(str(error)) from None
    if _tell(taken):
        raise typer.Exit(1)


def _tell(taken: tuple[Taken, ...]) -> bool:
    """Print what became of the files; return whether one was refused."""
    refused = [one for one in taken if one.outcome == "refused"]
    for one in refused:
        out.print(f"[red]refused[/] {one.file}: {one.reason}", soft_wrap=True)
    counts = {kind: sum(one.outcome == kind for one in taken) for kind in ("added", "replaced", "unchanged", "refused")}
    rows, aside = sum(one.rows for one in taken), sum(one.rejected for one in taken)
    files = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    out.print(f"{len(taken)} files: {files}; {rows:,} rows, {aside:,} set aside.")
    return bool(refused)
