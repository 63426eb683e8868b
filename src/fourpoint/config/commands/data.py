"""`./fourpoint data`: for whoever feeds the warehouse with open and partner data."""

from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from fourpoint.config import place
from fourpoint.config.commands import coverage
from fourpoint.config.commands.terminal import out, refuse
from fourpoint.services.data import actions, queries
from fourpoint.warehouse.ingest import Taken
from fourpoint.warehouse.offered import Refused
from fourpoint.warehouse.sessions import open_session
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
    table = Table(box=None, padding=(0, 2, 1, 0))
    # The name is what every other command asks for: it is never cut.
    table.add_column("source", no_wrap=True, overflow="ignore")
    table.add_column("what it is")
    table.add_column("held here", justify="right")
    for card in queries.list_sources(warehouse()):
        if card.is_held or not held:
            table.add_row(card.source_id, f"{card.title}\n[dim]{card.publisher}, {card.licence}[/]", _held(card))
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


@app.command("fetch")
def fetch(
    source: str = typer.Argument(help="A source of `data list` with an address, for example police-street."),
    month: str = typer.Option("", help="One month, YYYY-MM, where the source is published by month."),
    force: str = typer.Option("", help="One force, as its name stands in the files, for example northmoor."),
) -> None:
    """
    Download a source from its publisher and add it.

    Interrupted, the same command goes on where it was; what has not changed is not downloaded again. Sums are checked
    where the publisher gives them, and the publisher's rate limit is kept.
    """
    try:
        with open_session() as session, bar() as progress:
            task = progress.add_task(source, total=None)
            fetched = actions.fetch(
                warehouse(),
                source,
                actions.Asked(month=month, force=force),
                session=session,
                at=datetime.now(UTC),
                progress=lambda done, total, words: progress.update(
                    task, completed=done, total=total or None, description=words
                ),
            )
    except (ValueError, Refused) as error:
        raise refuse(str(error)) from None
    state = "unchanged since the last time" if fetched.download.is_unchanged else f"{fetched.download.size:,} bytes"
    out.print(f"{fetched.download.path.name}: {state}.")
    if _tell(fetched.taken):
        raise typer.Exit(1)


@app.command("check")
def check() -> None:
    """Say what the data cover and how good they are: months by force, gaps, copies, rows without place, joins."""
    with out.status("Looking through the data ..."):
        found = queries.check(warehouse(), today=datetime.now(UTC).date())
    if found.forces:
        out.print(*map(coverage.draw_months, found.forces), coverage.draw_forces(found), sep="\n\n")
        out.print(f"\n[dim]{coverage.WORDS}[/]\n")
    else:
        out.print("No street-level crime data are held: `data add police-street` or `data fetch police-street`.")
    for line in (*coverage.say_joins(found), *found.findings):
        out.print(f"- {line}", soft_wrap=True)


def _held(card: queries.SourceCard) -> str:
    if not card.is_held:
        return "-"
    aside = f", {card.rejected:,} set aside" if card.rejected else ""
    return f"{card.rows:,} rows{aside}\n[dim]{card.period or card.vintage}[/]"


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
