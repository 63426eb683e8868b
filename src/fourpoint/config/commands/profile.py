"""`./fourpoint profile`: for whoever freezes editions of local profiles and hands them on."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import typer
from django.core.exceptions import ObjectDoesNotExist
from django.db import connections

from fourpoint.access import context
from fourpoint.config import wiring
from fourpoint.config.commands.data import bar
from fourpoint.config.commands.terminal import out, refuse
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.agencies import queries
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.profiles import actions
from fourpoint.services.profiles.opening import open_profiles
from fourpoint.services.profiles.printing import Press, the_printer

# The compiler of PDFs lets other threads run: while one area is printed, another is counted and written.
AREAS_AT_ONCE = 2

app = typer.Typer(no_args_is_help=True, help="Open local profiles and freeze their editions.")


@app.command("open")
def open_areas(
    agency: str = typer.Option(help="The code of the agency whose profiles they are, as it was founded."),
    area: list[str] = typer.Option(
        ["all"], help="An area's code, several times for several; `all`: the force area it serves and its districts."
    ),
) -> None:
    """
    Give an agency profiles of areas whose data are held; at first they are open to its own people only.

    Safe to repeat: what is open already stays as it is.
    """
    at = datetime.now(UTC)
    try:
        with wiring.database(), context.acting(get_steward(agency), at=at) as who:
            new = open_profiles(areas=area, by=who.actor, purpose=who.purpose, at=at)
    except ObjectDoesNotExist:
        raise refuse(f"There is no agency '{agency}': found it first with `fourpoint agency found`.") from None
    except (Refused, Unusable) as error:
        raise refuse(str(error)) from None
    out.print(f"{len(new)} profiles opened: {', '.join(new) or 'all were open already'}.", soft_wrap=True)


@app.command("build")
def build(
    area: list[str] = typer.Option(help="An area's code, as E07000223; several times for several; or `all`."),
    edition: str = typer.Option(help="The quarter the edition ends with, as 2025Q4."),
    cut: list[str] = typer.Option(
        [],
        help="Whom it is for: police, partner or public; several times for several. None: all --by is cleared for.",
    ),
    out_folder: Path | None = typer.Option(
        None,
        "--out",
        help="Write profile.pdf, tables/ and edition.json of the fullest cut here, and each other cut in a folder of "
        "its own within; when there are several areas, each in a folder of its own.",
    ),
    by: str | None = typer.Option(
        None, "--by", help="E-mail of the person who freezes it; none: the steward of the agency that owns the profile."
    ),
) -> None:
    """
    Freeze the edition of a quarter, in each of its cuts, in the database, and write what was frozen to a folder.

    Safe to repeat: the same data, code and catalogue give the same bytes, and nothing new is frozen. When any of them
    has changed, the next version is frozen beside the earlier ones, which never change.
    """
    try:
        with wiring.database():
            _build(area, edition, Wanted(cuts=tuple(cut), folder=out_folder), by)
    except (Refused, Unusable) as error:
        raise refuse(str(error)) from None


@dataclass(frozen=True)
class Wanted:
    """Which cuts are wanted (none: all), and where what was frozen is written, if anywhere."""

    cuts: tuple[str, ...]
    folder: Path | None

    def place(self, area: str, cut: str, *, alone: bool, fullest: str) -> Path | None:
        """Return the folder of one cut of an area, which is the only area or one of several."""
        if self.folder is None:
            return None
        within = self.folder if alone else self.folder / area
        return within if cut == fullest else within / cut


def _build(areas: list[str], label: str, wanted: Wanted, email: str | None) -> None:
    at = datetime.now(UTC)
    person = _builder(areas, email, at)
    with context.acting(person, at=at) as who:
        wanted = wanted if wanted.cuts else replace(wanted, cuts=actions.cleared_cuts(who.actor))
        codes = actions.check_may_build(areas=areas, label=label, by=who.actor, cuts=wanted.cuts)
    order = Order(label=label, person=person, wanted=wanted, areas=len(codes))
    with bar() as progress, ThreadPoolExecutor(max_workers=AREAS_AT_ONCE) as pool:
        task = progress.add_task("Editions", total=len(codes))
        # In their order. When one fails, what is under way is finished and the rest is not begun.
        for told in pool.map(partial(_build_beside, order), codes):
            out.print(told, soft_wrap=True)
            progress.advance(task)
    if wanted.folder is not None:
        out.print(f"Written to {wanted.folder}", soft_wrap=True)


@dataclass(frozen=True)
class Order:
    """What is built of each area: which edition, by whom, what of it is wanted, and of how many areas."""

    label: str
    person: int
    wanted: Wanted
    areas: int


def _build_beside(order: Order, code: str) -> str:
    try:
        return _build_one(order, code)
    finally:
        # It is this thread's own.
        connections.close_all()


def _build_one(order: Order, code: str) -> str:
    """
    Return what became of an area: each is frozen and committed by itself, so what is killed half-way goes on there.

    Each by what is open at its own instant: a run takes minutes, and an agreement may end within it.
    """
    at = datetime.now(UTC)
    with context.acting(order.person, at=at) as who:
        press = Press(printer=the_printer(), cuts=order.wanted.cuts)
        made = actions.build_editions(
            areas=(code,), label=order.label, by=who.actor, purpose=who.purpose, at=at, press=press
        )
        for built in made:
            folder = order.wanted.place(code, built.cut, alone=order.areas == 1, fullest=made[0].cut)
            if folder is not None:
                actions.export_edition(edition_id=built.edition_id, folder=folder)
    told = ", ".join(
        f"{built.cut} version {built.version} {'frozen' if built.is_new else 'unchanged'}" for built in made
    )
    return f"[green]✓[/] {made[0].area_name} {order.label}: {told}"


def _builder(areas: list[str], email: str | None, at: datetime) -> int:
    found = queries.find_person(email) if email else actions.find_builder(areas=areas, at=at)
    if found is not None:
        return found
    if email:
        raise refuse(f"Nobody here has the address {email}: use that of someone of the agency that owns the profile.")
    raise refuse(f"No agency here has a profile of {', '.join(areas)}: give it one with `fourpoint profile open`.")
