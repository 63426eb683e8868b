"""
How a name sounds, as a few consonants: Kathryn and Catherine, Mohammed and Muhammad are one.

Made for many spellings of one name in English ears, and generous: names that are not alike may share a sound. Vowels
count only at the start, and there as one; h and w only at the start.
"""

import re

# In this order; a capital is a sound that later rules leave alone.
_RULES = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"(.)\1+", r"\1"),
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^(?:ps|x)", "s"),
        (r"^wh", "w"),
        (r"^ma?c(?=[^aeiouyh])", "mK"),
        (r"mb$", "m"),
        (r"tsch", "C"),
        (r"sch|sh|sz|zh", "s"),
        (r"tch|cz|ch(?![rl])", "C"),
        (r"z|c(?=[eiy])", "s"),
        (r"ch|kh|ck|c|k|q", "K"),
        (r"^gh", "G"),
        (r"gh", ""),
        (r"dg(?=[eiy])|g(?=[eiy])|dj|j", "J"),
        (r"ph|v", "f"),
        (r"x", "Ks"),
        (r"th|dh|d", "t"),
        (r"^(?:[aeiou]|y(?![aeiou]))", "A"),
        (r"(?<!^)[aeiouyhw]+", "-"),
        (r"([^-])\1+", r"\1"),
        (r"-", ""),
    )
)


def sound(word: str) -> str:
    """Return the sound of one word of Latin letters in lower case, in capitals; empty if it has none."""
    for pattern, said in _RULES:
        word = pattern.sub(said, word)
    return word.upper()
