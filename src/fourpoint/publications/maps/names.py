"""Names of districts on a map: inside them on a wide sheet, numbers with a list on a narrow one."""

from fourpoint.domain.document import Geometry
from fourpoint.publications.ink import words
from fourpoint.publications.ink.canvas import Canvas
from fourpoint.publications.maps import shapes

MOST = 40
LEVELS = ("district", "force")
Box = tuple[float, float, float, float]


def wanted(geometry: Geometry) -> bool:
    """Whether the outlines are few and large enough to be named on the map."""
    return geometry.level in LEVELS and len(geometry.outlines) <= MOST


def _free(box: Box, taken: list[Box]) -> bool:
    left, top, right, bottom = box
    return all(right <= a or left >= c or bottom <= b or top >= d for a, b, c, d in taken)


def _place(x: float, y: float, size: tuple[float, float], taken: list[Box]) -> tuple[float, float]:
    """The nearest place above or below (x, y) where a box of that size covers no other; (x, y) when there is none."""
    wide, high = size
    for shift in (0.0, 0.5, -0.5, 0.9, -0.9, 1.3, -1.3):
        middle = y + shift * high
        box = (x - wide / 2, middle - high / 2, x + wide / 2, middle + high / 2)
        if _free(box, taken):
            taken.append(box)
            return x, middle
    return x, y


def inside(canvas: Canvas, geometry: Geometry, by: float, offset: tuple[float, float]) -> None:
    """Put every name where its outline is widest, in up to three lines, clear of the others where that is possible."""
    taken: list[Box] = []
    size = canvas.theme.text - 1.5
    for outline in sorted(geometry.outlines, key=lambda each: -len(each.name)):
        spot = shapes.inmost(outline.path)
        if spot is None:
            continue
        rows = words.wrap(outline.name, size, max(spot[2] * by * 1.9, 62))
        wide = max(words.width(row, size, bold=True) for row in rows)
        high = len(rows) * size * 1.1
        x, y = _place(spot[0] * by + offset[0], spot[1] * by + offset[1], (wide, high), taken)
        x = min(max(x, wide / 2 + 2), canvas.width - wide / 2 - 2)
        for number, row in enumerate(rows):
            baseline = y - high / 2 + size * (0.85 + 1.1 * number)
            canvas.text(x, baseline, row, anchor="middle", bold=True, size=size, halo=True, kind="fp-name")


def numbered(canvas: Canvas, geometry: Geometry, by: float, offset: tuple[float, float]) -> None:
    """Put a number on every outline; `key` says which name each is."""
    taken: list[Box] = []
    for number, outline in enumerate(geometry.outlines, 1):
        spot = shapes.inmost(outline.path)
        if spot:
            x, y = _place(spot[0] * by + offset[0], spot[1] * by + offset[1], (16, 14), taken)
            canvas.text(x, y + 5, str(number), anchor="middle", bold=True, halo=True, kind="fp-name")


def key(canvas: Canvas, geometry: Geometry, y: float) -> float:
    """Put the list of numbers and names; returns where it ends."""
    for number, outline in enumerate(geometry.outlines, 1):
        canvas.text(18, y + canvas.theme.text, str(number), anchor="end", bold=True)
        y = canvas.lines(26, y + canvas.theme.text, words.wrap(outline.name, canvas.theme.text, canvas.width - 30))
        y -= canvas.theme.text
    return y
