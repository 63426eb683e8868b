"""
Finds a person in words: by names, day of birth, e-mail, telephone, address and identifiers. Pure, and generous.

A find is a reason for somebody to look, never a decision. Letters are compared without case and accents, words in any
order within a short run, telephone numbers by their digits, days as people write them, identifiers (of a document, a
vehicle, a case) by their letters and digits whatever stands between.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from fourpoint.domain.errors import Unusable

# How many words may stand between the parts of a name: "Mary, known to all as Marsh".
BETWEEN = 3
SHORTEST_PHONE, SHORTEST_IDENTIFIER = 7, 5
_WORD = re.compile(r"[^\W_]+")
# Letters that are no plain letter with an accent, as people write them without; apostrophes stand within a word.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys("'\u2018\u2019\u02bc`\u00b4", "")
)
_MONTHS = tuple(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
# 27/03/1990, 27.3.90, 1990-03-27, 27th March 1990, March 27, 1990.
_DAYS = (
    re.compile(r"(?<![0-9])(?P<day>[0-9]{1,2})[/.\- ](?P<month>[0-9]{1,2})[/.\- ](?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"),
    re.compile(r"(?<![0-9])(?P<year>[0-9]{4})[/.\-](?P<month>[0-9]{1,2})[/.\-](?P<day>[0-9]{1,2})(?![0-9])"),
    re.compile(
        rf"(?<![0-9])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})[,.]?\s+(?P<year>[0-9]{{4}})"
    ),
    re.compile(rf"(?P<month>{_MONTH})\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{{4}})"),
)
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
    born_on: date | None = None
    identifiers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not any(_words(name) for name in self.names):
            raise Unusable("Give the person's name: there is nothing to search for.")


def find_mentions(text: str, terms: Terms) -> tuple[str, ...]:
    """Return by what the text mentions the person: codes among name, birth, email, phone, address, identifier."""
    held = _words(text)
    return tuple(
        code
        for code, found in (
            ("name", any(_near(held, _words(name), BETWEEN) for name in terms.names)),
            ("birth", terms.born_on is not None and _has_day(text, terms.born_on)),
            ("email", any(email.strip().casefold() in text.casefold() for email in terms.emails if email.strip())),
            ("phone", any(_has_phone(text, phone) for phone in terms.phones)),
            ("address", any(_near(held, _words(address), 0) for address in terms.addresses)),
            ("identifier", any(_has_identifier(text, one) for one in terms.identifiers)),
        )
        if found
    )


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN)).casefold().translate(_PLAIN)
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


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


def _has_day(text: str, day: date) -> bool:
    return any(_is_day(found, day) for pattern in _DAYS for found in pattern.finditer(text.casefold()))


def _is_day(found: re.Match[str], day: date) -> bool:
    month, year = found["month"], found["year"]
    number = int(month) if month.isdecimal() else [name[:3] for name in _MONTHS].index(month[:3]) + 1
    same_year = int(year) == (day.year if len(year) == 4 else day.year % 100)
    return same_year and number == day.month and int(found["day"]) == day.day


def _has_identifier(text: str, identifier: str) -> bool:
    wanted = "".join(_words(identifier))
    if len(wanted) < SHORTEST_IDENTIFIER:
        return False
    # Whole words, parted anywhere or nowhere: "QQ 12 34 56 C", "QQ-123456-C", "QQ123456C".
    parted = " ?".join(wanted)
    return re.search(f"(?:^| ){parted}(?: |$)", " ".join(_words(text))) is not None
