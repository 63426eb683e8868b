"""Draws when something is sent and what becomes of it at its desk, so that the queue of now comes out of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log
from random import Random

from fourpoint.domain.days import day_of, start_of
from fourpoint.domain.submissions import Danger, Priority, first_priority
from fourpoint.services.demo.year.telling import Teller, Text
from fourpoint.services.demo.year.written import Stream, Year

# Hours until something is taken and until it is done: the middle, and how far the others lie from it (log-normal).
TAKEN, DONE, RELEASED, SPREAD = 7.0, 22.0, 30.0, 0.9
# What came lately waits longer: the desk for the vulnerable is behind, as the workload shows.
LATELY, BEHIND = timedelta(days=8), {"invicta-vulnerability": 3.2, "invicta": 1.6}
LONGEST_WAIT, LONGEST_WORK, UNANSWERED = timedelta(hours=68), timedelta(days=9), timedelta(days=6)
NOTHING = "-"
ENDS, CHANCES = ("evaluate", "pass", "close"), (0.64, 0.19, 0.17)
ASKED, ANSWERED, TOLD, RETOLD, DRAWN = 0.1, 0.8, 0.55, 0.03, 0.46


@dataclass(frozen=True, kw_only=True)
class Course:
    """
    What became of a submission; an instant is None for what has not happened.

    end         "evaluate", "pass" or "close", and why
    officer     which of the desk's people works it: 0 for the first
    question    what the desk asked, and the sender's answer
    outcome     what the sender was told came of it
    decision    what was decided about the danger
    released_at  when what was made of it was released; written_at: when it was sanitised
    """

    priority: Priority
    officer: int
    taken_at: datetime | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    end: str = ""
    reason: str = ""
    question: str = ""
    answer: str = ""
    outcome: str = ""
    told_at: datetime | None = None
    decision: str = ""
    written_at: datetime | None = None
    released_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Made:
    """A submission of the year and its course."""

    number: int
    stream: Stream
    sender: str
    area: str
    sent_at: datetime
    danger: Danger
    text: Text
    who: str
    happened: str
    how_known: str
    comes_back: str
    may_contact: bool | None
    source: str
    information: str
    course: Course


class Drawing:
    """Draws the submissions of a year, counted back from an instant; the same each time for one day."""

    def __init__(self, year: Year, teller: Teller, random: Random, *, at: datetime) -> None:
        self._year, self._teller, self._random, self._at = year, teller, random, at
        self._days = [day_of(at) - timedelta(days=back) for back in range(year.span.days)]

    def draw(self) -> tuple[Made, ...]:
        """Return the submissions of all streams, the earliest first."""
        made: list[Made] = []
        for stream in self._year.streams:
            fresh = round(stream.count * (1 - RETOLD))
            held = [self._one(stream, sent_at) for sent_at in self._instants(stream, fresh)]
            again = self._random.sample(held, stream.count - fresh)
            made += held + [self._retold(one) for one in again]
        made.sort(key=lambda one: one.sent_at)
        return tuple(made)

    def _instants(self, stream: Stream, count: int) -> list[datetime]:
        weights = [stream.months[day.month - 1] * stream.weekdays[day.weekday()] for day in self._days]
        return [self._instant(day) for day in self._random.choices(self._days, weights, k=count)]

    def _instant(self, day: date) -> datetime:
        minutes = self._random.triangular(6 * 60, 23 * 60, 14 * 60)
        sent = start_of(day) + timedelta(minutes=minutes)
        # Today has only just begun: what is still to come was sent a day or two before.
        while sent >= self._at - timedelta(minutes=20):
            sent -= timedelta(days=self._random.choice((1, 1, 2, 3)))
        return sent

    def _one(self, stream: Stream, sent_at: datetime) -> Made:
        random, common = self._random, self._year.common
        text = self._teller.tell(stream)
        may_contact = random.choices((True, None, False), (6, 3, 1))[0]
        urgent = random.random() < stream.urgent and sent_at < self._at - timedelta(days=2)
        danger = random.choice((Danger.NOW, Danger.UNSURE)) if urgent else Danger.NO
        return Made(
            number=random.getrandbits(60),
            stream=stream,
            sender=_pick(stream.by_sender, random),
            area=_pick(stream.by_area, random),
            sent_at=sent_at,
            danger=danger,
            text=text,
            who=self._said(common.who),
            happened=self._said(common.happened),
            how_known=self._said(common.how_known),
            comes_back=self._said(common.comes_back),
            may_contact=may_contact,
            source=random.choices("123", (5, 9, 1))[0],
            information=random.choices("ABCDE", (8, 4, 7, 4, 0.4))[0],
            course=self._course(stream, sent_at, danger, may_ask=may_contact is not False),
        )

    def _said(self, words: Sequence[str]) -> str:
        drawn = self._random.choice(words)
        return "" if drawn == NOTHING else self._teller.say(drawn)

    def _retold(self, one: Made) -> Made:
        """What somebody else passes on of the same thing, a little later; the desk sees that, as a rule."""
        others = [pair for pair in one.stream.by_sender if pair[0] != one.sender]
        sent = one.sent_at + timedelta(hours=self._random.uniform(3, 60))
        sent = min(sent, self._at - timedelta(minutes=self._random.uniform(30, 300)))
        ending = self._teller.say(self._random.choice(one.stream.last))
        text = Text(told=one.text.told, plain=one.text.plain, ending=ending, named=None, place=one.text.place)
        course = self._course(one.stream, sent, Danger.NO, end="close")
        given = {field: getattr(one, field) for field in ("stream", "area", "source", "information", "may_contact")}
        return Made(
            number=self._random.getrandbits(60),
            sender=_pick(others, self._random),
            sent_at=sent,
            danger=Danger.NO,
            text=text,
            who=one.who,
            happened=one.happened,
            how_known="",
            comes_back="",
            course=course,
            **given,
        )

    # ------------------------------------------------------------------------------------------------------------------

    def _course(
        self, stream: Stream, sent_at: datetime, danger: Danger, *, end: str = "", may_ask: bool = False
    ) -> Course:
        random, common = self._random, self._year.common
        priority = first_priority(danger)
        if danger is Danger.NO and random.random() < 0.14:
            priority = random.choices((Priority.MEDIUM, Priority.HIGH), (5, 1))[0]
        pace = self._pace(stream, sent_at, priority)
        taken = self._after(sent_at, TAKEN * pace, most=LONGEST_WAIT * (pace if pace < 1 else 1))
        end = end or random.choices(ENDS, CHANCES)[0]
        asked = self._after(taken, 2 * pace) if may_ask and random.random() < ASKED else None
        answered = self._after(asked, 16) if random.random() < ANSWERED else None
        # Who asks waits for the answer, and does without in the end.
        begun = asked + UNANSWERED if asked and not answered else answered or taken
        ended = self._after(begun, DONE * pace, most=LONGEST_WORK)
        written = self._after(ended, 1) if end == "evaluate" and random.random() < DRAWN else None
        told = self._after(ended, 20) if random.random() < TOLD else None
        reasons = {"pass": common.passed, "close": common.closed}
        return Course(
            priority=priority,
            officer=random.choices((0, 1), (3, 2))[0],
            taken_at=taken,
            asked_at=asked,
            answered_at=answered,
            ended_at=ended,
            end=end if ended else "",
            reason=random.choice(reasons[end]) if ended and end in reasons else "",
            question=random.choice(common.questions) if asked else "",
            answer=self._teller.say(random.choice(common.answers)) if answered else "",
            outcome=random.choice(common.outcomes) if told and end == "evaluate" else "",
            told_at=told,
            decision=random.choice(common.decisions) if danger.is_urgent else "",
            written_at=written,
            released_at=self._after(written, RELEASED),
        )

    def _pace(self, stream: Stream, sent_at: datetime, priority: Priority) -> float:
        """How much slower than usual it goes: what presses goes at once."""
        if priority is Priority.HIGH:
            return 0.02
        lately = BEHIND.get(stream.desk, 1.0) if self._at - sent_at < LATELY else 1.0
        return lately * (0.3 if priority is Priority.MEDIUM else 1.0)

    def _after(self, before: datetime | None, hours: float, *, most: timedelta | None = None) -> datetime | None:
        """An instant some hours later, None when that is still to come or what comes before it is."""
        if before is None:
            return None
        lag = timedelta(hours=self._random.lognormvariate(log(hours), SPREAD))
        found = before + (min(lag, most) if most else lag)
        return found if found < self._at else None


# ----------------------------------------------------------------------------------------------------------------------


def _pick(pairs: Sequence[tuple[str, int]], random: Random) -> str:
    return random.choices([what for what, _ in pairs], [weight for _, weight in pairs])[0]
