"""
The words that decoy records carry, and how they are found in whatever is about to leave. For leak detection.

A token reads like a reference number. All begin alike, so that a look for the beginning costs next to nothing.
"""

import base64
import re

PREFIX = "ZQX7K"
RANDOM_BYTES = 10
_TOKEN = re.compile(rf"{PREFIX}[A-Z2-7]{{16}}", re.IGNORECASE)
_BEGINNINGS = (PREFIX.encode(), PREFIX.lower().encode())


def make_token(randomness: bytes) -> str:
    """Return the token of these ten random bytes: 21 capital letters and digits."""
    if len(randomness) != RANDOM_BYTES:
        raise ValueError(f"A token is made of {RANDOM_BYTES} bytes.")
    return PREFIX + base64.b32encode(randomness).decode()


def find_tokens(content: bytes) -> frozenset[str]:
    """Return every token in these bytes, in capitals; what only begins like one is none."""
    if not any(beginning in content for beginning in _BEGINNINGS):
        return frozenset()
    # Latin-1 maps every byte to a character: tokens are ASCII, whatever the rest is written in.
    return frozenset(found.group().upper() for found in _TOKEN.finditer(content.decode("latin-1")))


def hide_tokens(text: str) -> str:
    """Return the text with every token blotted out."""
    return _TOKEN.sub("[a decoy's token]", text)
