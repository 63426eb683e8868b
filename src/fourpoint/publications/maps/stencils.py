"""Outlines that the maps of one page share: each is defined once, and used wherever it is drawn."""

from typing import Protocol

from fourpoint.publications.ink import svg
from fourpoint.publications.ink.svg import Value


class Outline(Protocol):
    """How an outline becomes an element; takes path data, and children and attributes as `svg.element` does."""

    def __call__(self, data: str, *children: str, **attributes: Value) -> str:
        """Return the element."""


def inline(data: str, *children: str, **attributes: Value) -> str:
    """Return the outline with its own path data: for a drawing that stands alone, as in a PDF."""
    return svg.element("path", *children, d=data, **attributes)


class Stencil:
    """
    Keeps the outlines of a page. Its maps draw with `use`, and `close` gives what they refer to, once, after them.

    A district has four maps, each for a screen and for a phone: told each time, outlines were a third of its page.
    """

    def __init__(self) -> None:
        """Begin without outlines."""
        self._names: dict[str, str] = {}

    def use(self, data: str, *children: str, **attributes: Value) -> str:
        """Return a reference to the outline of that path data."""
        name = self._names.setdefault(data, f"fp-outline-{len(self._names) + 1}")
        return svg.element("use", *children, href=f"#{name}", **attributes)

    def close(self) -> str:
        """Return all outlines used, in a drawing of no size; nothing where none was."""
        if not self._names:
            return ""
        outlines = (svg.element("path", id=name, d=data) for data, name in self._names.items())
        return svg.element(
            "svg", svg.element("defs", *outlines), class_="fp-outlines", width=0, height=0, aria_hidden="true"
        )
