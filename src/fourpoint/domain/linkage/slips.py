"""One slip of the pen: the keys under which a word and its misspelling meet, and what the slip was."""

from typing import Literal

Slip = Literal["differs", "missing", "swapped"]


def shortened(word: str) -> frozenset[str]:
    """
    Return the word and the word without one of its letters.

    Two words that differ by one letter, one letter more, or two neighbours swapped share one of these.
    """
    return frozenset({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})


def slip_between(one: str, other: str) -> Slip | None:
    """Return the one slip that makes one word of the other; None if they are the same, or more than one slip apart."""
    short, long = sorted((one, other), key=len)
    start = _shared_start(short, long)
    if len(short) == len(long):
        if start == len(short):
            return None
        if short[start + 1 :] == long[start + 1 :]:
            return "differs"
        turned = long[start : start + 2][::-1]
        return "swapped" if short[start:] == turned + long[start + 2 :] else None
    return "missing" if short[start:] == long[start + 1 :] else None


def in_words(slip: Slip, sign: str) -> str:
    """Return the slip in words; sign is what the word is made of: letter, digit, character."""
    return {
        "differs": f"one {sign} differs",
        "missing": f"one {sign} missing",
        "swapped": f"two {sign}s swapped",
    }[slip]


def _shared_start(short: str, long: str) -> int:
    return next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
