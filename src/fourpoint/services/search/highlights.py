"""Finds, in the texts of a record that its reader may read, the pieces around what was sought."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from fourpoint.domain.linkage.variants import Variants
from fourpoint.domain.seeking import Term, name_keys

# Around what was found; no text that is kept holds them.
_OPEN, _CLOSE, _PART = "\x02", "\x03", "\x04"
MOST_READ, MOST_WORDS, AROUND = 200_000, 2_000, 90
_HEADLINE = "SELECT ts_headline('pg_catalog.english', %s, %s::tsquery, %s)"
_OPTIONS = (
    f'StartSel="{_OPEN}", StopSel="{_CLOSE}", FragmentDelimiter="{_PART}", MaxFragments=2, MaxWords=26, MinWords=10'
)
_WORD = re.compile(r"[^\W\d_][\w'’]*")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of an excerpt; `is_hit` when it is what was sought."""

    text: str
    is_hit: bool


Excerpt = tuple[tuple[Piece, ...], ...]


def find_excerpt(texts: Iterable[str], words: str, terms: tuple[Term, ...], variants: Variants) -> Excerpt:
    """
    Return at most two pieces of the texts around what was sought; empty when only its numbers or title held it.

    words  the search as the text of a tsquery; names in other spellings are looked for word by word
    """
    held = "\n".join(text for text in texts if text)[:MOST_READ]
    if not words or not held:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_HEADLINE, [held, words, _OPTIONS])
        said = str(cursor.fetchone()[0])
    if _OPEN in said:
        return tuple(tuple(_split(part)) for part in said.split(_PART))
    return _alike(held, terms, variants)


def _alike(held: str, terms: tuple[Term, ...], variants: Variants) -> Excerpt:
    sought = frozenset[str]().union(*(name_keys(term.text, variants) for term in terms if term.alike))
    if not sought:
        return ()
    for number, found in enumerate(_WORD.finditer(held)):
        if number > MOST_WORDS:
            break
        if sought & name_keys(found[0]):
            before, after = held[max(0, found.start() - AROUND) : found.start()], held[found.end() :][:AROUND]
            pieces = ((before, False), (found[0], True), (after, False))
            return (tuple(Piece(text=text, is_hit=is_hit) for text, is_hit in pieces if text),)
    return ()


def _split(part: str) -> Iterator[Piece]:
    before, *rest = part.split(_OPEN)
    if before:
        yield Piece(text=before, is_hit=False)
    for held in rest:
        hit, _, after = held.partition(_CLOSE)
        yield Piece(text=hit, is_hit=True)
        if after:
            yield Piece(text=after, is_hit=False)
