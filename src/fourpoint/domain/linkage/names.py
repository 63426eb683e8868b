"""
Names of people: the keys under which a name and its other spellings are found, and how alike two names are.

Word by word, in any order: the same word, a form of the same name, one slip of the pen, the same sound, an initial.
Titles are left out, and with them what they tell of a person's sex.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fourpoint.domain.errors import Unusable
from fourpoint.domain.linkage.latin import words
from fourpoint.domain.linkage.match import UNKNOWN, Match
from fourpoint.domain.linkage.slips import in_words, shortened, slip_between
from fourpoint.domain.linkage.sounds import sound
from fourpoint.domain.linkage.variants import NONE, Variants

LONGEST, MOST_WORDS = 200, 20
TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "sir"))
# Words that are written or left out without another name being meant.
PARTICLES = frozenset(
    (
        "al",
        "el",
        "ul",
        "bin",
        "bint",
        "ibn",
        "de",
        "da",
        "di",
        "del",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "du",
        "dos",
    )
)
LEAST_LETTERS = 4  # below, a letter less is another name
LEAST_SOUNDS = 3  # below, too many names sound so
SAME, FORM, SLIP, SOUND, INITIAL = 1.0, 0.9, 0.9, 0.8, 0.5
INITIAL_WEIGHT = 0.3
EXTRA_WEIGHT = 0.3  # a word that the other name lacks, such as a middle name, beside one that both have


@dataclass(frozen=True, kw_only=True)
class _Word:
    text: str
    sound: str
    families: frozenset[str]

    @property
    def weight(self) -> float:
        return INITIAL_WEIGHT if len(self.text) == 1 else 1.0


def keys(name: str, variants: Variants = NONE) -> frozenset[str]:
    """
    Return what to store with a name, so that it is found by `wanted`.

    Each word, the word without one letter (from four letters on), its sound, the families it is a form of, and two
    neighbours as one word.

    raises  Unusable for a name of more than 200 characters or 20 words
    """
    return frozenset[str]().union(*wanted(name, variants))


def wanted(name: str, variants: Variants = NONE) -> tuple[frozenset[str], ...]:
    """
    Return what to look a name up by: a set of keys for each word that counts.

    A stored name is a candidate if its keys meet every set; ask for one set fewer to find names that lack a word.

    raises  Unusable for a name of more than 200 characters or 20 words
    """
    held = _words(name)
    joins = [(start, end, frozenset({both}) | _heard(both)) for start, end, both in _joins(held)]
    counting = [place for place, word in enumerate(held) if word not in PARTICLES] or range(len(held))
    return tuple(
        _word_keys(held[place], variants).union(*(both for start, end, both in joins if start <= place < end))
        for place in counting
    )


def compare(one: str, other: str, variants: Variants = NONE) -> Match:
    """
    Return how alike two names are; the same whichever stands first.

    score   the weighed mean of what its words have in common; None if either holds no word
    raises  Unusable for a name of more than 200 characters or 20 words
    """
    first, second = sorted((_words(one), _words(other)))
    if not first or not second:
        return UNKNOWN
    if first == second:
        return Match(score=SAME, reasons=("same name",))
    reasons = ["same words in another order"] if sorted(first) == sorted(second) else []
    left, right = _parted_alike(first, second), _parted_alike(second, first)
    if (left, right) != (first, second):
        reasons.append("written as one word or as two")
    described = _described(left, variants), _described(right, variants)
    pairs = _pairs(*described)
    reasons += [reason for _, _, _, reason in pairs]
    return Match(score=_score(pairs, *described), reasons=tuple(reasons) or ("no word in common",))


# ----------------------------------------------------------------------------------------------------------------------


def _words(name: str) -> tuple[str, ...]:
    if len(name) > LONGEST:
        raise Unusable(f"This name has {len(name):,} characters: give a name of at most {LONGEST}.")
    held = words(name)
    if len(held) > MOST_WORDS:
        raise Unusable(f"This name has {len(held)} words: give a name of at most {MOST_WORDS}.")
    return tuple(word for word in held if word not in TITLES) or held


def _word_keys(word: str, variants: Variants) -> frozenset[str]:
    plain = shortened(word) if len(word) >= LEAST_LETTERS else frozenset({word})
    return plain | _heard(word) | {f"={chief}" for chief in variants.of(word)}


def _heard(word: str) -> frozenset[str]:
    said = sound(word)
    return frozenset({f"~{said}"}) if len(said) >= LEAST_SOUNDS else frozenset()


def _joins(held: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Neighbours that could be written as one word, or with a particle between them: Mary Ann, Abd al-Rahman."""
    for start in range(len(held) - 1):
        yield start, start + 2, held[start] + held[start + 1]
        if start + 2 < len(held) and held[start + 1] in PARTICLES:
            yield start, start + 3, "".join(held[start : start + 3])


def _parted_alike(held: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The words with neighbours as one word where the other name writes them so, but for its spelling."""
    for start, end, both in _joins(held):
        if not set(held[start:end]) & set(other) and any(_is_near(both, one) for one in other):
            return _parted_alike((*held[:start], both, *held[end:]), other)
    return held


def _is_near(one: str, other: str) -> bool:
    if one == other or (_heard(one) and _heard(one) == _heard(other)):
        return True
    return min(len(one), len(other)) >= LEAST_LETTERS and slip_between(one, other) is not None


def _described(held: tuple[str, ...], variants: Variants) -> list[_Word]:
    counting = [word for word in held if word not in PARTICLES] or list(held)
    return [_Word(text=word, sound=sound(word), families=variants.of(word)) for word in counting]


_Pair = tuple[_Word, _Word, float, str]


def _pairs(left: list[_Word], right: list[_Word]) -> list[_Pair]:
    """The words that belong together, the most alike first, each in one pair."""
    found = [
        (likeness, row, column, reason)
        for row, one in enumerate(left)
        for column, other in enumerate(right)
        for likeness, reason in [_likeness(one, other)]
        if likeness
    ]
    rows, columns, pairs = set[int](), set[int](), list[_Pair]()
    for likeness, row, column, reason in sorted(found, key=lambda one: (-one[0], one[1], one[2])):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs.append((left[row], right[column], likeness, reason))
    return pairs


def _likeness(one: _Word, other: _Word) -> tuple[float, str]:
    both = f"{one.text.title()}, {other.text.title()}"
    if one.text == other.text:
        return SAME, f"same word: {one.text.title()}"
    if shared := one.families & other.families:
        return FORM, f"forms of {min(shared).title()}: {both}"
    if min(len(one.text), len(other.text)) == 1:
        return (INITIAL, f"an initial: {both}") if one.text[0] == other.text[0] else (0.0, "")
    slip = slip_between(one.text, other.text)
    if slip and max(len(one.text), len(other.text)) >= LEAST_LETTERS:
        return SLIP, f"{in_words(slip, 'letter')}: {both}"
    if one.sound == other.sound and len(one.sound) >= LEAST_SOUNDS:
        return SOUND, f"same sound: {both}"
    return 0.0, ""


def _score(pairs: list[_Pair], left: list[_Word], right: list[_Word]) -> float:
    short, long = sorted(sum(word.weight for word in side) for side in (left, right))
    shared = sum(likeness * min(one.weight, other.weight) for one, other, likeness, _ in pairs)
    return min(shared / (short + EXTRA_WEIGHT * (long - short)), SAME)
