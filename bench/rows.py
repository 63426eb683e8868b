"""One line of the bench's table, for whoever measures and for the command that prints."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    A bar and whether it was held.

    ours_s, theirs_s  seconds of our way and of the plain way
    ratio             as the bar is written: ours / theirs for "at most", theirs / ours for "at least"
    bar               the bar in words, as "at most 1.5 x DuckDB's bare COPY"
    """

    name: str
    ours_s: float
    theirs_s: float
    ratio: float
    bar: str
    held: bool
