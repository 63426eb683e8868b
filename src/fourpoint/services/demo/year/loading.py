"""
Brings the year into the database, once. Whatever it cannot do in bulk it does by the actions of everyday work.

Row security and the trail hold as in earnest: what is put in is put in as the person who did it. One transaction holds
the whole year, so that it is there or is not.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from django.db import transaction

from fourpoint.access import context
from fourpoint.records.intelligence.models import Desk
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.demo.loading import load_desk, load_person
from fourpoint.services.demo.year.asking import ask_all
from fourpoint.services.demo.year.casting import Cast
from fourpoint.services.demo.year.courses import Drawing, Made
from fourpoint.services.demo.year.linking import link_all
from fourpoint.services.demo.year.reporting import write_all
from fourpoint.services.demo.year.sending import send_all
from fourpoint.services.demo.year.sharing import share_some
from fourpoint.services.demo.year.telling import Teller
from fourpoint.services.demo.year.working import work_all
from fourpoint.services.demo.year.written import Year, read_year
from fourpoint.services.intelligence import desks

# Who works at the desk that is not the year's own, and who releases what is written at both.
OFFICER, SUPERVISOR = "ivy@invicta.example", "sol@invicta.example"


def is_loaded(path: Path) -> bool:
    """Return whether the year of that file, if there is one, is in the database."""
    return not path.is_file() or Desk.objects.filter(code=read_year(path).desks[0].code).exists()


def draw(year: Year, *, at: datetime) -> tuple[Made, ...]:
    """Return the submissions of the year that ends at that instant, the earliest first."""
    random = Random(year.span.seed)  # noqa: S311 - the same words each time, and no secret
    teller = Teller(year, Cast(year, random), random)
    return Drawing(year, teller, random, at=at).draw()


def load_year(path: Path, *, at: datetime) -> int:
    """Load the year of that file unless it is there, and return how many were sent; raises CatalogueError."""
    return 0 if is_loaded(path) else bring(read_year(path), at=at)


@transaction.atomic
def bring(year: Year, *, at: datetime) -> int:
    """Bring a year that is not there into the database, and return how many were sent."""
    _found(year, at=at)
    rows = {desk.code: desk for desk in Desk.objects.filter(code__in={one.desk for one in year.streams})}
    crews = _crews(year)
    sent = send_all(draw(year, at=at), rows, at=at)
    releaser = find_person(SUPERVISOR) or 0
    work_all(sent, rows, crews, releaser=releaser, at=at)
    written = write_all(sent, year, crews, releaser=releaser, at=at)
    link_all(written, by=find_person(OFFICER) or 0, at=at)
    ask_all(year, officer=OFFICER, at=at)
    share_some(year.sharing, at=at)
    return len(sent)


# ----------------------------------------------------------------------------------------------------------------------


def _found(year: Year, *, at: datetime) -> None:
    """Bring the people and the desk of the year, and how much the other desk does."""
    # Before the first of what they send.
    starts_on: date = (at - timedelta(days=year.span.days + 30)).date()
    for person in year.people:
        load_person(person, password=None, starts_on=starts_on, at=at)
    for desk in year.desks:
        load_desk(desk, at=at)
    for one in year.capacities:
        row = Desk.objects.get(code=one.desk)
        with context.acting(find_person(one.by) or 0, at=at) as who:
            desks.set_capacity(by=who.actor, purpose=who.purpose, at=at, desk_id=row.pk, capacity=one.capacity)


def _crews(year: Year) -> Mapping[str, Sequence[int]]:
    """Who works at each desk, as the file says or the officer; never the supervisor, who releases what they write."""
    given = {desk.code: tuple(one for one in desk.people if one != SUPERVISOR) for desk in year.desks}
    codes = {stream.desk for stream in year.streams}
    return {code: tuple(find_person(email) or 0 for email in given.get(code, (OFFICER,))) for code in codes}
