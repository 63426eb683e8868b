"""The stages that make a demonstration out of an empty folder; each knows whether it is done already."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from fourpoint import __version__
from fourpoint.access import context
from fourpoint.config import assets, place, wiring
from fourpoint.config.frontend import FrontEndUnusable
from fourpoint.config.production import DEMO_PASSWORD
from fourpoint.domain.months import quarter_of
from fourpoint.domain.progress import Progress
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.canaries import planting
from fourpoint.services.data import actions
from fourpoint.services.demo import notes
from fourpoint.services.demo.keeping import load_keeping
from fourpoint.services.demo.loading import Account, load_demo
from fourpoint.services.demo.world import read_world
from fourpoint.services.demo.year.loading import is_loaded, load_year
from fourpoint.services.profiles import actions as profiles
from fourpoint.services.profiles.printing import Press, the_printer
from fourpoint.warehouse.store import Warehouse


@dataclass(frozen=True, kw_only=True)
class Stage:
    """
    One stage.

    title    what is true once it is done
    is_done  asked first, and quick
    do       does it; safe to kill and to repeat
    """

    title: str
    is_done: Callable[[], bool]
    do: Callable[[Progress], None]


def sample_folder() -> Path | None:
    """The open data that come with a checkout, or None in an installed package."""
    top = place.checkout()
    return top / "sample" if top and (top / "sample" / "sources.toml").is_file() else None


def front_end() -> Stage:
    """What a browser is served; needs no database, which every later stage does."""
    return Stage(
        title="Front end is bundled",
        is_done=lambda: assets.is_current(place.checkout()),
        do=lambda progress: assets.ensure(place.checkout()),
    )


def tables() -> Stage:
    """The database's tables, as this version has them."""
    return Stage(
        title="Tables are up to date",
        # Asked of nobody: a kill between the migrations and the grants must not leave tables that nobody may read.
        is_done=lambda: False,
        do=lambda progress: wiring.migrate(),
    )


def data() -> Stage:
    """The open data that come with a checkout; they need no table."""
    return Stage(title="Open data are loaded", is_done=lambda: _stamped("data"), do=_load_sample)


def _build_editions(progress: Progress) -> None:
    """Write the commentary, freeze the editions of the last whole quarter held, and approve public ones."""
    at, quarter = datetime.now(UTC), _last_quarter()
    steward = profiles.find_builder(areas=(profiles.EVERY_AREA,), at=at)
    if steward is not None and quarter is not None:
        notes.load_commentary(path=_world(), at=at)
        freezing = [Freezing(steward, (profiles.EVERY_AREA,), ("partner",))]
        for told in read_world(_world()).profiles:
            analyst = find_person(told.frozen_by)
            if analyst is not None:
                # The steward is cleared for OFFICIAL only; what the analyst did not freeze she can approve.
                freezing.append(Freezing(steward, told.every_cut, ("public",)))
                freezing.append(Freezing(analyst, told.every_cut, ("police",)))
        for one in freezing:
            _freeze(one, label=quarter, at=at, progress=progress)
        for told in read_world(_world()).profiles:
            for area in told.public_approved:
                notes.approve_public(area=area, label=quarter, by=told.frozen_by, at=at)
    _stamp("editions")


class Freezing(NamedTuple):
    """Who freezes which cuts of which areas."""

    by: int
    areas: tuple[str, ...]
    cuts: tuple[str, ...]


def _freeze(freezing: Freezing, *, label: str, at: datetime, progress: Progress) -> None:
    press = Press(printer=the_printer(), progress=progress, cuts=freezing.cuts)
    with context.acting(freezing.by, at=at) as who:
        profiles.build_editions(
            areas=freezing.areas, label=label, by=who.actor, purpose=who.purpose, at=at, press=press
        )


def _world() -> Path:
    top = place.checkout()
    if top is None:
        raise FrontEndUnusable("A demonstration is made in a checkout of the source: clone the repository.")
    return top / "sample" / "demo.toml"


def _last_quarter() -> str | None:
    with Warehouse(place.here().warehouse).connect() as db:
        found = db.execute(
            "select max(month) from outcome_cube where month[6:7] in ('03', '06', '09', '12')"
        ).fetchone()
    month = found[0] if found else None
    return quarter_of(month) if month else None


def load_world() -> tuple[Account, ...]:
    """Bring the made-up agencies and people into the database; return the accounts to try, all with one password."""
    now = datetime.now(UTC)
    accounts = load_demo(path=_world(), password=DEMO_PASSWORD, at=now)
    load_keeping(at=now)
    return accounts


def year() -> Stage:
    """A year of intelligence, counted back from the day on which the demonstration is made."""
    path = _world().with_name("year.toml")
    return Stage(
        title="A year of intelligence is there",
        is_done=lambda: is_loaded(path),
        do=lambda progress: _load_year(path),
    )


def _load_year(path: Path) -> None:
    load_year(path, at=datetime.now(UTC))


def decoys() -> Stage:
    """Decoys of the force that owns the demonstration's records; those that are there stay."""
    return Stage(
        title="Decoys are planted",
        is_done=lambda: _stamped("decoys"),
        do=lambda progress: _plant_decoys(),
    )


def _plant_decoys() -> None:
    for agency in ("invicta", "thanet"):
        planting.plant(agency, at=datetime.now(UTC))
    _stamp("decoys")


def editions() -> Stage:
    """The last stage, once the people are there."""
    return Stage(title="Editions are frozen", is_done=lambda: _stamped("editions"), do=_build_editions)


def reset(home: Path) -> None:
    """Forget a demonstration: its database with what proves its trail, its warehouse and its stamps."""
    server = wiring.server()
    if server is not None:
        server.stop()
        shutil.rmtree(server.layout.root, ignore_errors=True)
        shutil.rmtree(server.layout.wanted, ignore_errors=True)
    for folder in ("warehouse", "demo", "heads", "roots"):
        shutil.rmtree(home / folder, ignore_errors=True)


def _load_sample(progress: Progress) -> None:
    folder = sample_folder()
    if folder:
        actions.add_sample(Warehouse(place.here().warehouse), folder, at=datetime.now(UTC), progress=progress)
    _stamp("data")


def _stamped(stage: str) -> bool:
    stamp = place.here().home / "demo" / stage
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _digest()


def _stamp(stage: str) -> None:
    stamp = place.here().home / "demo" / stage
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(_digest(), encoding="utf-8")


def _digest() -> str:
    """What a demonstration is made from: the version, and the size and time of every sample file."""
    folder = sample_folder()
    files = sorted(folder.rglob("*")) if folder else []
    total = hashlib.sha256(__version__.encode())
    for file in files:
        if file.is_file():
            total.update(f"{file.relative_to(file.anchor)} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    return total.hexdigest()
