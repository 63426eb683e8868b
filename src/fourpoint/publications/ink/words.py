"""
How wide words are in Source Sans 3, so that labels can be placed without a browser.

The widths are the font's own advance widths in thousandths of the size (version 3.052, read from its tables). A
character that is not listed counts as wide as its base letter, or as 0.6 of the size.
"""

import unicodedata

# fmt: off
_REGULAR = (
    200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497, 497, 497, 497, 497,
    497, 497, 497, 249, 249, 497, 497, 497, 425, 847, 544, 588, 571, 615, 527, 494, 617, 652, 263, 480, 579, 486, 727,
    647, 664, 566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303, 350, 303, 497, 500, 542, 504, 553, 456, 555,
    496, 292, 504, 544, 246, 247, 495, 255, 829, 547, 542, 555, 555, 347, 419, 338, 544, 467, 719, 446, 467, 425, 303,
    241, 303, 497,
)
# fmt: on
_OTHERS = {"–": 480, "—": 800, "−": 497, "£": 497, "’": 249, "‘": 249, "“": 426, "”": 426, "·": 249, "…": 948}
_BOLDER = 1.03  # Semibold is on average three hundredths wider than Regular.
_FALLBACK = 600


def _advance(character: str) -> int:
    code = ord(character)
    if 32 <= code < 127:
        return _REGULAR[code - 32]
    if character in _OTHERS:
        return _OTHERS[character]
    base = unicodedata.normalize("NFD", character)[0]
    if base != character:
        return _advance(base)
    return 1000 if unicodedata.east_asian_width(character) in "WF" else _FALLBACK


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide the text is in the unit of size."""
    return sum(map(_advance, text)) * size / 1000 * (_BOLDER if bold else 1)


def shorten(text: str, size: float, room: float) -> str:
    """Return the text, cut with an ellipsis when it is wider than the room."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, size: float, room: float, *, lines: int = 3) -> tuple[str, ...]:
    """
    Return the text broken into at most that many lines, none wider than the room.

    Breaks stand at spaces; a single word wider than the room and whatever is left after the last line are cut with an
    ellipsis, so the caller must give the whole words elsewhere (a title or the table).
    """
    made: list[str] = []
    rest = text.split()
    while rest and len(made) < lines - 1:
        count = 1
        while count < len(rest) and width(" ".join(rest[: count + 1]), size) <= room:
            count += 1
        made.append(shorten(" ".join(rest[:count]), size, room))
        rest = rest[count:]
    if rest:
        made.append(shorten(" ".join(rest), size, room))
    return tuple(made)
