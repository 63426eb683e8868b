"""
Reports made of made-up words, and the same reports told again with edits: for tests and the bench of likeness.

Words are as unevenly common as in any language, and stock phrases stand in many reports, so that strangers share some.
"""

from collections.abc import Callable
from itertools import accumulate
from random import Random

VOCABULARY, PHRASES, SENTENCE = 6_000, 60, (6, 22)
_CONSONANTS = ("b", "c", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "sh", "th", "br", "st")
_SYLLABLES = [start + vowel for start in _CONSONANTS for vowel in "aeiou"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Sentences = list[list[str]]
Edit = Callable[[Random, "Teller", Sentences], Sentences]


class Teller:
    """Makes reports from a vocabulary of its own; the same number makes the same teller."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.words = ["".join(self.random.choices(_SYLLABLES, k=self.random.randint(1, 4))) for _ in range(VOCABULARY)]
        # Zipf's law, with the shift that fits running English better.
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
        self.phrases = [self.choose(self.random.randint(3, 8)) for _ in range(PHRASES)]

    def choose(self, count: int) -> list[str]:
        """Return that many words, common ones more often."""
        return self.random.choices(self.words, cum_weights=self.weights, k=count)

    def sentences(self, words: int) -> Sentences:
        """Return sentences of that many words or a few more, one in three with a stock phrase."""
        made: Sentences = []
        while sum(map(len, made)) < words:
            sentence = self.choose(self.random.randint(*SENTENCE))
            if self.random.random() < 1 / 3:
                place = self.random.randint(0, len(sentence))
                sentence[place:place] = self.random.choice(self.phrases)
            made.append(sentence)
        return made

    def retell(self, told: Sentences, edit: str) -> Sentences:
        """Return the report with one of EDITS made to it."""
        return EDITS[edit](self.random, self, [list(sentence) for sentence in told])


def written(told: Sentences) -> str:
    """Return sentences as text."""
    return " ".join(" ".join(sentence).capitalize() + "." for sentence in told)


def _replace(random: Random, teller: Teller, told: Sentences) -> Sentences:
    return [[teller.choose(1)[0] if random.random() < 0.15 else word for word in sentence] for sentence in told]


def _shuffle(random: Random, teller: Teller, told: Sentences) -> Sentences:
    return random.sample(told, len(told))


def _mistype(random: Random, teller: Teller, told: Sentences) -> Sentences:
    return [[_typo(random, word) if random.random() < 0.1 else word for word in sentence] for sentence in told]


def _typo(random: Random, word: str) -> str:
    place, after = random.randrange(len(word)), random.randrange(3)
    return word[:place] + ("", random.choice(LETTERS), word[place] * 2)[after] + word[place + 1 :]


def _surround(random: Random, teller: Teller, told: Sentences) -> Sentences:
    length = sum(map(len, told))
    return [*teller.sentences(length // 3), *told, *teller.sentences(length // 3)]


def _all(random: Random, teller: Teller, told: Sentences) -> Sentences:
    """Every edit at once, each milder: a retelling by somebody who types it anew."""
    lightly = [[teller.choose(1)[0] if random.random() < 0.07 else word for word in sentence] for sentence in told]
    mistyped = [[_typo(random, word) if random.random() < 0.04 else word for word in sentence] for sentence in lightly]
    return [*teller.sentences(10), *_shuffle(random, teller, mistyped), *teller.sentences(10)]


def _bury(random: Random, teller: Teller, told: Sentences) -> Sentences:
    """The report inside one that is ten times as long."""
    length = sum(map(len, told))
    return [*teller.sentences(length * 4), *told, *teller.sentences(length * 5)]


EDITS: dict[str, Edit] = {
    "words replaced": _replace,
    "order changed": _shuffle,
    "typing errors": _mistype,
    "words before and after": _surround,
    "all at once": _all,
    "inside a long one": _bury,
}
