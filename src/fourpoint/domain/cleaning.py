"""
Text as people sent it, made fit to keep and to show: hidden characters out or made visible, and a limit of length.

Written words keep every letter they have. What goes is what no person types: control characters, halves of characters,
and the marks that turn the direction of text and so can make a line read otherwise than it is stored. Marks that right-
to-left writing itself needs stay.
"""

import re

from fourpoint.domain.errors import Unusable

_BREAKS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
# Control characters but the tab and the line break; what turns the direction of text; a stray mark of byte order; and
# halves of a character, which no store takes.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return the text with plain line breaks, without characters that only a machine would send, and no blank ends."""
    return _HIDDEN.sub("", _BREAKS.sub("\n", text)).strip()


def show_hidden(text: str) -> str:
    """Return the text with its hidden characters written out, as [U+202E]: for words that are kept as they came."""
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", _BREAKS.sub("\n", text))


def check_length(text: str, *, most: int, what: str = "text") -> None:
    """Raise Unusable, in one sentence, when the text has more characters than that. Asked before a text is read."""
    if len(text) > most:
        raise Unusable(f"The {what} has {len(text):,} characters, and {most:,} is the most: attach it as a file.")
