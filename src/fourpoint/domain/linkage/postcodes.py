"""
Postcodes of the United Kingdom in one form, with O and 0, I and 1 put right where their place tells which is meant.

No district of an area of one letter begins with 0, so S01 is SO1.
"""

import re

from fourpoint.domain.linkage.match import UNKNOWN, Match
from fourpoint.domain.linkage.slips import in_words, slip_between

SAME, SLIP, SECTOR, DISTRICT = 1.0, 0.8, 0.5, 0.3
LONGEST = 20
INWARD = 3
_LETTERS, _DIGITS = str.maketrans("01", "OI"), str.maketrans("OI", "01")
# Royal Mail's forms: A9, A99, AA9, AA99, A9A, AA9A before the gap, 9AA after it; GIR 0AA stands alone.
_FORM = re.compile(r"(?:(?:[A-Z][1-9]|[A-Z]{2}[0-9])[A-Z0-9]?|GIR) [0-9][A-Z]{2}")
_BETWEEN = re.compile(r"[\s.\-]+")


def normal(postcode: str) -> str | None:
    """Return the postcode in capitals with its gap: "me1 4qe" as ME1 4QE; None for what cannot be one."""
    held = _BETWEEN.sub("", postcode[:LONGEST]).upper()
    outward, inward = held[:-INWARD], held[-INWARD:]
    inward = inward[:1].translate(_DIGITS) + inward[1:].translate(_LETTERS)
    readings = (outward, outward[:1].translate(_LETTERS) + outward[1:].translate(_DIGITS), _two_letters(outward))
    made = (f"{reading} {inward}" for reading in readings)
    return next((one for one in made if len(postcode) <= LONGEST and _FORM.fullmatch(one)), None)


def compare(one: str, other: str) -> Match:
    """Return how near two postcodes are as written; the same whichever stands first."""
    first, second = normal(one), normal(other)
    if first is None or second is None:
        return UNKNOWN
    if first == second:
        return Match(score=SAME, reasons=("same postcode",))
    if slip := slip_between(first.replace(" ", ""), second.replace(" ", "")):
        return Match(score=SLIP, reasons=(f"{in_words(slip, 'character')} in the postcode",))
    if first[:-2] == second[:-2]:
        return Match(score=SECTOR, reasons=(f"same postcode sector, {first[:-2]}",))
    if first.split()[0] == second.split()[0]:
        return Match(score=DISTRICT, reasons=(f"same postcode district, {first.split()[0]}",))
    return Match(score=0.0, reasons=("different postcodes",))


def _two_letters(outward: str) -> str:
    return outward[:2].translate(_LETTERS) + outward[2:].translate(_DIGITS)
