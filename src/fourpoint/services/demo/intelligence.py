"""Lets the demonstration's people have something begun and not sent. Safe to repeat: who has a draft gets no other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fourpoint.access import context
from fourpoint.catalogue import reading
from fourpoint.domain.submissions import Danger
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.intelligence import drafts


@dataclass(frozen=True, kw_only=True)
class DemoDraft:
    """Something an invented person is writing."""

    by: str
    minutes_ago: int
    what: str
    place: str = ""
    when: str = ""
    how_known: str = ""


def load_drafts(*, path: Path, at: datetime) -> int:
    """Begin the drafts of that file, if there is one, and return how many; raises CatalogueError for a bad file."""
    if not path.is_file():
        return 0
    return sum(_load(one, at=at - timedelta(minutes=one.minutes_ago)) for one in _read(path))


# ----------------------------------------------------------------------------------------------------------------------


def _read(path: Path) -> tuple[DemoDraft, ...]:
    return reading.entries(path, "drafts", DemoDraft)


def _load(one: DemoDraft, *, at: datetime) -> bool:
    with context.acting(find_person(one.by) or 0, at=at) as who:
        if drafts.list_drafts(who):
            return False
        key = drafts.begin(by=who.actor, at=at, danger=Danger.NO)
        where = {"place": one.place, "when": one.when, "how_known": one.how_known}
        for step, fields in (("what", {"what": one.what}), ("where", where)):
            drafts.save(by=who.actor, at=at, key=key, step=step, fields=fields, saves=1)
        return True
