"""How far the trail is sealed and what checks of it found, for the governance role. No entry is told here."""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.seals import Root
from fourpoint.records.audit import models
from fourpoint.services.audit import sealing

MOST = 30


@dataclass(frozen=True, kw_only=True)
class KeptRoot:
    """A root, and when it was made."""

    root: Root
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A check: how many entries were read, and in sentences what was wrong with which; `found` counts all faults."""

    at: datetime
    entries: int
    waiting: int
    found: int
    faults: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SealsState:
    """The end of the chain (None while nothing is sealed), what waits, the newest roots and the newest checks."""

    head: Root | None
    waiting: int
    roots: tuple[KeptRoot, ...]
    checks: tuple[Checked, ...]


def get_state(who: Acting) -> SealsState:
    """Return the state of the seals; raises NotAllowed without the governance role."""
    checks.check_may_govern(who.actor)
    roots = models.Root.objects.order_by("-number")[:MOST]
    held = models.Check.objects.order_by("-at", "-id")[:MOST]
    return SealsState(
        head=sealing.find_head(),
        waiting=models.Waiting.objects.count(),
        roots=tuple(KeptRoot(root=Root(number=row.number, digest=row.digest), made_at=row.made_at) for row in roots),
        checks=tuple(_checked(row) for row in held),
    )


def _checked(row: models.Check) -> Checked:
    faults = tuple(f"At number {number:,}: {sealing.WORDS.get(code, code)}" for number, code in row.faults)
    return Checked(at=row.at, entries=row.entries, waiting=row.waiting, found=row.found, faults=faults)
