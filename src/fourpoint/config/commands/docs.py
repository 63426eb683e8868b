"""`./fourpoint docs`: for whoever changes something that a reference page tells of."""

from pathlib import Path

import typer

from fourpoint.config import place
from fourpoint.config.commands.checkouts import the_checkout
from fourpoint.config.commands.terminal import out, refuse
from fourpoint.config.house.source import read_tree
from fourpoint.config.reference.catalogue import render_catalogue
from fourpoint.config.reference.commands import render_commands
from fourpoint.config.reference.data_sets import render_data_sets
from fourpoint.config.reference.indexes import INTRODUCTIONS, render_decisions, render_index
from fourpoint.config.reference.measures import every_measure, render_measures
from fourpoint.config.reference.pages import Page, stale_pages, write_pages
from fourpoint.config.reference.settings import render_settings
from fourpoint.config.reference.warehouse_views import render_views
from fourpoint.warehouse.contract_reading import read_sources
from fourpoint.warehouse.views import COMPOSED, STORED


def docs(
    context: typer.Context,
    check: bool = typer.Option(False, "--check", help="Change no file; fail if a page is not current."),
) -> None:
    """
    Write the reference pages that are made from the code and the catalogue.

    Run it after changing a command, a setting, a source, a measure, a catalogue entry or the title of a page.
    """
    checkout = the_checkout()
    pages = generated_pages(context.find_root().command, checkout)
    if not check:
        # Indexes list the other pages, so they are written from what the first round has put down.
        written = {*write_pages(pages, checkout), *write_pages(pages, checkout)}
        out.print(f"{len(written)} of {len(pages)} pages written.")
    elif stale := stale_pages(pages, checkout):
        raise refuse("These pages are not current; run ./fourpoint docs and commit them:", *map(str, stale))
    else:
        out.print(f"{len(pages)} pages are current.")


def generated_pages(commands: object, checkout: Path) -> tuple[Page, ...]:
    """Return every generated page of the checkout; commands is the root of the command line."""
    reference = Path("docs/reference")
    return (
        Page(
            path=reference / "commands.md",
            source="the commands themselves",
            render=lambda: render_commands(commands),
        ),
        Page(
            path=reference / "settings.md",
            source="src/fourpoint/config/reference/settings.py",
            render=render_settings,
        ),
        Page(
            path=reference / "data-sets.md",
            source="the contracts in src/fourpoint/warehouse/sources",
            render=lambda: render_data_sets(read_sources().values()),
        ),
        Page(
            path=reference / "warehouse-views.md",
            source="src/fourpoint/warehouse/views.py",
            render=lambda: render_views(STORED, COMPOSED),
        ),
        Page(
            path=reference / "measures.md",
            source="the measures and formulas themselves",
            render=lambda: render_measures(every_measure(), read_tree(place.PACKAGE / "domain")),
        ),
        Page(
            path=reference / "catalogue.md",
            source="the files of src/fourpoint/catalogue",
            render=lambda: render_catalogue(place.PACKAGE / "catalogue"),
        ),
        Page(
            path=Path("docs/adr/README.md"),
            source="the decisions beside it",
            render=lambda: render_decisions(checkout),
        ),
        *(_index(kind, checkout) for kind in INTRODUCTIONS),
    )


def _index(kind: str, checkout: Path) -> Page:
    return Page(
        path=Path("docs") / kind / "README.md",
        source="the pages beside it",
        render=lambda: render_index(checkout, kind),
    )
