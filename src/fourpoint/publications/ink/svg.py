"""
SVG elements as text, for everything that draws here.

All words pass through `element` or `words`, which escape them; nothing else may put words into a drawing. Numbers are
printed with at most two decimals, so that the same drawing is the same bytes on every machine.
"""

import re
from html import escape

Value = str | float | int | None

# What XML 1.0 forbids: a browser refuses the whole page for one of them.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return the text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def number(value: float) -> str:
    """Return the number with at most two decimals and no empty ones."""
    printed = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if printed == "-0" else printed


def _attribute(name: str, value: Value) -> str:
    if value is None:
        return ""
    printed = number(value) if isinstance(value, int | float) else escape(clean(value), quote=True)
    return f' {name.rstrip("_").replace("_", "-")}="{printed}"'


def element(name: str, *children: str, **attributes: Value) -> str:
    """
    Return one element.

    children    SVG text made by this function or by `words`; never bare words
    attributes  their names with _ for - (a last _ is dropped: class_); None leaves one out
    """
    printed = "".join(_attribute(key, value) for key, value in attributes.items())
    inside = "".join(children)
    return f"<{name}{printed}>{inside}</{name}>" if inside else f"<{name}{printed}/>"


def words(text: str) -> str:
    """Return bare words, escaped, to stand inside an element."""
    return escape(clean(text), quote=False)


def title(text: str) -> str:
    """Return the words that a pointer shows when it rests on a mark; empty words make no element."""
    return element("title", words(text)) if text else ""


def polyline(points: list[tuple[float, float]]) -> str:
    """Return the path data of a line through the points, in their order."""
    return "".join(f"{'L' if index else 'M'}{number(x)} {number(y)}" for index, (x, y) in enumerate(points))


def identifier(*parts: str | int) -> str:
    """Return a safe element id made of the parts: ASCII letters, digits and hyphens only, starting with a letter."""
    joined = "-".join(str(part) for part in parts)
    return "fp-" + re.sub(r"[^A-Za-z0-9]+", "-", joined).strip("-").lower()
