"""What somebody is given who asked what is held of them, as one value to print."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PackPart:
    """One thing that is disclosed: what it is, and its words in paragraphs."""

    heading: str
    source: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Pack:
    """
    The answer to a request: what is disclosed, and on which grounds how much is withheld.

    withheld  (ground in words, how many); the ground is told, what it covers is not
    """

    reference: str
    person: str
    agency: str
    made_on: str
    parts: tuple[PackPart, ...]
    withheld: tuple[tuple[str, int], ...]
