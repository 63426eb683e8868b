"""Submissions made for tests through the service: what Bev passes on to the force's desk, all of it made up."""

import uuid

from fourpoint.access import context
from fourpoint.domain.submissions import Danger, Written
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.intelligence.desks import list_desks
from fourpoint.services.intelligence.submitting import Receipt, Sending, submit
from tests.factories.cast import AT

IVY, SOL = "ivy@invicta.example", "sol@invicta.example"
WORDS = "Synthetic: two men carry boxes into the flat above the closed shop after midnight, twice a week."


def ivy() -> int:
    """Return the id of the force's intelligence officer."""
    return find_person(IVY) or 0


def sol() -> int:
    """Return the id of the force's intelligence supervisor."""
    return find_person(SOL) or 0


def desk_id() -> int:
    """Return the id of the force's desk."""
    return list_desks()[0].desk_id


def send(person_id: int, *, at=AT, what: str = WORDS, danger: Danger = Danger.NO, **changes) -> Receipt:
    """Pass something on to the force's desk as that person; what is not given is left out, or made anew."""
    said = {name: changes.pop(name) for name in tuple(changes) if name in Written.__dataclass_fields__}
    sending = Sending(
        **{"key": uuid.uuid4(), "desk_id": desk_id(), "danger": danger, "written": Written(what=what, **said)} | changes
    )
    with context.acting(person_id, at=at) as who:
        return submit(by=who.actor, purpose=who.purpose, at=at, sending=sending)
