"""`./fourpoint house`: the structural figures of the source beside their aims, then the import contracts."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import typer
from rich.table import Table

from fourpoint.config import tools
from fourpoint.config.commands.checkouts import the_checkout
from fourpoint.config.commands.terminal import out
from fourpoint.config.house.figures import HouseFigure, measure_house

_VERDICTS = {None: "", True: "[green]met[/]", False: "[yellow]not yet[/]"}


def house(
    as_json: bool = typer.Option(False, "--json", help="Print the figures as JSON and nothing else."),
) -> None:
    """
    Measure the structure of the source and check the import contracts.

    Exits 1 when a wall is broken: an arrow between floors that points up, a circle, or an import contract.
    """
    checkout = the_checkout()
    figures = measure_house(checkout)
    if as_json:
        sys.stdout.write(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
        kept = True
    else:
        out.print(draw_table(figures))
        kept = check_contracts(checkout)
    if not kept or any(figure.broken for figure in figures):
        raise typer.Exit(1)


def draw_table(figures: tuple[HouseFigure, ...]) -> Table:
    """Return the figures as a table for the terminal."""
    table = Table(title="The house in figures", title_justify="left")
    for heading in ("what", "measured", "aim", ""):
        table.add_column(heading)
    for figure in figures:
        verdict = "[bold red]wall broken[/]" if figure.broken else _VERDICTS[figure.met]
        table.add_row(figure.name, figure.measured, figure.aim, verdict)
    return table


def check_contracts(checkout: Path) -> bool:
    """Run the import contracts, printing what they say; return whether all are kept."""
    return subprocess.run(tools.in_dev("lint-imports", "--no-cache"), cwd=checkout, check=False).returncode == 0
