"""
Telephone numbers as one form, E.164: the many ways in which United Kingdom numbers are written, and others with a +.

A number without a + is taken as one of the United Kingdom.
"""

import re
import unicodedata

from fourpoint.domain.linkage.match import UNKNOWN, Match
from fourpoint.domain.linkage.slips import in_words, shortened, slip_between

LONGEST = 60
SAME, SLIP, LOCAL = 1.0, 0.8, 0.5
LEAST_LOCAL = 6
_EXTENSION = re.compile(r"(?:ext\.?|extension|x|#).*$", re.IGNORECASE)
_TRUNK = re.compile(r"\(\s*0\s*\)")
_BETWEEN = re.compile(r"[\s().\-/]+")
# Ofcom, National Telephone Numbering Plan: 01, 02, 03, 05, 07, 08, 09, with nine or ten digits after the nought; and
# two short ones, 0800 1111 and 0845 46 4x.
_HOME = re.compile(r"(?:[1-357-9][0-9]{8,9}|8001111|845464[0-9])")
_ABROAD = re.compile(r"(?!44)[1-9][0-9]{7,14}")


def e164(phone: str) -> str | None:
    """Return the number as + and digits, without an extension; None if it cannot be a whole number."""
    said = _plain(phone)
    if said.startswith("+") and not said.startswith("+44"):
        return said if _ABROAD.fullmatch(said[1:]) else None
    home = said.removeprefix("+44") if said.startswith("+") else _without_country(said)
    home = home.removeprefix("0")
    return f"+44{home}" if _HOME.fullmatch(home) else None


def keys(phone: str) -> frozenset[str]:
    """
    Return what to store with a number and to look one up by: the number, and the number without one digit.

    Two numbers with one slip between them share a key. Empty for what cannot be a whole number.
    """
    number = e164(phone)
    return shortened(number[1:]) if number else frozenset()


def compare(one: str, other: str) -> Match:
    """Return how alike two numbers are; the same whichever stands first. None for a score if neither can be read."""
    first, second = e164(one), e164(other)
    if first and second:
        return _compare(first, second)
    whole, part = first or second, _plain(one if second else other)
    if whole and len(part) >= LEAST_LOCAL and whole.endswith(part):
        return Match(score=LOCAL, reasons=("same local number; one is without its area code",))
    return UNKNOWN


def _compare(first: str, second: str) -> Match:
    if first == second:
        return Match(score=SAME, reasons=("same number",))
    if slip := slip_between(first, second):
        return Match(score=SLIP, reasons=(f"{in_words(slip, 'digit')} in the number",))
    return Match(score=0.0, reasons=("different numbers",))


def _plain(phone: str) -> str:
    """The digits of any script as ASCII, with a leading + if there is one; empty for what holds anything else."""
    if len(phone) > LONGEST:
        return ""
    said = _BETWEEN.sub("", _TRUNK.sub("", _EXTENSION.sub("", phone.strip())))
    made = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in said)
    made = f"+{made[2:]}" if made.startswith("00") else made
    return made if re.fullmatch(r"\+?[0-9]+", made) else ""


def _without_country(said: str) -> str:
    """A spreadsheet drops the leading nought, or the + of 44; a home number never begins with 4."""
    return said.removeprefix("44")
