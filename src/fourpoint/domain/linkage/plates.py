"""
Vehicle registrations, whole and in part, as somebody saw them: O and 0, I and 1 cannot be told apart on a plate.

In a part, ? stands for one character that was not seen and * for any number of them.
"""

import re

from fourpoint.domain.errors import Unusable
from fourpoint.domain.linkage.latin import latin
from fourpoint.domain.linkage.match import UNKNOWN, Match
from fourpoint.domain.linkage.slips import in_words, shortened, slip_between

LONGEST = 20
SAME, ALIKE, SLIP, LEAST_PART, MOST_PART = 1.0, 0.95, 0.8, 0.4, 0.8
WHOLE = 5  # characters from which one slip still leaves enough to look for
RUNS = (2, 3)
_ALIKE = str.maketrans("OI", "01")
_SIGNS = re.compile(r"[^A-Z0-9?*]")
_GAP = re.compile(r"[?*]+")


def normal(plate: str) -> str:
    """
    Return the registration in capitals and digits alone, with ? and * where something was not seen.

    raises  Unusable for more than 20 characters
    """
    found = _SIGNS.sub("", latin(plate[: LONGEST * 3]).upper())
    if len(plate) > LONGEST * 3 or len(found) > LONGEST:
        raise Unusable(f"A registration has at most {LONGEST} letters and digits: check what was given.")
    return found


def keys(plate: str) -> frozenset[str]:
    """Return what to store with a registration, so that it is found by `whole_keys` and `part_keys`."""
    return whole_keys(plate) | _runs(_folded(plate))


def whole_keys(plate: str) -> frozenset[str]:
    """Return what to look a whole registration up by: a stored one is a candidate if it has any of these."""
    seen = _folded(plate)
    if not seen or not _is_whole(seen):
        return frozenset()
    return shortened(seen) if len(seen) >= WHOLE else frozenset({seen})


def part_keys(plate: str) -> frozenset[str]:
    """
    Return what to look a part of a registration up by: a stored one is a candidate if it has all of these.

    raises  Unusable where no two characters stand side by side, since every plate would be a candidate
    """
    found = _runs(_folded(plate))
    if not found:
        raise Unusable("Give at least two characters of the registration that stand side by side.")
    return found


def compare(one: str, other: str) -> Match:
    """Return how alike two registrations are, either of them whole or in part; the same whichever stands first."""
    first, second = sorted((normal(one), normal(other)), key=lambda plate: (_is_whole(plate), len(plate), plate))
    if not _seen(first) or not _seen(second):
        return UNKNOWN
    if first == second:
        return Match(score=SAME, reasons=("same registration",))
    short, long = first.translate(_ALIKE), second.translate(_ALIKE)
    if short == long:
        return Match(score=ALIKE, reasons=("same registration if O and 0, I and 1 are taken as one",))
    if not _is_whole(long):
        return Match(score=None, reasons=("both registrations were seen in part only",))
    if _fits(short, long):
        share = len(_seen(short)) / len(long)
        return Match(score=LEAST_PART + (MOST_PART - LEAST_PART) * share, reasons=("fits the part that was seen",))
    slip = slip_between(short, long) if len(short) >= WHOLE and _is_whole(short) else None
    if slip:
        return Match(score=SLIP, reasons=(f"{in_words(slip, 'character')} in the registration",))
    return Match(score=0.0, reasons=("different registrations",))


def _folded(plate: str) -> str:
    return normal(plate).translate(_ALIKE)


def _is_whole(plate: str) -> bool:
    return not _GAP.search(plate)


def _seen(plate: str) -> str:
    return _GAP.sub("", plate)


def _runs(plate: str) -> frozenset[str]:
    parts = _GAP.split(plate)
    return frozenset(
        part[place : place + run] for part in parts for run in RUNS for place in range(len(part) - run + 1)
    )


def _fits(part: str, plate: str) -> bool:
    """Whether the part could be of the plate: with ? and * as said, and without either anywhere in it."""
    if _is_whole(part):
        return part in plate
    pattern = re.sub(r"\*+", "*", part).replace("?", ".").replace("*", ".*")
    return re.fullmatch(pattern, plate) is not None
