"""
Lets the invented people send to the demonstration's desk, and its officers work what came. Safe to repeat.

Each act is its own person's, at a moment of the past, through the same actions as in earnest.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fourpoint.access import context
from fourpoint.catalogue import reading
from fourpoint.domain.submissions import Danger, Priority, Written
from fourpoint.services.agencies import queries
from fourpoint.services.intelligence import outcomes, triage
from fourpoint.services.intelligence.desks import list_desks
from fourpoint.services.intelligence.sent import send_answer
from fourpoint.services.intelligence.submitting import Receipt, Sending, submit

OFFICER, SUPERVISOR = "ivy@invicta.example", "sol@invicta.example"
# The same text is the same submission at every start.
NAMES = uuid.UUID("5f9a6a4e-6d0b-4b57-9a39-0d3f6f1d2c11")


@dataclass(frozen=True, kw_only=True)
class DemoSubmission:
    """
    Something an invented person sent, and what the desk did with it.

    hours  between its steps, each "code" or "code: words"; "priority" is followed by which, "reply" is the sender's,
           "outcome" is followed by what it changed and is released by the supervisor, "propose" waits for her
    """

    by: str
    hours_ago: float
    what: str
    who: str = ""
    place: str = ""
    when: str = ""
    soon: str = ""
    how_known: str = ""
    comes_back: str = ""
    may_contact: bool | None = None
    danger: str = "no"
    hours: float = 4
    steps: tuple[str, ...] = ()


def load_desk_work(*, path: Path, at: datetime) -> int:
    """Load what the file lists, if there is one, and return how many were new; raises CatalogueError for a bad file."""
    if not path.is_file() or not list_desks():
        return 0
    return sum(_load(one, at=at) for one in reading.entries(path, "submissions", DemoSubmission))


# ----------------------------------------------------------------------------------------------------------------------


def _load(sent: DemoSubmission, *, at: datetime) -> bool:
    came = at - timedelta(hours=sent.hours_ago)
    receipt = _send(sent, at=came)
    if not receipt.again:
        for place, said in enumerate(sent.steps, start=1):
            moment = min(came + timedelta(hours=sent.hours) * place, at)
            _take(sent, receipt, said, at=moment)
    return not receipt.again


def _send(sent: DemoSubmission, *, at: datetime) -> Receipt:
    written = Written(
        what=sent.what,
        who=sent.who,
        place=sent.place,
        when=sent.when,
        soon=sent.soon,
        how_known=sent.how_known,
        comes_back=sent.comes_back,
        may_contact=sent.may_contact,
    )
    key = uuid.uuid5(NAMES, sent.what)
    sending = Sending(key=key, desk_id=list_desks()[0].desk_id, danger=Danger(sent.danger), written=written)
    with context.acting(_person(sent.by), at=at) as who:
        return submit(by=who.actor, purpose=who.purpose, at=at, sending=sending)


def _take(sent: DemoSubmission, receipt: Receipt, said: str, *, at: datetime) -> None:
    step, _, words = (part.strip() for part in said.partition(":"))
    code, _, chosen = step.partition(" ")
    number = receipt.submission_id
    if code == "reply":
        with context.acting(_person(sent.by), at=at) as who:
            send_answer(by=who.actor, purpose=who.purpose, at=at, reference=receipt.reference, text=words)
        return
    with context.acting(_person(OFFICER), at=at) as who:
        by, purpose = who.actor, who.purpose
        match code:
            case "acknowledge":
                triage.acknowledge(by=by, purpose=purpose, at=at, submission_id=number)
            case "priority":
                level = Priority(chosen)
                triage.set_priority(by=by, purpose=purpose, at=at, submission_id=number, priority=level, reason=words)
            case "ask":
                triage.ask_sender(by=by, purpose=purpose, at=at, submission_id=number, question=words)
            case "propose" | "outcome":
                held = outcomes.propose(
                    by=by, purpose=purpose, at=at, submission_id=number, change=chosen or outcomes.OTHER, words=words
                )
            case _:
                triage.take_step(by=by, purpose=purpose, at=at, submission_id=number, step=code, reason=words)
    if code == "outcome":
        with context.acting(_person(SUPERVISOR), at=at) as who:
            outcomes.release(by=who.actor, purpose=who.purpose, at=at, submission_id=number, outcome_id=held)


def _person(email: str) -> int:
    return queries.find_person(email) or 0
