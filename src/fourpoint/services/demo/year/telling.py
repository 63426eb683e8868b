"""Draws what is told: sentences with a word in each slot, as the sender wrote them and as they are released."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from fourpoint.services.demo.year.casting import Cast, Subject
from fourpoint.services.demo.year.written import Mention, Stream, Year

SYNTHETIC = "Synthetic: "
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, kw_only=True)
class Tie:
    """That one subject is tied to another, by a code of the catalogue's statement_kinds."""

    subject: Subject
    code: str
    other: Subject


@dataclass(frozen=True, kw_only=True)
class Named:
    """A sentence that names subjects, with what it states of them."""

    sentence: str
    subjects: tuple[Subject, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, kw_only=True)
class Text:
    """
    One text.

    told, plain  what happened, as it was sent and as it may be released
    ending       what the sender adds for the desk; never released
    named        a sentence of its own that names somebody, None for most texts
    place        where, in the words of the text
    """

    told: str
    plain: str
    ending: str
    named: Named | None
    place: str

    @property
    def whole(self) -> str:
        """What the sender wrote."""
        return " ".join(filter(None, (self.told, self.named.sentence if self.named else "", self.ending)))


class Teller:
    """Draws texts from the words of a year."""

    def __init__(self, year: Year, cast: Cast, random: Random) -> None:
        self._year, self._cast, self._random = year, cast, random
        self._slots = {one.name: one for one in year.slots}
        self._mentions = tuple(one.weight for one in year.mentions)

    def tell(self, stream: Stream) -> Text:
        """Draw a text of that stream."""
        frames = f"{self._random.choice(stream.first)} {self._random.choice(stream.then)}"
        words = self._words(frames)
        named = self._name(stream) if self._random.random() < stream.names_subject else None
        where = words.get("venue") or self._random.choice(self._slots["street"].words)
        return Text(
            told=SYNTHETIC + _filled(frames, words),
            plain=SYNTHETIC + _filled(frames, {name: self._slots[name].plain or word for name, word in words.items()}),
            ending=self.say(self._random.choice(stream.last)),
            named=named,
            place=f"{words.get('street', where)} (fictional)",
        )

    def say(self, frame: str) -> str:
        """Return a sentence with a word in each slot."""
        return _filled(frame, self._words(frame)) if frame else ""

    def _words(self, frames: str) -> dict[str, str]:
        return {name: self._random.choice(self._slots[name].words) for name in dict.fromkeys(_SLOT.findall(frames))}

    def _name(self, stream: Stream) -> Named:
        mention: Mention = self._random.choices(self._year.mentions, self._mentions)[0]
        slots = dict.fromkeys(_SLOT.findall(mention.sentence))
        chosen: dict[str, Subject] = {}
        for slot in slots:
            kind = "person" if slot == "other" else slot
            chosen[slot] = self._cast.draw(stream.code, kind, self._random, apart=tuple(chosen.values()))
        parted = [tie.split() for tie in mention.ties]
        return Named(
            sentence=_filled(mention.sentence, {slot: one.called for slot, one in chosen.items()}),
            subjects=tuple(chosen.values()),
            ties=tuple(Tie(subject=chosen[one], code=code, other=chosen[other]) for one, code, other in parted),
        )


# ----------------------------------------------------------------------------------------------------------------------


def _filled(frames: str, words: Mapping[str, str]) -> str:
    """Fill the slots; a word that begins a sentence is written large."""
    text = _SLOT.sub(lambda found: words[found.group(1)], frames)
    return re.sub(r"(^|[.!?] )([a-z])", lambda found: found.group(1) + found.group(2).upper(), text)
