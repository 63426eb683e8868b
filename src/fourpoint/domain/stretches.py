"""
Stretches of a free text, its sentences, and where words of a list stand in it. For whatever reads what people wrote.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# A full stop after these does not end a sentence.
_SHORT = "".join(rf"(?<!\b{word})" for word in ("Mr", "Mrs", "Ms", "Dr", "St", "Rd", "Ave", "No", "no", "approx"))
_END = re.compile(rf"{_SHORT}[.!?]+(?=\s|$)|\n")


@dataclass(frozen=True, order=True)
class Stretch:
    """A stretch of a text: from the character at `start` until before the one at `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words of the stretch."""
        return text[self.start : self.end]

    def meets(self, other: "Stretch") -> bool:
        """Return whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


def sentences(text: str) -> tuple[Stretch, ...]:
    """Return the sentences of a text; a line break ends one."""
    return tuple(_sentences(text))


def find_words(words: frozenset[str], text: str) -> tuple[Stretch, ...]:
    """Return where any of the words or phrases stands, whole, whatever its capitals; `suspect*` is also suspected."""
    if not words:
        return ()
    return tuple(Stretch(*found.span()) for found in _pattern(words).finditer(text))


def has_words(words: frozenset[str], text: str) -> bool:
    """Return whether any of the words or phrases stands in the text."""
    return bool(words) and _pattern(words).search(text) is not None


def alternatives(words: frozenset[str]) -> str:
    """Return the words as alternatives of a regular expression, the longest first."""
    return "|".join(_written(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _sentences(text: str) -> Iterator[Stretch]:
    start = 0
    for end in (*(found.end() for found in _END.finditer(text)), len(text)):
        said = text[start:end]
        if said.strip():
            yield Stretch(start + len(said) - len(said.lstrip()), start + len(said.rstrip()))
        start = end


def _written(word: str) -> str:
    parts = [re.escape(part).replace("'", "['’]").replace(r"\*", r"\w*") for part in word.split()]
    return r"\s{1,3}".join(parts)


@lru_cache(maxsize=64)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(words)})(?!\w)", re.IGNORECASE)
