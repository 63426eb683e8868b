"""`./fourpoint house`: the structural figures of the source beside their aims, then the import contracts."""

import importlib.util
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from fourpoint.config.house.figures import HouseFigure, measure_house
from fourpoint.config.house.repository import NotACheckout, find_checkout

_VERDICTS = {None: "", True: "[green]met[/]", False: "[yellow]not yet[/]"}


def house(
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON and nothing else.")] = False,
) -> None:
    """
    Measure the structure of the source and check the import contracts.

    Exits 1 when a wall is broken: an arrow between floors that points up, a circle, or an import contract.
    """
    try:
        checkout = find_checkout(Path(__file__).resolve())
    except NotACheckout as refusal:
        Console(stderr=True).print(str(refusal))
        raise typer.Exit(2) from refusal
    figures = measure_house(checkout)
    if as_json:
        sys.stdout.write(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
        kept = True
    else:
        Console().print(draw_table(figures))
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
    """Run the import contracts, printing what they say; without import-linter say how to get it and count as broken."""
    if importlib.util.find_spec("importlinter") is None:
        Console(stderr=True).print("import-linter is not installed: run this through ./fourpoint in a checkout.")
        return False
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=checkout, check=False).returncode == 0
