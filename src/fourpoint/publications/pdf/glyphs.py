"""
Which characters the typeface can print, so that a document with any other still becomes a valid PDF.

An accessible PDF may not hold a character without a glyph: the compiler refuses the whole document for one. Such a
character is replaced by a visible mark, and the words around it stay.
"""

import re
import struct
from functools import lru_cache
from pathlib import Path
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def _cmap(font: bytes) -> bytes:
    """The character map table of a TrueType font: OpenType 1.9, "Table directory"."""
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == b"cmap":
            return font[offset : offset + length]
    raise ValueError("The font has no character map.")


def _segments(table: bytes, at: int) -> set[int]:
    """The characters of a format 4 subtable: OpenType 1.9, "cmap", format 4."""
    (twice,) = struct.unpack_from(">H", table, at + 6)
    ends = struct.unpack_from(f">{twice // 2}H", table, at + 14)
    starts = struct.unpack_from(f">{twice // 2}H", table, at + 16 + twice)
    return {code for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1) if code != 0xFFFF}


def _groups(table: bytes, at: int) -> set[int]:
    """The characters of a format 12 subtable: OpenType 1.9, "cmap", format 12."""
    (count,) = struct.unpack_from(">L", table, at + 12)
    found: set[int] = set()
    for index in range(count):
        start, end, _ = struct.unpack_from(">LLL", table, at + 16 + 12 * index)
        found.update(range(start, end + 1))
    return found


@lru_cache(maxsize=4)
def printable(font: Path) -> frozenset[int]:
    """
    Return the code points that a TrueType font has glyphs for.

    raises  ValueError if the font has no character map
    """
    table = _cmap(font.read_bytes())
    (count,) = struct.unpack_from(">H", table, 2)
    found: set[int] = set()
    for index in range(count):
        (offset,) = struct.unpack_from(">L", table, 4 + 8 * index + 4)
        (form,) = struct.unpack_from(">H", table, offset)
        if form in (4, 12):
            found |= (_segments if form == 4 else _groups)(table, offset)
    return frozenset(found)


def replace_missing(value: Any, font: Path) -> Any:
    """
    Return the value with each character that the font cannot print replaced by one that says so.

    value   text, or sequences and dicts of texts, numbers and truth values as JSON writes them
    """
    if isinstance(value, str):
        return _printed(value, printable(font))
    if isinstance(value, dict):
        return {key: replace_missing(inside, font) for key, inside in value.items()}
    return [replace_missing(inside, font) for inside in value] if isinstance(value, list | tuple) else value


def _printed(text: str, known: frozenset[int]) -> str:
    if text.isascii() and text.isprintable():
        return text
    mark = REPLACEMENT if ord(REPLACEMENT) in known else "?"
    shown = _CONTROL.sub("", text)
    missing = {ord(each) for each in set(shown) if ord(each) not in known and each not in "\n\r\t"}
    return shown.translate(dict.fromkeys(missing, mark)) if missing else shown
