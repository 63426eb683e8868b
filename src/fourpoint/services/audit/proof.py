"""How far the trail is sealed and what checks of it found, for the governance role. No entry is told here."""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.seals import Root
from fourpoint.records.audit import models
from fourpoint.services.audit import sealing, signing

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
    """
    The end of the chain (None while nothing is sealed), what waits, the newest roots and the newest checks.

    public_key  the line of the key by which signatures of roots are checked
    """

    head: Root | None
    public_key: str
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
        public_key=signing.public_line(),
        waiting=models.Waiting.objects.count(),
        roots=tuple(_kept(row) for row in roots),
        checks=tuple(_checked(row) for row in held),
    )


def _kept(row: models.Root) -> KeptRoot:
    root = Root(number=row.number, digest=row.digest, key=row.key, signature=row.signature)
    return KeptRoot(root=root, made_at=row.made_at)


def _checked(row: models.Check) -> Checked:
    faults = tuple(_words(number, code) for number, code in row.faults)
    return Checked(at=row.at, entries=row.entries, waiting=row.waiting, found=row.found, faults=faults)


def _words(number: int, code: str) -> str:
    words = sealing.WORDS.get(code, code)
    return f"At number {number:,}: {words}" if number else words
