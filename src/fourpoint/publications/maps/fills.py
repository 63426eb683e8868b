"""How each area of a map is filled, by kind of map: colour, and with it a pattern or an outline where meaning hangs."""

from dataclasses import dataclass

from fourpoint.domain.document import Map, MapArea
from fourpoint.publications.ink import theme
from fourpoint.publications.ink.canvas import Canvas

NO_VALUE = "No value"
EDGE = "#7B8489"
EDGE_WIDTH = 0.5


@dataclass(frozen=True, kw_only=True)
class Fill:
    """How to fill and edge an outline; over is a pattern laid on it; a greater rank is drawn later."""

    fill: str
    over: str = ""
    edge: str = EDGE
    edge_width: float = EDGE_WIDTH
    rank: int = 0


def absent(canvas: Canvas) -> Fill:
    """Return the hatching of an area without a value."""
    return Fill(fill=canvas.theme.paper, over=canvas.pattern("rising", ink="#A4A8AA"))


def flagged(canvas: Canvas, flag: str) -> Fill:
    """Return the fill of a significance flag: hot is solid and outlined, cold is striped, neither is plain."""
    if flag == "hot":
        return Fill(fill=theme.HOT, edge=canvas.theme.ink, edge_width=1.6, rank=2)
    if flag == "cold":
        stripes = canvas.pattern("falling", ink="#FFFFFF")
        return Fill(fill=theme.COLD, over=stripes, edge=theme.COLD, edge_width=1.2, rank=1)
    return Fill(fill=theme.NEITHER)


def classed(canvas: Canvas, drawn: Map, index: int) -> Fill:
    """Return the fill of a class of a choropleth or of a bivariate map, by its place in the legend."""
    if drawn.kind != "bivariate":
        return Fill(fill=theme.sequence(len(drawn.legend))[min(index, len(drawn.legend) - 1)])
    entry = drawn.legend[index]
    x, y = min(max(entry.x, 0), 2), min(max(entry.y, 0), 2)
    both = x == 2 and y == 2
    ink = canvas.theme.ink if both else EDGE
    return Fill(fill=theme.BIVARIATE[y][x], edge=ink, edge_width=1.8 if both else EDGE_WIDTH, rank=2 if both else 0)


def legend_flag(drawn: Map, index: int) -> str:
    """Return the flag that a legend entry of a significance map stands for: as its areas say, else as its words do."""
    flags = {area.flag for area in drawn.areas if area.class_index == index}
    if len(flags) == 1:
        return flags.pop()
    label = drawn.legend[index].label.lower()
    if "not " in label or "no " in label:
        return ""
    return "hot" if "high" in label or "hot" in label else "cold" if "low" in label or "cold" in label else ""


def fill(canvas: Canvas, drawn: Map, area: MapArea) -> Fill:
    """Return how the area is filled on that map."""
    if drawn.kind == "surface":
        return Fill(fill="none", edge="#505A5F", edge_width=0.6)
    if drawn.kind == "significance" and (area.flag or area.class_index is not None):
        return flagged(canvas, area.flag)
    if area.class_index is None or not 0 <= area.class_index < len(drawn.legend):
        return absent(canvas)
    return classed(canvas, drawn, area.class_index)
