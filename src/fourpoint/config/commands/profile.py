"""`./fourpoint profile`: for whoever freezes editions of local profiles and hands them on."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from fourpoint.access import context
from fourpoint.config import wiring
from fourpoint.config.commands.data import bar
from fourpoint.config.commands.terminal import out, refuse
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.agencies import queries
from fourpoint.services.profiles import actions
from fourpoint.services.profiles.printing import Press, the_printer

app = typer.Typer(no_args_is_help=True, help="Freeze editions of local profiles.")


@app.callback()
def _profile() -> None:
    """Keep `build` a command of its own while it is the only one."""


@app.command("build")
def build(
    area: list[str] = typer.Option(help="An area's code, as E07000114; several times for several; or `all`."),
    edition: str = typer.Option(help="The quarter the edition ends with, as 2025Q4."),
    out_folder: Path | None = typer.Option(
        None, "--out", help="Write profile.pdf, tables/ and edition.json here; one folder for each area when several."
    ),
    by: str | None = typer.Option(
        None, "--by", help="E-mail of the person who freezes it; none: the steward of the agency that owns the profile."
    ),
) -> None:
    """
    Freeze the edition of a quarter in the database, and write what was frozen to a folder.

    Safe to repeat: the same data, code and catalogue give the same bytes, and nothing new is frozen. When any of them
    has changed, the next version is frozen beside the earlier ones, which never change.
    """
    try:
        with wiring.database():
            _build(area, edition, out_folder, by)
    except (Refused, Unusable) as error:
        raise refuse(str(error)) from None


def _build(areas: list[str], label: str, folder: Path | None, email: str | None) -> None:
    at = datetime.now(UTC)
    with context.acting(_builder(areas, email, at), at=at) as who, bar() as progress:
        task = progress.add_task("Editions", total=None)

        def tell(done: int, total: int, words: str) -> None:
            progress.update(task, completed=done, total=total, description=words)

        built = actions.build_editions(
            areas=areas,
            label=label,
            by=who.actor,
            purpose=who.purpose,
            at=at,
            press=Press(printer=the_printer(), progress=tell),
        )
        for one in built:
            if folder is not None:
                actions.export_edition(
                    edition_id=one.edition_id, folder=folder if len(built) == 1 else folder / one.area_code
                )
    for one in built:
        state = "frozen" if one.is_new else "unchanged"
        out.print(f"[green]✓[/] {one.area_name} {one.label} version {one.version}: {state}")
    if folder is not None:
        out.print(f"Written to {folder}")


def _builder(areas: list[str], email: str | None, at: datetime) -> int:
    found = queries.find_person(email) if email else actions.find_builder(areas=areas, at=at)
    if found is not None:
        return found
    if email:
        raise refuse(f"Nobody here has the address {email}: use that of someone of the agency that owns the profile.")
    raise refuse(f"No agency here has a profile of {', '.join(areas)}: './fourpoint demo' makes one for its sample.")
