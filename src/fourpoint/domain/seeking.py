"""
Reads what is typed into a search box: words, "phrases", prefix* , -left out, name~ for other spellings, and NEAR.

A telephone number, a registration or a postcode is one term, however it is spaced. Pure; what a database makes of the
terms is decided elsewhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from fourpoint.domain.errors import Unusable
from fourpoint.domain.linkage import phones
from fourpoint.domain.linkage.latin import words as latin_words
from fourpoint.domain.linkage.names import LEAST_LETTERS, LEAST_SOUNDS
from fourpoint.domain.linkage.slips import shortened
from fourpoint.domain.linkage.sounds import sound
from fourpoint.domain.linkage.variants import NONE, Variants

Form = Literal["", "phone", "plate", "postcode"]
LONGEST, MOST_TERMS = 200, 20
NEAR, FURTHEST = 5, 10
_TERM = re.compile(
    r'(?P<out>-?)"(?P<phrase>[^"]*)"?'
    r"|(?<!\S)NEAR(?:/(?P<near>\d{1,2}))?(?!\S)(?P<nearby>)"
    r"|(?<!\S)(?P<phone>(?:\+|\(?0)[0-9][0-9 ().-]{6,20}[0-9])(?!\S)"
    r"|(?<!\S)(?P<plate>[A-Za-z]{2}[0-9]{2} ?[A-Za-z]{3}|[A-Za-z]{1,2}[0-9]{1,3} ?[A-Z]{3})(?!\S)"
    r"|(?<!\S)(?P<postcode>[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2})(?!\S)"
    r'|(?P<word>[^\s"]+)'
)
_SIGNS = re.compile(r"[^\w'’.@/-]+")


class NothingToSearchFor(Unusable):
    """The search holds no word that a search can use."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """
    One term of a search.

    text     its words, of which the last is only begun when `begins` is true
    alike    whether other spellings and sounds of its one word are sought too
    key      of a telephone number, registration or postcode: the form in which it is kept; `form` says which it is
    near     how many words may lie between this term and the next; None where they need not be near
    """

    text: str
    begins: bool = False
    is_phrase: bool = False
    is_left_out: bool = False
    alike: bool = False
    key: str = ""
    form: Form = ""
    near: int | None = None


def read_terms(typed: str, *, alike: bool = False) -> tuple[Term, ...]:
    """
    Return the terms of a search as typed, at most MOST_TERMS.

    alike   whether every single word is sought in other spellings too
    raises  NothingToSearchFor when there is no word to look for; Unusable for more than LONGEST characters
    """
    if len(typed) > LONGEST:
        raise Unusable(f"The search is too long: {LONGEST} characters are the most.")
    terms: list[Term] = []
    for found in _TERM.finditer(typed.replace("\x00", " ")):
        if found["nearby"] is not None:
            if terms:
                terms[-1] = replace(terms[-1], near=min(int(found["near"] or NEAR), FURTHEST))
        elif (term := _term(found, alike)).text:
            terms.append(term)
    kept = [replace(one, near=None) if place == len(terms) - 1 else one for place, one in enumerate(terms)]
    if not any(not term.is_left_out for term in kept):
        raise NothingToSearchFor("Type a word to search for.")
    return tuple(kept[:MOST_TERMS])


def name_keys(text: str, variants: Variants = NONE) -> frozenset[str]:
    """
    Return what the names alike to one word are kept by in the index; empty for what is too short.

    `n=` and the word, or the word less a letter; `s=` and its sound; `n=` and each other form of the name.
    """
    held = latin_words(text)
    if len(held) != 1 or len(held[0]) < LEAST_SOUNDS:
        return frozenset()
    word = held[0]
    spelt = shortened(word) if len(word) >= LEAST_LETTERS else frozenset({word})
    families = variants.of(word)
    forms = {form for form, chiefs in variants.families.items() if families & chiefs}
    said = sound(word)
    return frozenset({f"n={one}" for one in spelt | forms} | ({f"s={said}"} if len(said) >= LEAST_SOUNDS else set()))


def words_of(terms: Iterable[Term]) -> tuple[str, ...]:
    """Return every word that is looked for, in lower case; those left out are not among them."""
    return tuple(word for term in terms if not term.is_left_out for word in latin_words(term.text))


# ----------------------------------------------------------------------------------------------------------------------


def _term(found: re.Match[str], alike: bool) -> Term:
    if found["phrase"] is not None:
        return Term(text=_plain(found["phrase"]), is_phrase=True, is_left_out=bool(found["out"]))
    if found["phone"] and (number := phones.e164(found["phone"])):
        return Term(text=found["phone"], key=number.removeprefix("+44").removeprefix("+"), form="phone")
    if written := found["plate"] or found["postcode"]:
        form: Form = "plate" if found["plate"] else "postcode"
        return Term(text=written, key=written.replace(" ", "").lower(), form=form)
    typed = found["word"] or found["phone"]
    is_left_out, said = typed.startswith("-"), _plain(typed)
    return Term(
        text=said,
        begins=typed.endswith("*"),
        is_left_out=is_left_out,
        alike=not is_left_out and not typed.endswith("*") and (typed.endswith("~") or alike),
    )


def _plain(typed: str) -> str:
    return " ".join(_SIGNS.sub(" ", typed.lstrip("-")).split())
