"""`./fourpoint doctor`: for whoever finds that something does not work."""

import typer
from rich.table import Table

from fourpoint.config import ailments
from fourpoint.config.commands.terminal import out

MARKS = {True: "[green]✓[/]", None: "[yellow]–[/]", False: "[red]✗[/]"}


def doctor() -> None:
    """
    Say what is wrong with this machine, and how to mend it.

    Changes nothing; starts the embedded database for a moment to see that it does. A dash marks what only some need.
    Exits 1 when something that everything needs is missing.
    """
    table = Table("", "what", "found", "how to mend it")
    with out.status("Looking ..."):
        findings = list(ailments.examine())
    for finding in findings:
        table.add_row(MARKS[finding.well], finding.what, finding.found, finding.mend)
    out.print(table)
    if any(finding.well is False for finding in findings):
        raise typer.Exit(1)
