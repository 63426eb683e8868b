"""`./fourpoint bench`: for whoever wants to know whether the bars are held on this machine."""

import importlib
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from rich.table import Table

from fourpoint.config import tools
from fourpoint.config.commands.checkouts import the_checkout
from fourpoint.config.commands.terminal import out, refuse, step


def bench(
    names: list[str] = typer.Argument(None, help="Benches to run, by file name under bench/; all without one."),
    to: Path = typer.Option(Path("out/bench.json"), help="Where the figures are written as JSON."),
    inside: bool = typer.Option(False, hidden=True),
) -> None:
    """
    Measure the bars, each as a ratio of our way to a plain way in one run, and print one table.

    Takes some minutes. Exits 1 when a bar is not held.
    """
    checkout = the_checkout()
    if not inside:
        # The plain ways (pandas) are developers' tools, which a plain start does not install.
        again = tools.in_dev(
            "python", "-m", "fourpoint.config.cli", "bench", *(names or []), "--to", str(to), "--inside"
        )
        raise typer.Exit(subprocess.run(again, cwd=checkout, check=False).returncode)
    rows = [row for name in _chosen(checkout, names or []) for row in _run(checkout, name)]
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n", encoding="utf-8")
    _show(rows)
    out.print(f"Written to {to}.")
    if not all(row.held for row in rows):
        raise typer.Exit(1)


def _chosen(checkout: Path, names: list[str]) -> list[str]:
    known = [file.stem for file in sorted((checkout / "bench").glob("*.py")) if "def run(" in file.read_text("utf-8")]
    unknown = sorted(set(names) - set(known))
    if unknown or not known:
        raise refuse(f"There is no bench {', '.join(unknown)}: there are {', '.join(known) or 'none yet'}.")
    return names or known


def _run(checkout: Path, name: str) -> list[Any]:
    if str(checkout) not in sys.path:
        sys.path.insert(0, str(checkout))
    with step(f"bench {name}"):
        return list(importlib.import_module(f"bench.{name}").run())


def _show(rows: list[Any]) -> None:
    table = Table("what", "ours, s", "plain, s", "ratio", "bar", "")
    for row in rows:
        verdict = "[green]held[/]" if row.held else "[red]not held[/]"
        table.add_row(row.name, f"{row.ours_s:.3g}", f"{row.theirs_s:.3g}", f"{row.ratio:.2f}", row.bar, verdict)
    out.print(table)
