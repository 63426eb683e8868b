"""A small map that only shows where an area lies among its neighbours, for covers."""

from fourpoint.domain.document import Geometry
from fourpoint.publications.ink import svg
from fourpoint.publications.ink.canvas import Canvas
from fourpoint.publications.ink.theme import PRINT, Theme
from fourpoint.publications.maps import shapes


def draw(geometry: Geometry, code: str, *, width: int, name: str, theme: Theme = PRINT) -> str:
    """
    Return the outlines with the one of that code filled dark; when none has it, all are filled: they are the area.

    name  the area's name, for the title
    """
    canvas = Canvas(f"locator-{geometry.geometry_id}-{code}", width=width, theme=theme)
    by = (width - 4) / geometry.width
    alone = all(outline.code != code for outline in geometry.outlines)
    ordered = sorted(geometry.outlines, key=lambda outline: outline.code == code)
    made = [
        svg.element(
            "path",
            class_="fp-area",
            d=shapes.scaled(outline.path, by),
            fill=theme.accent if alone or outline.code == code else "#DCE3EA",
            stroke=theme.accent if alone else theme.paper,
            stroke_width=1.2 if alone else 0.9,
            stroke_linejoin="round",
        )
        for outline in ordered
    ]
    canvas.add(svg.element("g", *made, transform="translate(2 2)"))
    words = f"Where {name} lies"
    return canvas.close(height=geometry.height * by + 4, title=words, description=words, kind="locator")
