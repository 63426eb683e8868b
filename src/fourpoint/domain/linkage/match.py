"""What a comparison says: how alike, and why in words."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Match:
    """
    How alike two values are.

    score    0 to 1, to put candidates in order and for nothing else; None where one of the values is not known
    reasons  what was seen, in words for the page
    """

    score: float | None
    reasons: tuple[str, ...] = ()


UNKNOWN = Match(score=None, reasons=("not known on both sides",))
