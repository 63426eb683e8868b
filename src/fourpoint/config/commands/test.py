"""`./fourpoint test`: for whoever wants proof."""

import os
import shlex
import subprocess
from pathlib import Path

import typer

from fourpoint.config import assets, tools
from fourpoint.config.commands.checkouts import the_checkout
from fourpoint.config.commands.terminal import out, refuse
from fourpoint.config.postgres import binaries


def test(
    context: typer.Context,
    workers: int = typer.Option(2, "-n", "--workers", help="Test processes side by side."),
    fast: bool = typer.Option(False, help="Only the tests: no contracts, no types, no second PostgreSQL."),
) -> None:
    """
    Run the whole proof: contracts, types, all tests, and the database tests on a second PostgreSQL.

    What follows `--` goes to pytest, for example `./fourpoint test --fast -- -k harm -x`. The browser tests need a
    Chromium: it is taken from the PATH, else installed from the system's packages or by Playwright, and where none can
    be had this fails. The second PostgreSQL is one of another version found on this machine; without one this says so.
    """
    checkout = the_checkout()
    try:
        assets.ensure(checkout)
        environment = {**os.environ, "FOURPOINT_CHROMIUM": tools.get_chromium(checkout)}
    except (tools.ToolMissing, assets.FrontEndUnusable) as error:
        raise refuse(str(error)) from None
    steps = [] if fast else _static()
    steps.append(("Tests", _pytest(workers, context.args)))
    failed = [title for title, command in steps if not _passes(title, command, checkout, environment)]
    if not fast:
        failed += _on_second_server(checkout, environment, workers)
    if failed:
        raise refuse(f"Not proved: {', '.join(failed)}.")
    out.rule("[green]All held")


def _static() -> list[tuple[str, list[str]]]:
    return [("Contracts", tools.in_dev("lint-imports")), ("Types", tools.in_dev("mypy"))]


def _pytest(workers: int, more: list[str]) -> list[str]:
    extras = ("spark",) if tools.has_java() else ()
    side_by_side = ["-n", str(workers), "--dist", "loadfile"] if workers > 1 else []
    return tools.in_dev("pytest", *side_by_side, *more, extras=extras)


def _on_second_server(checkout: Path, environment: dict[str, str], workers: int) -> list[str]:
    ours = binaries.find().major
    other = tools.find_other_server(ours)
    if other is None:
        out.print(f"No second PostgreSQL (15 or newer, not {ours}) is on this machine: the tests ran on {ours} alone.")
        return []
    title = f"Database tests on PostgreSQL {other.major}"
    environment = {**environment, "FOURPOINT_POSTGRES_BIN": str(other.folder)}
    # What a browser shows does not depend on the server behind it.
    command = _pytest(workers, ["-m", "database and not browser and not slow"])
    return [] if _passes(title, command, checkout, environment) else [title]


def _passes(title: str, command: list[str], checkout: Path, environment: dict[str, str]) -> bool:
    out.rule(title)
    out.print(f"[dim]{shlex.join(command[1:])}[/]", soft_wrap=True)
    return subprocess.run(command, cwd=checkout, env=environment, check=False).returncode == 0
