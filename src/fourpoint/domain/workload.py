"""Work that waits, against what can be done of it in a day: when it is cleared, and how that was reckoned."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Flow:
    """
    What lies in a queue, and what came and went.

    waiting   how many are not done with; `overdue` of them have a clock that ran out
    arrived   how many came on each of the last days, the oldest first; `done` how many went
    capacity  how many can be done in a day
    """

    waiting: int
    overdue: int
    arrived: tuple[int, ...]
    done: tuple[int, ...]
    capacity: int

    @property
    def arrives(self) -> float:
        """How many come in a day, as a mean of the days."""
        return _mean(self.arrived)

    @property
    def goes(self) -> float:
        """How many are done in a day, as a mean of the days."""
        return _mean(self.done)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """
    In how many days a queue is clear, None for never at this rate, and the sentence of how that was reckoned.

    A queue in which nothing waits is clear in no days.
    """

    days: int | None
    sentence: str


def forecast(flow: Flow, *, rate: float, said: str) -> Forecast:
    """
    Return when the queue is clear if that many are done every day and as many come as came.

    said  what the rate is, as the sentence begins: "With 12 done a day"
    """
    if not flow.waiting:
        return Forecast(days=0, sentence="Nothing waits.")
    spare = rate - flow.arrives
    come = f"{said} and {flow.arrives:.1f} arriving (the mean of the last {len(flow.arrived)} days)"
    if spare <= 0:
        return Forecast(days=None, sentence=f"{come}, no fewer arrive than go: at this rate it is never clear.")
    days = math.ceil(flow.waiting / spare)
    told = "1 day" if days == 1 else f"{days:,} days"
    return Forecast(
        days=days,
        sentence=f"{come}, {spare:.1f} more go than come each day: {flow.waiting:,} are clear in {told}.",
    )


def _mean(numbers: tuple[int, ...]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
