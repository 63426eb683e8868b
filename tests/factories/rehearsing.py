"""The world of the sweeps by role: both estates, a clock that stands, and whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import time_machine

from tests.factories import estates, whereabouts
from tests.factories.cast import this_hour
from tests.factories.estates import Estate
from tests.factories.telling import Visitor
from tests.factories.whereabouts import Thing


@dataclass
class Rehearsal:
    """
    The demonstration as one's own, and once `add_strangers` is called, once more as theirs.

    said  a sentence that strangers then have written
    """

    folder: Path
    at: datetime
    here: Estate
    ours: list[Thing]
    said: str
    yonder: Estate | None = None
    theirs: tuple[Thing, ...] = ()

    def visitor(self, role: str) -> Visitor:
        """Return somebody of the owner in that role, signed in."""
        return Visitor(self.here.person(role, estates.OWNER))

    def add_strangers(self) -> Estate:
        """Load the other estate beside the first, and return it."""
        self.yonder = estates.load_yonder(self.folder, self.at)
        self.theirs = tuple(whereabouts.find(self.yonder, self.at))
        return self.yonder


@contextmanager
def rehearsal(folder: Path) -> Iterator[Rehearsal]:
    """Load the first estate and stop the clock a little later, so that no answer differs by when it was given."""
    at = this_hour()
    here = estates.load_here(folder, at)
    with time_machine.travel(at + timedelta(minutes=10), tick=False):
        ours, said = whereabouts.find(here, at), estates.said_yonder(folder / "said")
        yield Rehearsal(folder=folder, at=at, here=here, ours=ours, said=said)
