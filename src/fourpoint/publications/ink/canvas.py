"""
A sheet to draw on: keeps the drawn elements and the patterns they use, and closes them into one accessible SVG.

Every id carries the drawing's own prefix, so that many drawings can stand on one page, and one drawing twice at two
widths.
"""

from collections.abc import Sequence
from typing import Literal, TypedDict, Unpack

from fourpoint.publications.ink import svg, words
from fourpoint.publications.ink.theme import Theme

Anchor = Literal["start", "middle", "end"]
Pattern = Literal["rising", "falling", "dots", "cross", "grid", "flat"]
PATTERNS: tuple[Pattern, ...] = ("rising", "dots", "falling", "grid", "cross", "flat")

_TILES: dict[Pattern, str] = {
    "rising": "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    "falling": "M-1 5L1 7M0 0L6 6M5 -1L7 1",
    "cross": "M-1 1L1 -1M0 6L6 0M5 7L7 5M-1 5L1 7M0 0L6 6M5 -1L7 1",
    "grid": "M0 3H6M3 0V6",
    "flat": "M0 3H6",
    "dots": "",
}


class Style(TypedDict, total=False):
    """How words are written; a halo of paper keeps them readable over lines; kind is their CSS class."""

    anchor: Anchor
    fill: str
    bold: bool
    size: float
    halo: bool
    kind: str


class Canvas:
    """A sheet of a given width; the height is known only when the drawing is closed."""

    def __init__(self, name: str, *, width: int, theme: Theme) -> None:
        self.prefix = svg.identifier(name, width)
        self.width = width
        self.theme = theme
        self._drawn: list[str] = []
        self._patterns: dict[str, str] = {}

    def add(self, *elements: str) -> None:
        """Put elements on the sheet, over what is there."""
        self._drawn.extend(elements)

    def text(self, x: float, y: float, text: str, **style: Unpack[Style]) -> None:
        """Put one line of words with its baseline at y."""
        anchor, halo = style.get("anchor", "start"), style.get("halo", False)
        self.add(
            svg.element(
                "text",
                svg.words(text),
                class_=style.get("kind"),
                x=x,
                y=y,
                text_anchor=None if anchor == "start" else anchor,
                fill=style.get("fill", self.theme.ink),
                font_size=style.get("size", self.theme.text),
                font_weight=600 if style.get("bold") else None,
                stroke=self.theme.paper if halo else None,
                stroke_width=3 if halo else None,
                stroke_linejoin="round" if halo else None,
                paint_order="stroke" if halo else None,
            )
        )

    def centred(self, x: float, y: float, text: str, **style: Unpack[Style]) -> None:
        """Put one line of words centred at x, moved and in the last resort cut so that it stays on the sheet."""
        size = style.get("size", self.theme.text)
        text = words.shorten(text, size, self.width)
        half = words.width(text, size, bold=style.get("bold", False)) / 2
        style["anchor"] = "middle"
        self.text(min(max(x, half), self.width - half), y, text, **style)

    def lines(self, x: float, y: float, rows: Sequence[str], **style: Unpack[Style]) -> float:
        """Put several lines of words below each other, the first with its baseline at y; returns the next baseline."""
        for index, row in enumerate(rows):
            self.text(x, y + index * self.leading, row, **style)
        return y + len(rows) * self.leading

    @property
    def leading(self) -> float:
        """Distance of baselines."""
        return self.theme.text * 1.25

    def pattern(self, kind: Pattern, *, ink: str) -> str:
        """
        Return the fill that refers to a pattern of that ink; each is defined once.

        A pattern has no ground of its own: lay it over a plain shape where one is wanted. (A ground inside the tile
        shows seams between tiles in some readers of PDF.)
        """
        name = f"{self.prefix}-{kind}-{ink.strip('#').lower()}"
        tile = (
            svg.element("circle", cx=3, cy=3, r=1.2, fill=ink)
            if kind == "dots"
            else svg.element("path", d=_TILES[kind], stroke=ink, stroke_width=1, fill="none")
        )
        self._patterns[name] = svg.element("pattern", tile, id=name, width=6, height=6, patternUnits="userSpaceOnUse")
        return f"url(#{name})"

    def close(self, *, height: float, title: str, description: str, kind: str, role: str = "img") -> str:
        """
        Return the whole SVG.

        title        names the drawing; description says what it shows
        kind         added to the class of the drawing: fp-drawing fp-drawing--kind
        role         "img", or "group" when the drawing holds links
        """
        names = (f"{self.prefix}-title", f"{self.prefix}-desc")
        defs = svg.element("defs", *self._patterns.values()) if self._patterns else ""
        return svg.element(
            "svg",
            svg.element("title", svg.words(title or kind), id=names[0]),
            svg.element("desc", svg.words(description or title or kind), id=names[1]),
            defs,
            *self._drawn,
            xmlns="http://www.w3.org/2000/svg",
            class_=f"fp-drawing fp-drawing--{kind}",
            viewBox=f"0 0 {self.width} {svg.number(round(height))}",
            width=self.width,
            height=round(height),
            role=role,
            aria_labelledby=" ".join(names),
            font_family=self.theme.font,
            font_size=self.theme.text,
        )
