"""How well a requirement was answered: by how many, how soon, and of what worth. What is not known is not zero."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median


class Worth(StrEnum):
    """What an answer was worth to whoever asked."""

    ANSWERS = "answers"
    HELPS = "helps"
    NOT = "does-not"

    @property
    def words(self) -> str:
        """In words."""
        return {"answers": "It answers the question", "helps": "It helps", "does-not": "It does not help"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure: its name, its value in words ("not known" where there is none), and how it was reckoned."""

    name: str
    value: str
    reckoned: str


def measure_answers(
    *, asked: Collection[int], first_days: Mapping[int, int], worths: Sequence[Worth | None]
) -> tuple[Measure, ...]:
    """
    Return coverage, timeliness and value.

    asked       the agencies that were asked
    first_days  for each agency that answered, whole days from being asked to its first answer
    worths      of every answer, None where nobody judged it yet
    """
    answered = [days for agency, days in first_days.items() if agency in asked]
    judged = [worth for worth in worths if worth is not None]
    useful = sum(worth is not Worth.NOT for worth in judged)
    return (
        Measure(
            name="Coverage",
            value=f"{len(answered)} of {len(asked)}" if asked else "not known",
            reckoned="Agencies asked that answered at least once, of all that were asked.",
        ),
        Measure(
            name="Timeliness",
            value=_days(median(answered)) if answered else "not known",
            reckoned="The middle value of the whole days from being asked to an agency's first answer; agencies that"
            " have not answered are left out.",
        ),
        Measure(
            name="Value",
            value=f"{useful} of {len(judged)}" if judged else "not known",
            reckoned="Answers judged to answer the question or to help, of all that were judged;"
            f" {len(worths) - len(judged)} not judged yet.",
        ),
    )


def _days(count: float) -> str:
    return f"{count:g} {'day' if count == 1 else 'days'}"
