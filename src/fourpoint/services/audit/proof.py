"""How far the trail is sealed and what checks of it found, for the governance role. No entry is told here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.seals import Root
from fourpoint.records.audit import models
from fourpoint.services.audit import sealing, signing

MOST = 30
# The worker seals every minute.
LATE = timedelta(minutes=10)


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
    Whether sealing keeps up, the newest roots and the newest checks. How much all agencies write is told to nobody.

    public_key  the line of the key by which signatures of roots are checked
    is_behind   whether an entry of the agency's own waits for longer than the worker ever takes
    """

    public_key: str
    is_behind: bool
    roots: tuple[KeptRoot, ...]
    checks: tuple[Checked, ...]


def get_state(who: Acting) -> SealsState:
    """Return the state of the seals; raises NotAllowed without the governance role."""
    checks.check_may_govern(who.actor)
    roots = models.Root.objects.order_by("-number")[:MOST]
    held = models.Check.objects.order_by("-at", "-id")[:MOST]
    return SealsState(
        public_key=signing.public_line(),
        is_behind=_is_behind(who.at),
        roots=tuple(_kept(row) for row in roots),
        checks=tuple(_checked(row) for row in held),
    )


def _is_behind(at: datetime) -> bool:
    late = models.Event.objects.filter(at__lt=at - LATE)
    return late.filter(id__in=models.Waiting.objects.values("entry_id")).exists()


def _kept(row: models.Root) -> KeptRoot:
    root = Root(number=row.number, digest=row.digest, key=row.key, signature=row.signature)
    return KeptRoot(root=root, made_at=row.made_at)


def _checked(row: models.Check) -> Checked:
    faults = tuple(_words(number, code) for number, code in row.faults)
    return Checked(at=row.at, entries=row.entries, waiting=row.waiting, found=row.found, faults=faults)


def _words(number: int, code: str) -> str:
    words = sealing.WORDS.get(code, code)
    return f"At number {number:,}: {words}" if number else words
