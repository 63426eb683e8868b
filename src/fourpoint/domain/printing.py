"""
What is printed of a report or a product, as one value: the same for an accessible PDF and for Word.

Everything is words in print already; whoever prints adds only the look, and the stamp of the copy.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CitedLine:
    """What a passage rests on: its number in print, the words cited (may be empty), its grade, and where it stands."""

    number: int
    words: str
    grade: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A part under a heading: a note in small print, plain paragraphs, and what they rest on."""

    heading: str
    note: str
    paragraphs: tuple[str, ...]
    cited: tuple[CitedLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Printed:
    """
    A report or product to print.

    kind        in words, as "Subject profile"
    reference   printed on every page, with the version where there are several
    handling    what its handling code means, in words; conditions: what each reader must do
    markings    what each additional marking asks of its reader
    facts       (label, words): terms of reference, owner, dates
    key         (part, code, words) of every grade that it uses; caveats travel with them
    made_on     year, month and day of the date inside the file, so that the same is printed with the same bytes
    """

    kind: str
    reference: str
    title: str
    owner: str
    marking: str
    handling: str
    conditions: tuple[str, ...]
    markings: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    key: tuple[tuple[str, str, str], ...]
    caveats: tuple[str, ...]
    made_on: tuple[int, int, int]

    @property
    def words(self) -> str:
        """Everything that it says, for whoever must look through it."""
        said = [self.title, *(words for _, words in self.facts)]
        for passage in self.passages:
            said += [passage.heading, *passage.paragraphs, *(line.words for line in passage.cited)]
        return "\n".join(said)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a plain text: what empty lines part, each on one line."""
    parts = text.replace("\r\n", "\n").split("\n\n")
    return tuple(" ".join(part.split()) for part in parts if part.split())
