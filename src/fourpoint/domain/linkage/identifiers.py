"""
One way to read, find and compare the words of a statement, whatever kind of name or identifier they are.

A score orders candidates and decides nothing. Nothing here asks for ethnicity, religion, nationality or sex.
"""

import re
from datetime import date
from enum import StrEnum

from fourpoint.domain.errors import Unusable
from fourpoint.domain.linkage import births, names, phones, plates, postcodes
from fourpoint.domain.linkage.latin import latin
from fourpoint.domain.linkage.match import UNKNOWN, Match
from fourpoint.domain.linkage.variants import NONE, Variants

_POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? {0,2}[0-9][A-Za-z]{2}(?![A-Za-z0-9])")
_SIGNS = re.compile(r"[^a-z0-9_]+")


class Keyed(StrEnum):
    """How the words of a statement are read."""

    NAME = "name"
    BIRTH = "birth"
    PLATE = "plate"
    PHONE = "phone"
    ADDRESS = "address"
    PLAIN = "plain"


def normal(keyed: Keyed, text: str) -> str:
    """
    Return the form in which two such words are the same thing when they are equal.

    raises  Unusable, in one sentence, for what cannot be one
    """
    if keyed is Keyed.BIRTH:
        return _birth(text).isoformat()
    if keyed is Keyed.PLATE:
        return _needed(plates.normal(text), "a registration has letters or digits")
    if keyed is Keyed.PHONE:
        return _needed(phones.e164(text) or "", "a whole number is needed, as 07700 900123 or +44 7700 900123")
    if keyed is Keyed.PLAIN:
        return _needed(_plain(text), "it has no letters or digits")
    names.keys(text)
    return _needed(" ".join(latin(text).split()), "it says nothing")


def keys(keyed: Keyed, text: str, variants: Variants = NONE) -> frozenset[str]:
    """Return what to store with the words, so that they are found by `wanted`; raises as `normal` does."""
    if keyed is Keyed.NAME:
        found = names.keys(text, variants)
    elif keyed is Keyed.PLATE:
        found = plates.keys(text)
    elif keyed is Keyed.PHONE:
        found = phones.keys(text)
    elif keyed is Keyed.ADDRESS:
        found = frozenset(filter(None, (_postcode(text), _plain(text))))
    else:
        found = frozenset({normal(keyed, text)})
    return _of(keyed, found)


def wanted(keyed: Keyed, text: str, variants: Variants = NONE) -> tuple[frozenset[str], ...]:
    """
    Return what to look the words up by: what is stored is a candidate if its keys meet every one of these sets.

    raises  as `normal` does
    """
    if keyed is Keyed.NAME:
        return tuple(_of(keyed, one) for one in names.wanted(text, variants))
    if keyed is Keyed.BIRTH:
        birth = _birth(text)
        return (_of(keyed, {one.isoformat() for one in (birth, *births.slips(birth))}),)
    if keyed is Keyed.PLATE:
        return (_of(keyed, plates.whole_keys(text) or plates.part_keys(text)),)
    return (keys(keyed, text, variants),)


def compare(keyed: Keyed, one: str, other: str, variants: Variants = NONE) -> Match:
    """Return how alike two words of that kind are, with reasons; the same whichever stands first."""
    if keyed is Keyed.NAME:
        return names.compare(one, other, variants)
    if keyed is Keyed.BIRTH:
        return births.compare(_birth(one), _birth(other))
    if keyed is Keyed.PLATE:
        return plates.compare(one, other)
    if keyed is Keyed.PHONE:
        return phones.compare(one, other)
    if keyed is Keyed.ADDRESS:
        return _addresses(one, other)
    same = _plain(one) == _plain(other)
    return Match(score=1.0, reasons=("the same, letter for letter",)) if same else Match(score=0.0)


# ----------------------------------------------------------------------------------------------------------------------


def _of(keyed: Keyed, found: set[str] | frozenset[str]) -> frozenset[str]:
    """Keys of one kind never meet those of another."""
    return frozenset(f"{keyed}:{one}" for one in found)


def _birth(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Unusable("A date of birth is written as year, month and day: 1990-03-27.") from None


def _plain(text: str) -> str:
    return _SIGNS.sub("", latin(text))


def _postcode(text: str) -> str:
    found = _POSTCODE.findall(text)
    return (postcodes.normal(found[-1]) or "") if found else ""


def _addresses(one: str, other: str) -> Match:
    if _plain(one) == _plain(other):
        return Match(score=1.0, reasons=("the same address",))
    first, second = _postcode(one), _postcode(other)
    if not first or not second:
        return UNKNOWN
    found = postcodes.compare(first, second)
    # Many premises share a postcode.
    return Match(score=None if found.score is None else found.score / 2, reasons=found.reasons)


def _needed(text: str, why: str) -> str:
    if not text:
        raise Unusable(f"That cannot be read: {why}.")
    return text
