"""
Finds a person in words: by name and other names, e-mail, telephone and address. Pure, and generous rather than strict.

A find is a reason for somebody to look, never a decision. Letters are compared without case and accents, words in any
order within a short run, telephone numbers by their digits.
"""

import re
import unicodedata
from dataclasses import dataclass

from fourpoint.domain.errors import Unusable

# How many words may stand between the parts of a name: "Mary, known to all as Marsh".
BETWEEN = 3
SHORTEST_PHONE = 7
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"[0-9][0-9\s().\-/]{5,}[0-9]")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """
    What is known of the person who asks; empty where nothing is.

    raises  Unusable when there is nothing to search for
    """

    names: tuple[str, ...]
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not any(_words(name) for name in self.names):
            raise Unusable("Give the person's name: there is nothing to search for.")


def find_mentions(text: str, terms: Terms) -> tuple[str, ...]:
    """Return by what the text mentions the person: codes among name, email, phone, address; none if it does not."""
    held = _words(text)
    return tuple(
        code
        for code, found in (
            ("name", any(_near(held, _words(name), BETWEEN) for name in terms.names)),
            ("email", any(email.strip().casefold() in text.casefold() for email in terms.emails if email.strip())),
            ("phone", any(_has_phone(text, phone) for phone in terms.phones)),
            ("address", any(_near(held, _words(address), 0) for address in terms.addresses)),
        )
        if found
    )


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", ""))


def _near(held: list[str], wanted: list[str], between: int) -> bool:
    """Whether all wanted words stand in a run of that many words more, in any order."""
    if not wanted:
        return False
    length, need = len(wanted) + between * (len(wanted) - 1), set(wanted)
    places = [index for index, word in enumerate(held) if word in need]
    return any(need <= set(held[place : place + length]) for place in places)


def _has_phone(text: str, phone: str) -> bool:
    wanted = _national(phone)
    return len(wanted) >= SHORTEST_PHONE and any(wanted in _national(found) for found in _DIGITS.findall(text))


def _national(phone: str) -> str:
    """The digits without the country's code or the leading nought."""
    digits = "".join(character for character in phone if character in "0123456789")
    return digits.removeprefix("00").removeprefix("44").removeprefix("0")
