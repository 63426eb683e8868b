"""The command line, `./fourpoint`: for people who run, feed, test or develop an installation."""

import typer
from typer.core import TyperGroup

from fourpoint import __version__
from fourpoint.config import wiring
from fourpoint.domain.errors import Broken

# Before the commands: what they call knows the tables, and tables want the settings first.
try:
    wiring.set_up()
except Broken as wrong:
    raise SystemExit(f"fourpoint: {wrong}") from None

from fourpoint.config.commands import (
    agency,
    audit,
    bench,
    canary,
    check,
    data,
    demo,
    docs,
    doctor,
    house,
    migrate,
    profile,
    run,
    test,
    worker,
)
from fourpoint.config.commands.terminal import refuse
from fourpoint.config.postgres.errors import DatabaseUnusable


class InOrder(TyperGroup):
    """Lists commands as a newcomer meets them: run it, give it data, change it."""

    def list_commands(self, ctx: object) -> list[str]:
        """Return the names of the commands in that order."""
        return [*FIRST, *(name for name in self.commands if name not in FIRST)]


FIRST = ("demo", "doctor", "run", "worker", "migrate", "agency", "audit", "canary", "data", "profile")

app = typer.Typer(
    name="fourpoint",
    cls=InOrder,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Fourpoint: local profiles of serious and organised crime, for police and their partners.\n\n"
        "New here? `./fourpoint demo` makes a demonstration with real open data and made-up people, and serves it. "
        "Something wrong? `./fourpoint doctor` says what, and how to mend it."
    ),
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fourpoint {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Say which version this is."
    ),
) -> None:
    del version


app.command(rich_help_panel="Run")(demo.demo)
app.command(rich_help_panel="Run")(run.run)
app.command(rich_help_panel="Run")(worker.worker)
app.command(rich_help_panel="Run")(migrate.migrate)
app.command(rich_help_panel="Run")(doctor.doctor)
app.add_typer(agency.app, name="agency", rich_help_panel="Run")
app.add_typer(audit.app, name="audit", rich_help_panel="Run")
app.add_typer(canary.app, name="canary", rich_help_panel="Run")
app.add_typer(profile.app, name="profile", rich_help_panel="Data and profiles")
app.add_typer(data.app, name="data", rich_help_panel="Data and profiles")
app.command(rich_help_panel="Develop", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(
    test.test
)
app.command(rich_help_panel="Develop")(check.check)
app.command(rich_help_panel="Develop")(check.fix)
app.command(rich_help_panel="Develop")(bench.bench)
app.command(rich_help_panel="Develop")(house.house)
app.command(rich_help_panel="Develop")(docs.docs)


def main() -> None:
    """Run the command line; what cannot be used is one sentence, not a traceback."""
    try:
        app()
    except (DatabaseUnusable, Broken) as error:
        raise SystemExit(refuse(str(error)).exit_code) from None


if __name__ == "__main__":
    main()
