"""
Grades of intelligence: 3x5x2 for each item of information, and grades of the older 5x5x5 scheme, kept as they came.

The source and the information are graded apart: that somebody is reliable says nothing of how they know this. What a
code means is the catalogue's (`source_grades`, `information_grades`, `handling`); here stand the codes and their rules.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Handling


class SourceGrade(StrEnum):
    """How reliable whoever gave the information is."""

    RELIABLE = "1"
    UNTESTED = "2"
    NOT_RELIABLE = "3"


class InformationGrade(StrEnum):
    """How the source knows the information."""

    KNOWN_DIRECTLY = "A"
    KNOWN_INDIRECTLY_CORROBORATED = "B"
    KNOWN_INDIRECTLY = "C"
    NOT_KNOWN = "D"
    SUSPECTED_FALSE = "E"


@dataclass(frozen=True, kw_only=True)
class Grade:
    """
    The 3x5x2 grade of one item of information; conditions by their codes in the catalogue.

    raises  Unusable for code C without a condition, or code P with one
    """

    source: SourceGrade
    information: InformationGrade
    handling: Handling
    conditions: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.handling is Handling.CONDITIONS and not self.conditions:
            raise Unusable("Handling code C needs at least one condition: choose one, or choose code P.")
        if self.handling is Handling.PERMITTED and self.conditions:
            raise Unusable("Handling code P carries no conditions: take them out, or choose code C.")

    @property
    def text(self) -> str:
        """The grade as it is written: 2BP, or 1AC with its conditions in brackets."""
        codes = f"{self.source}{self.information}{self.handling}"
        return f"{codes} ({', '.join(sorted(self.conditions))})" if self.conditions else codes


# Source A to E, information 1 to 5, handling 1 to 5; run together, or parted by spaces, slashes, hyphens, full stops.
_LEGACY = re.compile(r"\s*[A-Ea-e][\s/.\-]{0,3}[1-5][\s/.\-]{0,3}[1-5]\s*")


@dataclass(frozen=True)
class LegacyGrade:
    """
    A 5x5x5 grade as an older record has it, letter for letter. It is never turned into a 3x5x2 grade.

    raises  Unusable for text that is not a grade in one of the forms seen
    """

    text: str

    def __post_init__(self) -> None:
        if not _LEGACY.fullmatch(self.text):
            shown = self.text if len(self.text) <= 20 else f"{self.text[:20]}…"
            raise Unusable(f"'{shown}' is not a 5x5x5 grade: a letter A to E and two numbers 1 to 5, as B24 or B/2/4.")


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What the catalogue says of a code: its words, whether they are confirmed, what to bear in mind."""

    words: str
    is_confirmed: bool
    caveat: str = ""


@dataclass(frozen=True, kw_only=True)
class Meanings:
    """What the catalogue says of every code, for each part of a grade apart: C means one thing in each."""

    sources: Mapping[str, Meaning]
    information: Mapping[str, Meaning]
    handling: Mapping[str, Meaning]


@dataclass(frozen=True, kw_only=True)
class KeyLine:
    """A line of a grade key: the part of the grade (source, information, handling, condition), its code and words."""

    part: str
    code: str
    words: str


@dataclass(frozen=True, kw_only=True)
class GradeKey:
    """What stands beside graded items on a product: each code that is used, and the caveats that travel with them."""

    lines: tuple[KeyLine, ...]
    caveats: tuple[str, ...]


UNCONFIRMED = "The words of {} are widely taught and were not checked against the current national guidance."
LEGACY = "Grades of the older 5x5x5 scheme stand as they were recorded. They are not 3x5x2 grades and do not compare."


def grade_key(grades: Iterable[Grade | LegacyGrade], meanings: Meanings) -> GradeKey:
    """
    Return the key of these grades: only the codes that they use, parts in the order in which they are written.

    raises  Unusable for a condition of which the catalogue says nothing
    """
    held = list(grades)
    ours = [grade for grade in held if isinstance(grade, Grade)]
    parts: tuple[tuple[str, set[str], Mapping[str, Meaning]], ...] = (
        ("source", {grade.source.value for grade in ours}, meanings.sources),
        ("information", {grade.information.value for grade in ours}, meanings.information),
        ("handling", {grade.handling.value for grade in ours}, meanings.handling),
        ("condition", {code for grade in ours for code in grade.conditions}, meanings.handling),
    )
    lines, caveats, unsure = [], [], []
    for part, codes, known in parts:
        for code in sorted(codes):
            meaning = _meaning(part, code, known)
            lines.append(KeyLine(part=part, code=code, words=meaning.words))
            caveats += [meaning.caveat] if meaning.caveat else []
            unsure += [] if meaning.is_confirmed else [code]
    if unsure:
        caveats.append(UNCONFIRMED.format(", ".join(unsure)))
    if len(ours) < len(held):
        caveats.append(LEGACY)
    return GradeKey(lines=tuple(lines), caveats=tuple(caveats))


def _meaning(part: str, code: str, known: Mapping[str, Meaning]) -> Meaning:
    if code not in known:
        raise Unusable(f"'{code}' is not a {part} of the catalogue: choose one that is.")
    return known[code]
