"""
Advice on a submission while its writer types: what would make it more useful, or safer for whoever told them.

Advice never blocks and never changes a word. The rules are short and often wrong, so each sentence asks rather than
finds fault, and none says anything about the writer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from fourpoint.domain.extraction import extract
from fourpoint.domain.stretches import Stretch, alternatives, find_words, has_words, sentences
from fourpoint.domain.suggestion import Suggestion
from fourpoint.domain.vocabulary import Vocabulary

Code = Literal["opinion", "source", "acronym", "time", "place", "person", "several", "capitals", "how-known"]
# Below so many letters a text in capitals may be a registration or a name.
FEWEST_CAPITALS = 20
SHARE_OF_CAPITALS = 0.7
# Only whether a date is there matters here, not which day it is.
ANY_DAY = date(2000, 2, 29)
# How many people in a sentence are several, if they are not simply joined by "and".
SEVERAL = 3


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Which other questions of the form have an answer already, so that nobody is asked twice."""

    when: bool = False
    where: bool = False
    how_known: bool = False


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One plain sentence on a stretch of the text, or on the text as a whole where there is none."""

    code: Code
    stretch: Stretch | None
    sentence: str


def advise(text: str, answered: Answered, vocabulary: Vocabulary) -> tuple[Advice, ...]:
    """Return advice on the text in its order, on the whole of it last; nothing for an empty text."""
    if not text.strip():
        return ()
    found = _Reading(text=text, vocabulary=vocabulary, things=extract(text, vocabulary, reference=ANY_DAY))
    local = [*_capitals(found), *_opinions(found), *_sources(found), *_acronyms(found), *_people(found)]
    local.sort(key=lambda advice: advice.stretch or Stretch(0, 0))
    return (*local, *_missing(found, answered))


# ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """A text with what could be read out of it."""

    text: str
    vocabulary: Vocabulary
    things: tuple[Suggestion, ...]

    def named(self, within: Stretch) -> list[Suggestion]:
        """The people who seem to be named in a stretch."""
        return [one for one in self.things if one.kind == "name" and within.meets(one.stretch)]

    def holds(self, kinds: set[str]) -> bool:
        return any(one.kind in kinds for one in self.things)


def _opinions(found: _Reading) -> Iterator[Advice]:
    """A word of judging or doubt in a sentence that does not say what was seen, heard or told."""
    for sentence in sentences(found.text):
        said = sentence.of(found.text)
        judging = find_words(found.vocabulary.judging, said)
        if judging and not has_words(found.vocabulary.knowing, said):
            stretch = _within(sentence, judging[0])
            word = stretch.of(found.text)
            told = f"“{word}” can read as an opinion: could you add what was seen, heard or said that points to it?"
            yield Advice(code="opinion", stretch=stretch, sentence=told)


_SOURCE = "This could show who told you: could it go under “How do you know?”, which is kept apart from the text?"
_NOT_NAMES = r"(?!(?:I|He|She|They|It|We|You|Who|This|That|These|Those|There|What|Which|And|But|The|A|An|Police)\b)"
_UP = r"[A-Z][\w’'-]{1,30}"


def _sources(found: _Reading) -> Iterator[Advice]:
    """A person of some relation, or by name, before a word of telling; or after "told by" and its like."""
    relations, telling = alternatives(found.vocabulary.relations), alternatives(found.vocabulary.telling)
    somebody = rf"(?:(?:my|our|his|her|their|the|a|an)\s(?:[\w-]{{1,20}}\s){{0,2}})(?:{relations})"
    patterns = (
        # "the tenant at number 4 said", "my neighbour Sarah has told me"
        rf"(?<!\w)(?i:{somebody})(?!\w)(?:[^\S\n][\w’'-]{{1,20}},?){{0,5}}?[^\S\n](?i:{telling})(?!\w)",
        # "Sarah told us", "Pat Quill from the flats says"
        rf"(?<!\w){_NOT_NAMES}{_UP}(?:\s{_UP})?(?:\s(?:has|had|also|then))?\s(?i:{telling})\s(?:me|us|staff|that)(?!\w)",
        # "according to the caretaker", "I heard it from Sarah"
        rf"(?<!\w)(?i:according to|told by|informed by|heard (?:this |it )?from|said by)\s"
        rf"(?:(?i:{somebody})|{_NOT_NAMES}{_UP})(?!\w)",
    )
    taken: list[Stretch] = []
    for pattern in patterns:
        for match in re.finditer(pattern, found.text):
            stretch = Stretch(*match.span())
            if not any(stretch.meets(other) for other in taken):
                taken.append(stretch)
                yield Advice(code="source", stretch=stretch, sentence=_SOURCE)


_SHORT = re.compile(r"(?<![\w&@#/.-])[A-Z](?:&?[A-Z]){1,5}(?=s?(?![\w@&]))")


def _acronyms(found: _Reading) -> Iterator[Advice]:
    """Capitals alone, unless everybody knows them, they are spelt out beside, or the text is in capitals anyway."""
    if _is_shouted(found.text):
        return
    told: set[str] = set()
    for match in _SHORT.finditer(found.text):
        short, stretch = match[0], Stretch(*match.span())
        if short.lower() in found.vocabulary.acronyms or short in told or _is_spelt_out(found.text, short, stretch):
            continue
        if any(stretch.meets(one.stretch) for one in found.things):
            continue
        told.add(short)
        asked = f"Not every reader knows “{short}”: could you write it out once?"
        yield Advice(code="acronym", stretch=stretch, sentence=asked)


def _is_spelt_out(text: str, short: str, stretch: Stretch) -> bool:
    """Whether it stands in brackets after its words, or its words stand in brackets after it."""
    before, after = text[: stretch.start].rstrip(), text[stretch.end :].lstrip()
    return (before.endswith("(") and after.startswith(")")) or after.startswith("(") or f"({short})" in text


def _people(found: _Reading) -> Iterator[Advice]:
    """People who are named and not described near by, and several people in one sentence."""
    parts = sentences(found.text)
    for place, sentence in enumerate(parts):
        named = found.named(sentence)
        if not named:
            continue
        last = parts[min(place + 1, len(parts) - 1)]
        near = Stretch(sentence.start, last.end)
        if not _is_described(found, near):
            asked = f"Is anything known that tells {named[0].normal} from a namesake: age, address, looks, a vehicle?"
            yield Advice(code="person", stretch=named[0].stretch, sentence=asked)
        if len(named) >= SEVERAL or any(_is_joined(found.text, one, two) for one, two in pairwise(named)):
            asked = "Several people are in this sentence: could you say of each apart who did what?"
            yield Advice(code="several", stretch=sentence, sentence=asked)


def _is_described(found: _Reading, near: Stretch) -> bool:
    kinds = {"phone", "plate", "postcode", "address", "email", "handle", "account"}
    told = any(one.kind in kinds and near.meets(one.stretch) for one in found.things)
    return told or has_words(found.vocabulary.describing, near.of(found.text)) or bool(_AGE.search(near.of(found.text)))


# "Dean Hart, 34," and "Dean Hart (34)"
_AGE = re.compile(r"[,(]\s?[1-9][0-9](?:\s?(?:yo|yrs?))?\s?[,).]")


def _is_joined(text: str, one: Suggestion, two: Suggestion) -> bool:
    between = text[one.stretch.end : two.stretch.start].strip().lower()
    return between in {"and", "&", "and also", "together with", "along with"}


def _capitals(found: _Reading) -> Iterator[Advice]:
    if _is_shouted(found.text):
        asked = "The text is in capitals, which hides names and short forms: could you write it in small letters?"
        yield Advice(code="capitals", stretch=Stretch(0, len(found.text)), sentence=asked)


def _is_shouted(text: str) -> bool:
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return capitals >= FEWEST_CAPITALS and capitals > SHARE_OF_CAPITALS * (capitals + small)


def _missing(found: _Reading, answered: Answered) -> Iterator[Advice]:
    """What neither the text nor the rest of the form says."""
    words, text = found.vocabulary, found.text
    if not answered.when and not found.holds({"date", "time"}) and not has_words(words.times, text):
        yield Advice(code="time", stretch=None, sentence="When was this? A day or a rough time helps, if you know it.")
    if not answered.where and not found.holds({"postcode", "address"}) and not has_words(words.places, text):
        asked = "Where was this? A street, a place or a rough area helps, if you know it."
        yield Advice(code="place", stretch=None, sentence=asked)
    if not answered.how_known and not has_words(words.knowing, text):
        asked = "How is this known: was it seen, heard, read or passed on? You can say it under “How do you know?”."
        yield Advice(code="how-known", stretch=None, sentence=asked)


def _within(sentence: Stretch, part: Stretch) -> Stretch:
    return Stretch(sentence.start + part.start, sentence.start + part.end)
