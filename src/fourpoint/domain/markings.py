"""
Protective markings, as the Government Security Classifications (policy of August 2024) put them, up to our ceiling.

OFFICIAL-SENSITIVE is a marking within OFFICIAL, not a tier of its own; for the question "may this person read it?" it
still stands above plain OFFICIAL. SECRET and TOP SECRET must never be loaded here: they are refused by name.
"""

from enum import StrEnum

from fourpoint.domain.errors import Unusable


class Marking(StrEnum):
    """A marking by its stored code; compare with `reaches`, never with < on the code."""

    OFFICIAL = "O"
    OFFICIAL_SENSITIVE = "OS"

    @property
    def words(self) -> str:
        """The marking as it is printed."""
        return "OFFICIAL-SENSITIVE" if self is Marking.OFFICIAL_SENSITIVE else "OFFICIAL"

    def reaches(self, other: "Marking") -> bool:
        """Return whether a ceiling of this marking covers material of the other."""
        return _HEIGHT[self] >= _HEIGHT[other]


class MarkingTooHigh(Unusable):
    """Material above OFFICIAL was offered."""


_HEIGHT = {Marking.OFFICIAL: 0, Marking.OFFICIAL_SENSITIVE: 1}
_WORDS = {marking.words: marking for marking in Marking}


def parse_marking(text: str) -> Marking:
    """
    Return the marking written in words or as its code.

    raises  MarkingTooHigh for SECRET and TOP SECRET; Unusable for anything that is not a marking
    """
    written = " ".join(text.upper().replace("_", "-").split())
    if "SECRET" in written:
        raise MarkingTooHigh(f"'{text}' is above this system's ceiling: it holds OFFICIAL and OFFICIAL-SENSITIVE only.")
    if written in _WORDS:
        return _WORDS[written]
    if written in set(Marking):
        return Marking(written)
    raise Unusable(f"'{text}' is not a marking: write OFFICIAL or OFFICIAL-SENSITIVE.")
