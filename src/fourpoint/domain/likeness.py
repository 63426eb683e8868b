"""
Texts that tell the same: found among a million by a few whole numbers each, then compared word by word.

`keys` gives the numbers to store with a text, for an index of plain arrays. Two texts that share most of their wording
share a key almost always; so do two that have twelve words in a row in common, however long the rest of one is. What
shares a key is a candidate: `compare` says how much of the wording is shared. A person says whether it is the same.

The numbers must never change for one text, since they are stored: every seed is fixed, and a test holds them.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Wording = frozenset[tuple[str, str]]

# A shingle is a run of that many words. Two, so that a word replaced or mistyped spoils two shingles and no more.
SHINGLE = 2
# Minimum hashes, after Broder (1997), On the resemblance of documents; three to a band, so that texts that share a part
# s of their shingles share a key with chance 1 - (1 - s^3)^32: 0.99 at a half, 0.0003 at a fiftieth.
BANDS, ROWS = 32, 3
# Marks, after Schleimer, Wilkerson and Aiken (2003), Winnowing: the least hash of runs of five words in every eight of
# them, so that any twelve words in a row that two texts share give both one mark.
RUN, WINDOW = 5, 8
SURE_RUN = RUN + WINDOW - 1
AT_ONCE = 4_096
# Into how many keys all are folded. Fewer make a smaller index, since a key that one text has takes as much room as one
# that ten have; too many texts that share a key by chance are then candidates in vain.
SPREAD = 2**23
# From which share of the wording on a candidate is worth proposing; our choice, measured in the tests.
LIKE, WITHIN = 0.3, 0.5

_WORD = re.compile(r"[^\W_]+")
_STEP, _FIRST, _SECOND = (np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


_FACTORS, _TERMS = (
    np.array([_number(f"fourpoint likeness {kind} {place}") for place in range(BANDS * ROWS)], dtype=np.uint64)
    for kind in ("factor", "term")
)
_FACTORS |= np.uint64(1)


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """
    How much of their wording two texts share, as shares of runs of two words.

    both    of what stands in either; within  of what stands in the shorter one
    """

    both: float
    within: float

    @property
    def is_near(self) -> bool:
        """Whether it is worth proposing that the two tell the same, or that one holds the other."""
        return self.both >= LIKE or self.within >= WITHIN

    @property
    def sentence(self) -> str:
        """What is shared, in words."""
        if self.both == 1:
            return "The wording is the same."
        if self.within >= WITHIN and self.within > 2 * self.both:
            return f"{self.within:.0%} of the shorter text stands in the longer one."
        return f"{self.both:.0%} of the wording is shared."


def keys(text: str) -> tuple[int, ...]:
    """
    Return the numbers to store with a text and to look its like up by, in order; none for a text without words.

    Each is below `SPREAD`. A text of 120 words has about sixty.
    """
    words = _word_hashes(text)
    if not len(words):
        return ()
    found = np.concatenate([_bands(np.unique(_runs(words, SHINGLE))), _marks(_runs(words, RUN))])
    return tuple(np.unique(found % np.uint64(SPREAD)).astype(int).tolist())


def wording(text: str) -> Wording:
    """Return the runs of two words of a text, for `compare`; the whole of a text of one word is its one run."""
    words = _words(text)
    return frozenset(pairwise(words)) or frozenset([(word, "") for word in words])


def compare(one: Wording, other: Wording) -> Likeness | None:
    """Return how much of their wording two texts share, counted and not estimated; None if either has no words."""
    if not one or not other:
        return None
    shared = len(one & other)
    return Likeness(both=shared / len(one | other), within=shared / min(len(one), len(other)))


# ----------------------------------------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    if text.isascii():
        return _WORD.findall(text.lower())
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def _word_hashes(text: str) -> Hashes:
    words = _words(text)
    known = {word: _number(word) for word in set(words)}
    return np.array([known[word] for word in words], dtype=np.uint64)


def _runs(words: Hashes, size: int) -> Hashes:
    """A hash for each run of that many words; the whole of a text that is shorter is its one run."""
    size = min(size, len(words))
    count = len(words) - size + 1 if size else 0
    parts: Sequence[Hashes] = [words[place : place + count] for place in range(size)]
    return _folded(parts) if count else words


def _folded(parts: Sequence[Hashes]) -> Hashes:
    """One hash of several, in their order."""
    folded = np.zeros_like(parts[0])
    for part in parts:
        folded = _mixed(folded * _STEP + part)
    return folded


def _mixed(numbers: Hashes) -> Hashes:
    """Every bit of the result rests on every bit given: the finish of SplitMix64 (Steele, Lea and Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _FIRST
    numbers = (numbers ^ (numbers >> np.uint64(27))) * _SECOND
    return numbers ^ (numbers >> np.uint64(31))


def _bands(shingles: Hashes) -> Hashes:
    least = np.full(BANDS * ROWS, np.iinfo(np.uint64).max)
    for start in range(0, len(shingles), AT_ONCE):
        permuted = (shingles[start : start + AT_ONCE, None] * _FACTORS + _TERMS) >> np.uint64(32)
        least = np.minimum(least, permuted.min(axis=0))
    numbered = least.reshape(BANDS, ROWS)
    return _folded([np.arange(BANDS, dtype=np.uint64), *numbered.T])


def _marks(runs: Hashes) -> Hashes:
    window = min(WINDOW, len(runs))
    least = np.lib.stride_tricks.sliding_window_view(runs, window).min(axis=1)
    # Least numbers are small ones: mixed again, they take up the whole range.
    return _mixed(np.unique(least))
