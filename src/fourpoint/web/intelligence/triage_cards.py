"""What the pages of the desk print: clocks in words, the history in sentences, which acts are open and by which key."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fourpoint.domain.submissions import Priority
from fourpoint.services.intelligence.opened import Moved, Opened
from fourpoint.services.intelligence.queue import Line, Queue, Show
from fourpoint.web.frame.words import count_words

PARTS = {
    Show.ALL: "Everything",
    Show.MINE: "Mine",
    Show.WAITING: "Waiting",
    Show.DANGER: "Danger",
    Show.ANSWERED: "Asked and answered",
    Show.RELEASE: "Words to release",
    Show.DONE: "Done in 28 days",
}
# What a move did, in a sentence; a step that the catalogue added is told by its name.
SENTENCES = {
    "arrive": "It arrived, and {owner} answers for it.",
    "take": "{by} took it in hand.",
    "put-back": "{by} put it back.",
    "ask": "{by} asked the sender.",
    "answer": "{by} took up the sender’s answer.",
    "evaluate": "{by} evaluated it.",
    "pass": "{by} passed it to another team.",
    "close": "{by} closed it without action.",
    "reopen": "{by} opened it again.",
    "hand-over": "{by} handed it over to {owner}.",
    "sort": "{by} sorted it.",
    "priority": "{by} set its priority to {priority}.",
    "safeguarding": "{by} recorded what was decided about the danger.",
    "acknowledge": "{by} acknowledged it.",
    "propose-outcome": "{by} proposed words for the sender about what came of it.",
    "outcome": "{by} released words to the sender about what came of it.",
    "take-back-outcome": "{by} took back words for the sender.",
    "escalate": "The clock ran out: it went up to {owner}.",
}
DID = {
    "acknowledge": "You acknowledged it: it is yours.",
    "hand-over": "You handed it over.",
    "priority": "The priority is changed.",
    "sort": "It is sorted.",
    "safeguarding": "The decision about the danger is recorded.",
    "ask": "The question is sent.",
    "propose-outcome": "Proposed: a colleague reads the words and releases them.",
    "outcome": "Released: the sender can read it.",
    "take-back-outcome": "Taken back: the sender never reads these words.",
}
# The step "evaluate" ends a report's way, "ask" has a form of its own.
ELSEWHERE = frozenset({"evaluate", "ask"})
KEYS = {"take": "t", "put-back": "b", "answer": "v", "pass": "p", "close": "c", "reopen": "r"}


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the desk to choose, with how many lie in it."""

    code: str
    label: str
    count: int
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the queue with its clock in words."""

    line: Line
    clock: str
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class Told:
    """A line of the history."""

    at: datetime
    sentence: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Act:
    """A step that can be taken now; `key` presses its button, `explains` asks for a reason."""

    code: str
    name: str
    key: str
    explains: bool


def parts(queue: Queue) -> tuple[Part, ...]:
    """Return the parts of the desk to choose from."""
    return tuple(
        Part(code=one.value, label=label, count=queue.counts[one], is_shown=one is queue.show)
        for one, label in PARTS.items()
    )


def on_top(queue: Queue) -> tuple[Line, ...]:
    """Return what tells of danger, which stands above every part of the desk but its own."""
    return () if queue.show is Show.DANGER else queue.danger


def below(queue: Queue) -> tuple[Line, ...]:
    """Return the lines of the part that is shown, without those that stand above it already."""
    above = {line.submission_id for line in on_top(queue)}
    return tuple(line for line in queue.lines if line.submission_id not in above)


def rows(lines: tuple[Line, ...], *, at: datetime) -> tuple[Row, ...]:
    """Return those lines with their clocks at that instant."""
    return tuple(Row(line=one, clock=clock_words(one.due_at, at), is_over=_is_over(one.due_at, at)) for one in lines)


def clock_words(due_at: datetime | None, at: datetime) -> str:
    """Return "12 minutes left" or "3 hours over", and nothing where no clock runs."""
    if due_at is None:
        return ""
    return f"{_span(abs(due_at - at))} {'over' if _is_over(due_at, at) else 'left'}"


def history(page: Opened) -> tuple[Told, ...]:
    """Return the moves as sentences, the newest first."""
    return tuple(Told(at=one.at, sentence=_sentence(one), reason=one.reason) for one in reversed(page.moves))


def acts(page: Opened) -> tuple[Act, ...]:
    """Return the steps that have a button of their own."""
    return tuple(
        Act(code=one.code, name=one.name, key=KEYS.get(one.code, ""), explains=one.explains)
        for one in page.steps
        if one.code not in ELSEWHERE
    )


def can(page: Opened, step: str) -> bool:
    """Return whether that step can be taken now."""
    return any(one.code == step for one in page.steps)


def did(act: str, page: Opened) -> str:
    """Return what was just done, in a sentence; nothing for an act that there is not."""
    if act in DID:
        return DID[act]
    return f"Done: it stands at “{page.state_name}”." if act in SENTENCES else ""


def priority_words(priority: Priority) -> str:
    """Return the priority with a capital letter."""
    return priority.value.capitalize()


# ----------------------------------------------------------------------------------------------------------------------


def _is_over(due_at: datetime | None, at: datetime) -> bool:
    return due_at is not None and due_at <= at


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return count_words(minutes, "minute")
    hours = minutes // 60
    return count_words(hours, "hour") if hours < 48 else count_words(hours // 24, "day")


def _sentence(move: Moved) -> str:
    words = SENTENCES.get(move.step)
    if words is None:
        return f"{move.by}: {move.name}."
    return words.format(by=move.by, owner=move.owner, priority=move.priority.value)
