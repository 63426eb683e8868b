"""The rules of reviewing: what an assessment must answer, and how a record stands towards its day."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fourpoint.domain.errors import Unusable

LONGEST = 500


class Due(StrEnum):
    """How a record stands towards its review day."""

    OVERDUE = "overdue"
    COMING = "coming"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer to one criterion: yes or no, and the reason of a yes."""

    is_yes: bool
    reason: str = ""


def due_on(review_on: date, today: date, *, notice_days: int) -> Due:
    """Return how a record stands: overdue from its very day, coming within the notice before it."""
    if review_on <= today:
        return Due.OVERDUE
    return Due.COMING if review_on <= today + timedelta(days=notice_days) else Due.LATER


def check_assessment(answers: Mapping[str, Answer], *, criteria: Iterable[str]) -> None:
    """
    Hold that every criterion is answered, and that each yes says why.

    raises  Unusable, naming what is missing
    """
    for code in criteria:
        answer = answers.get(code)
        if answer is None:
            raise Unusable("Answer every question of the assessment with yes or no.")
        if answer.is_yes and not answer.reason.strip():
            raise Unusable("Say why, at each question that you answer with yes.")
        if len(answer.reason) > LONGEST:
            raise Unusable(f"Shorten the reasons of the assessment: {LONGEST:,} characters are the most for each.")


def digest_of(numbers: Iterable[int]) -> str:
    """Return SHA-256 over row numbers in rising order: proof of which rows went for whoever has a copy from before."""
    return hashlib.sha256(",".join(map(str, sorted(numbers))).encode()).hexdigest()
