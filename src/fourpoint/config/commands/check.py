"""`./fourpoint check` and `./fourpoint fix`: for developers before a commit."""

import os
import subprocess

from fourpoint.config import assets, tools
from fourpoint.config.commands.checkouts import the_checkout
from fourpoint.config.commands.terminal import out, refuse, step
from fourpoint.config.serving import COMMAND

CHECKS = {
    "Lock file matches": ["lock", "--check"],
    "Style": ["ruff", "check", "--quiet", "."],
    "Format": ["ruff", "format", "--check", "--quiet", "."],
    "Contracts": ["lint-imports"],
    "Types": ["mypy", "--no-error-summary"],
    "Migrations match the models": ["django-admin", "makemigrations", "--check", "--dry-run"],
    "Fast tests": ["pytest", "-q", "-n", "2", "-m", "not database and not browser and not slow and not spark"],
}


def check() -> None:
    """
    Check style, contracts, types, migrations, reference pages and the fast tests; changes no file.

    Prints what is wrong, or one line of success for each.
    """
    checkout = the_checkout()
    try:
        # Pages are drawn in the fast tests, and name the bundles.
        assets.ensure(checkout)
    except (tools.ToolMissing, assets.FrontEndUnusable) as error:
        raise refuse(str(error)) from None
    failed = []
    commands = {title: _command(parts) for title, parts in CHECKS.items()}
    commands["Reference pages are current"] = [*COMMAND, "docs", "--check"]
    for title, command in commands.items():
        with step(title) as outcome:
            done = subprocess.run(
                command, cwd=checkout, capture_output=True, text=True, check=False, env=_environment()
            )
            outcome.failed = done.returncode != 0
        if outcome.failed:
            failed.append(title)
            out.print(done.stdout + done.stderr, markup=False)
    if failed:
        raise refuse(
            f"{len(failed)} of {len(commands)} checks failed: {', '.join(failed)}. `./fourpoint fix` mends some."
        )


def fix() -> None:
    """Put style and format right and write the reference pages anew."""
    checkout = the_checkout()
    for title, command in {
        "Style": tools.in_dev("ruff", "check", "--fix", "--quiet", "."),
        "Format": tools.in_dev("ruff", "format", "--quiet", "."),
        "Reference pages": [*COMMAND, "docs"],
    }.items():
        with step(title):
            subprocess.run(command, cwd=checkout, check=False)


def _command(parts: list[str]) -> list[str]:
    return [tools.uv(), *parts] if parts[0] == "lock" else tools.in_dev(*parts)


def _environment() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "fourpoint.config.settings_test"}
