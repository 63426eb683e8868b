"""
Cautions on a sanitised text beside its original: what in it could still lead to whoever told, explicitly or not.

A caution points at words for a person to weigh. That there is none proves nothing: what only a few people can know is
known to people, not to rules. A second person decides, where the catalogue says so.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fourpoint.domain.difference import find_difference
from fourpoint.domain.errors import Unusable
from fourpoint.domain.extraction import extract
from fourpoint.domain.stretches import Stretch, alternatives, find_words
from fourpoint.domain.suggestion import Suggestion
from fourpoint.domain.vocabulary import Vocabulary

Code = Literal["detail", "time", "place", "sole", "pronoun", "name", "words", "relation"]
# A word of so many letters that is in no list is taken for a detail, and so many words on end for a quotation.
LETTERS_OF_A_DETAIL = 7
WORDS_OF_A_QUOTATION = 8
# Only whether a date is there matters here, not which day it is.
ANY_DAY = date(2000, 2, 29)


@dataclass(frozen=True, kw_only=True)
class Caution:
    """A stretch of the sanitised text to weigh again, and why, in one sentence."""

    code: Code
    stretch: Stretch
    sentence: str


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """
    The sanitised text beside its original, with what could be read out of both.

    usual  words that stand in many reports of the unit, in lower case: no detail
    """

    original: str
    sanitised: str
    vocabulary: Vocabulary
    of_original: tuple[Suggestion, ...]
    of_sanitised: tuple[Suggestion, ...]
    usual: Container[str]


def find_cautions(
    original: str, sanitised: str, vocabulary: Vocabulary, *, most: int, usual: Container[str] = frozenset()
) -> tuple[Caution, ...]:
    """
    Return what to weigh again in the sanitised text, in its order.

    most    how many characters a text may have
    raises  Unusable for a longer text
    """
    # The difference checks the lengths, and so comes before anything is read.
    repeated = tuple(_repeated(original, sanitised, most))
    pair = _Pair(
        original=original,
        sanitised=sanitised,
        vocabulary=vocabulary,
        of_original=extract(original, vocabulary, reference=ANY_DAY),
        of_sanitised=extract(sanitised, vocabulary, reference=ANY_DAY),
        usual=usual,
    )
    found = [*repeated, *(caution for rule in _RULES for caution in rule(pair))]
    return tuple(sorted(found, key=lambda caution: (caution.stretch, caution.code)))


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """How many known people a description could be of: no fewer, no more, and the sentence that says so."""

    fewest: int
    most: int
    sentence: str


def count_fitting(people: int, counts: Mapping[str, int]) -> Fitting:
    """
    Return how many of a set of known people could fit every attribute of a description at once.

    people  how many the set has; counts: how many of them have each attribute that the text gives away, by its words
    returns the least and the most there can be: how the attributes go together is not known here
    raises  Unusable for a count below none or above all
    source  Fréchet's bounds: max(0, sum of counts - (k - 1) people) <= fitting <= least count
    """
    if people < 0 or any(not 0 <= count <= people for count in counts.values()):
        raise Unusable("Each count must be none to all of the known people.")
    fewest = max(0, sum(counts.values()) - (len(counts) - 1) * people) if counts else people
    most = min(counts.values(), default=people)
    said = ", ".join(f"{words}: {count:,}" for words, count in sorted(counts.items(), key=lambda one: (one[1], one[0])))
    told = f"At most {most:,} of {people:,} known people fit this description, and at least {fewest:,}"
    return Fitting(fewest=fewest, most=most, sentence=f"{told} ({said})." if said else f"{told}: it says nothing.")


# ----------------------------------------------------------------------------------------------------------------------


def _repeated(original: str, sanitised: str, most: int) -> Iterator[Caution]:
    """Runs of the original's own words, which can show who speaks."""
    for change in find_difference(original, sanitised, most=most):
        if change.kind == "same" and len(change.after.of(sanitised).split()) >= WORDS_OF_A_QUOTATION:
            stretch = _bare(sanitised, change.after)
            told = "These words stand so in the original: a way of speaking can show who spoke. Say it in other words."
            yield Caution(code="words", stretch=stretch, sentence=told)


_QUOTED = re.compile(r"[“\"][^“”\"\n]{1,300}[”\"]|‘[^‘’\n]{2,300}’(?!\w)")


def _quoted(pair: _Pair) -> Iterator[Caution]:
    for found in _QUOTED.finditer(pair.sanitised):
        told = "Words in quotation marks show that somebody heard or said them: say what they come to instead."
        yield Caution(code="words", stretch=Stretch(*found.span()), sentence=told)


_TOKEN = re.compile(r"\w[\w'’-]*")


def _details(pair: _Pair) -> Iterator[Caution]:
    """Numbers, and words that are in no list, which both texts have: each once."""
    held = {found[0].casefold() for found in _TOKEN.finditer(pair.original)}
    taken = bytearray(len(pair.sanitised))
    for one in pair.of_sanitised:
        if one.kind in _OWN_RULE:
            taken[one.stretch.start : one.stretch.end] = b"\x01" * (one.stretch.end - one.stretch.start)
    told: set[str] = set()
    for found in _TOKEN.finditer(pair.sanitised):
        word = found[0].casefold()
        if word in told or word not in held or taken[found.start()] or not _is_detail(word, pair):
            continue
        told.add(word)
        asked = f"“{found[0]}” stands in both texts and is unusual: could it show who told, or whom this is about?"
        yield Caution(code="detail", stretch=Stretch(*found.span()), sentence=asked)


_OWN_RULE = ("time", "date", "postcode", "address", "name")


def _is_detail(word: str, pair: _Pair) -> bool:
    if any(letter.isdigit() for letter in word):
        return len(word) > 1
    words = pair.vocabulary
    known = words.common | words.places | words.times | words.relations | words.pronouns | words.describing
    return len(word) >= LETTERS_OF_A_DETAIL and word not in known and word not in pair.usual


def _times(pair: _Pair) -> Iterator[Caution]:
    for one in pair.of_sanitised:
        if one.kind in ("time", "date"):
            wider = "the part of the day" if one.kind == "time" else "the week or the month"
            told = f"“{one.text}” is precise: few may have been there. Would {wider} do?"
            yield Caution(code="time", stretch=one.stretch, sentence=told)


_NUMBERED = re.compile(
    r"(?<!\w)(?:number|no\.|flat|room|unit|plot|bay|pitch|cell)\s?[0-9]{1,4}[a-z]?(?!\w)", re.IGNORECASE
)


def _places(pair: _Pair) -> Iterator[Caution]:
    exact = [one.stretch for one in pair.of_sanitised if one.kind in ("postcode", "address")]
    numbered = (Stretch(*found.span()) for found in _NUMBERED.finditer(pair.sanitised))
    for stretch in (*exact, *(one for one in numbered if not any(one.meets(other) for other in exact))):
        told = f"“{stretch.of(pair.sanitised)}” is one address: few may know of it. Would the street or the area do?"
        yield Caution(code="place", stretch=stretch, sentence=told)


def _sole(pair: _Pair) -> Iterator[Caution]:
    for stretch in find_words(pair.vocabulary.sole, pair.sanitised):
        told = "This says that few people can know it, and so who told: leave it out, or say only what follows from it."
        yield Caution(code="sole", stretch=stretch, sentence=told)


def _pronouns(pair: _Pair) -> Iterator[Caution]:
    for stretch in find_words(pair.vocabulary.pronouns, pair.sanitised):
        word = stretch.of(pair.sanitised)
        told = f"“{word}” can show who speaks, or whether of a man or a woman: name the person's part, or say “they”."
        yield Caution(code="pronoun", stretch=stretch, sentence=told)


def _names(pair: _Pair) -> Iterator[Caution]:
    """Names in the sanitised text, and single words of the original's names."""
    whole = [one.stretch for one in pair.of_sanitised if one.kind == "name"]
    parts = {part for one in pair.of_original if one.kind == "name" for part in one.normal.split() if len(part) > 1}
    single = (Stretch(*found.span()) for found in _NAME.finditer(pair.sanitised) if found[0] in parts)
    for stretch in (*whole, *(one for one in single if not any(one.meets(other) for other in whole))):
        told = f"“{stretch.of(pair.sanitised)}” is a name: keep it only if readers need it and it cannot show who told."
        yield Caution(code="name", stretch=stretch, sentence=told)


_NAME = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?(?=['’]s\b)|[^\W\d_][\w’'-]*")


def _relations(pair: _Pair) -> Iterator[Caution]:
    of = rf"(?<!\w)(?:my|our|his|her|their|the|\w{{1,30}}['’]s)\s(?:{alternatives(pair.vocabulary.relations)})(?!\w)"
    for found in re.finditer(of, pair.sanitised, re.IGNORECASE):
        told = f"“{found[0]}” says who is close to whom: few people fit. Is it needed?"
        yield Caution(code="relation", stretch=Stretch(*found.span()), sentence=told)


_RULES: tuple[Callable[[_Pair], Iterator[Caution]], ...] = (
    *(_quoted, _details, _times, _places),
    *(_sole, _pronouns, _names, _relations),
)


def _bare(text: str, stretch: Stretch) -> Stretch:
    """The stretch without the blanks at its ends."""
    said = stretch.of(text)
    return Stretch(stretch.start + len(said) - len(said.lstrip()), stretch.end - len(said) + len(said.rstrip()))
