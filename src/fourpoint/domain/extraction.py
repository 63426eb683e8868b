"""
Reads out of a free text what could be a number, a registration, a place, a moment or a person. Suggestions only.

Whatever is found here was written by somebody and read by a rule: it is shown beside the text, apart from what is
known, until a named person confirms it. To find a person who is known already, see `mentions`. Each kind is one short
rule; where two read the same letters, the kind that stands first in `_RULES` keeps them.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from fourpoint.domain.linkage import phones, plates, postcodes
from fourpoint.domain.linkage.latin import latin
from fourpoint.domain.moments import find_dates, find_times
from fourpoint.domain.stretches import Stretch, alternatives
from fourpoint.domain.suggestion import Kind, Suggestion
from fourpoint.domain.vocabulary import Vocabulary

_Rule = Callable[[str, Vocabulary], Iterator[Suggestion]]


def extract(text: str, vocabulary: Vocabulary, *, reference: date) -> tuple[Suggestion, ...]:
    """
    Return what the text seems to name, in its order, no two over one another.

    reference  the day from which "yesterday" and "last Tuesday" are reckoned: that on which the text was written
    """
    rules: tuple[_Rule, ...] = (*_BEFORE, lambda said, _: find_dates(said, reference), *_AFTER)
    kept: list[Suggestion] = []
    taken = bytearray(len(text))
    for rule in rules:
        for one in rule(text, vocabulary):
            if not any(taken[one.stretch.start : one.stretch.end]):
                taken[one.stretch.start : one.stretch.end] = b"\x01" * (one.stretch.end - one.stretch.start)
                kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.stretch))


# ----------------------------------------------------------------------------------------------------------------------

FORM = "It has the form of one."
MAYBE = "Many other things are written so: check."
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}(?![\w@])")
_SORT_CODE = re.compile(r"(?<![\w/-])([0-9]{2})[- ]([0-9]{2})[- ]([0-9]{2})(?![\w/-])")
_ACCOUNT = re.compile(r"(?<![\w/+-])[0-9]{8}(?![\w/-])")
# Between a sort code and its account number: "account no.", "a/c:", "and".
ACCOUNT_WITHIN = 30
_PHONE = re.compile(r"(?<![\w+/£])(?:\+|\(?0)[0-9][0-9 ().\-]{6,20}[0-9](?!\w)")
_POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}[0-9][A-Z0-9]?[ ]{0,2}[0-9][A-Z]{2}(?!\w)", re.IGNORECASE)
# DVLA's forms, after INF104: current AB12 CDE; before it A123 BCD, ABC 123D; and without a year, ABC 1234.
_PLATES = (
    (re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2} ?[A-Z]{3}(?!\w)"), FORM),
    (re.compile(r"(?<!\w)[a-z]{2}[0-9]{2}[a-z]{3}(?!\w)"), FORM),
    (re.compile(r"(?<!\w)[A-HJ-NPR-TV-Y][0-9]{1,3} ?[A-HJ-PR-Y]{3}(?!\w)"), FORM),
    (re.compile(r"(?<!\w)[A-HJ-PR-Y]{3} ?[0-9]{1,3} ?[A-HJ-NPR-TV-Y](?!\w)"), FORM),
    (re.compile(r"(?<!\w)(?:[A-Z]{3} ?[0-9]{1,4}|[0-9]{1,4} ?[A-Z]{3})(?!\w)"), MAYBE),
)
_AT = re.compile(r"(?<![\w@./])@[A-Za-z0-9_](?:[\w.]{0,28}\w)?(?![\w@])")
_UP, _WORD = r"[A-Z][\w'’-]{0,30}", r"[^\W\d_][\w'’-]{0,40}"
_NAME = re.compile(rf"(?<![\w@])({_WORD})((?:[ ](?:(?:de|van|bin|al|el|von|O)[ ])?{_UP}){{1,2}})(?!\w)")
PLATE_WORDS = frozenset(
    {"the", "and", "for", "was", "per", "mph", "kgs", "hrs", "gbp", "usd", "eur", "jan", "feb", "mar"}
)


def _make(kind: Kind, text: str, stretch: Stretch, normal: str, sure: str = FORM) -> Suggestion:
    return Suggestion(kind=kind, stretch=stretch, text=stretch.of(text), normal=normal, sure=sure)


def _emails(text: str, _: Vocabulary) -> Iterator[Suggestion]:
    for found in _EMAIL.finditer(text):
        yield _make("email", text, Stretch(*found.span()), found[0].casefold())


def _accounts(text: str, _: Vocabulary) -> Iterator[Suggestion]:
    """A sort code with an account number after it; six digits alone are too often a date."""
    for code in _SORT_CODE.finditer(text):
        number = _ACCOUNT.search(text, code.end(), code.end() + ACCOUNT_WITHIN + 8)
        if number:
            normal = f"{'-'.join(code.groups())} {number[0]}"
            yield _make("account", text, Stretch(code.start(), number.end()), normal, "A sort code, and eight digits.")


def _phones(text: str, _: Vocabulary) -> Iterator[Suggestion]:
    for found in _PHONE.finditer(text):
        if normal := phones.e164(found[0]):
            sure = FORM if normal.startswith("+44") else "It has the form of a number of another country."
            yield _make("phone", text, Stretch(*found.span()), normal, sure)


def _postcodes(text: str, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    for found in _POSTCODE.finditer(text):
        normal = postcodes.normal(found[0])
        if normal and re.match("[A-Z]+", normal)[0].lower() in vocabulary.areas:  # type: ignore[index]
            yield _make("postcode", text, Stretch(*found.span()), normal)


def _registrations(text: str, _: Vocabulary) -> Iterator[Suggestion]:
    for pattern, sure in _PLATES:
        for found in pattern.finditer(text):
            if not PLATE_WORDS & set(re.findall("[a-z]+", found[0].lower())):
                yield _make("plate", text, Stretch(*found.span()), plates.normal(found[0]), sure)


def _times(text: str, _: Vocabulary) -> Iterator[Suggestion]:
    yield from find_times(text)


def _handles(text: str, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    for found in _AT.finditer(text):
        yield _make(
            "handle",
            text,
            Stretch(*found.span()),
            found[0][1:].casefold(),
            "A name with @, of which service is not said.",
        )
    led = re.compile(
        rf"(?<!\w)({alternatives(vocabulary.online)})(?:\s(?:account|name|handle|user|username|id)){{0,2}}"
        r"(?:\s(?:is|called|under|as)\s|\s?[:=]\s?|\s)[\"“'‘]?([A-Za-z0-9_.]{0,30}[0-9_.][A-Za-z0-9_.]{0,29}\w)",
        re.IGNORECASE,
    )
    for found in led.finditer(text):
        service = " ".join(found[1].lower().split())
        yield _make("handle", text, Stretch(*found.span(2)), found[2].casefold(), f"It follows the word {service}.")


def _addresses(text: str, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    ends = alternatives(vocabulary.streets)
    pattern = re.compile(
        rf"(?<![\w£/.-])(?:[Ff]lat [0-9A-Za-z]{{1,4}},? )?[0-9]{{1,4}}[A-Za-z]?,? (?:{_UP} ){{1,3}}(?i:{ends})(?!\w)"
    )
    for found in pattern.finditer(text):
        normal = " ".join(found[0].replace(",", " ").split())
        yield _make("address", text, Stretch(*found.span()), normal, "A number, names, and a word that ends streets.")


def _names(text: str, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    """A given name, and after it one word or two that begin with a capital, none of them a street's end."""
    place = 0
    while found := _NAME.search(text, place):
        given, rest = found[1], found[2].split()
        is_given = given[0].isupper() and latin(given) in vocabulary.given_names
        is_street = any(word.lower() in vocabulary.streets for word in rest)
        if is_given and not is_street:
            stretch = Stretch(found.start(), found.end() - (2 if rest[-1].endswith(("'s", "’s")) else 0))
            sure = f"'{given}' is a given name, and a word with a capital follows."
            yield _make("name", text, stretch, " ".join(stretch.of(text).split()), sure)
        place = found.end() if is_given else found.end(1)


_BEFORE: tuple[_Rule, ...] = (_emails, _accounts, _phones, _postcodes)
_AFTER: tuple[_Rule, ...] = (_registrations, _times, _addresses, _handles, _names)
