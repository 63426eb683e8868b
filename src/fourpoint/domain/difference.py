"""How two texts differ, word by word, for showing them side by side: an original and what was made of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Literal

from fourpoint.domain.cleaning import check_length
from fourpoint.domain.stretches import Stretch

# A word or a sign with the blanks after it: every character of a text is in one of them.
_WORD = re.compile(r"(?:\w+|[^\w\s])\s*|\s+")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A stretch of each text, the same in both or changed; one that is empty marks where the other has words more."""

    kind: Literal["same", "removed", "added", "replaced"]
    before: Stretch
    after: Stretch


_KINDS: dict[str, Literal["same", "removed", "added", "replaced"]] = {
    "equal": "same",
    "delete": "removed",
    "insert": "added",
    "replace": "replaced",
}


def find_difference(before: str, after: str, *, most: int) -> tuple[Change, ...]:
    """
    Return the changes that lead from one text to the other, in order; their stretches make up both texts whole.

    raises  Unusable for a text of more than `most` characters
    """
    check_length(before, most=most)
    check_length(after, most=most)
    return tuple(_changes(_WORD.findall(before), _WORD.findall(after)))


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    places, others = _places(before), _places(after)
    # Words that stand everywhere ("the") are no anchors: that keeps long texts quick, and loses no character.
    for kind, start, end, at, until in SequenceMatcher(None, before, after).get_opcodes():
        yield Change(
            kind=_KINDS[kind],
            before=Stretch(places[start], places[end]),
            after=Stretch(others[at], others[until]),
        )


def _places(words: Sequence[str]) -> list[int]:
    return [0, *accumulate(map(len, words))]
