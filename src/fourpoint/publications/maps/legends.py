"""Legends inside the map: a list of classes, or the square of a map of two variables, and the scale bar."""

from fourpoint.domain.document import Geometry, LegendEntry, Map
from fourpoint.publications.ink import svg, theme, words
from fourpoint.publications.ink.canvas import Canvas
from fourpoint.publications.maps import fills
from fourpoint.publications.maps.fills import Fill

_SWATCH = 20.0
_SQUARE = 30.0


def swatches(canvas: Canvas, drawn: Map) -> list[tuple[str, Fill]]:
    """Return the words and fills of a listed legend; areas without a value get an entry when there are any."""
    if drawn.kind == "surface":
        made = [
            (entry.label, Fill(fill=theme.DENSITY[min(index, len(theme.DENSITY) - 1)]))
            for index, entry in enumerate(drawn.legend)
        ]
    elif drawn.kind == "significance":
        made = [
            (entry.label, fills.flagged(canvas, fills.legend_flag(drawn, index)))
            for index, entry in enumerate(drawn.legend)
        ]
    else:
        made = [(entry.label, fills.classed(canvas, drawn, index)) for index, entry in enumerate(drawn.legend)]
    missing = any(area.class_index is None and not area.flag for area in drawn.areas)
    if missing and drawn.kind != "surface":
        made.append((fills.NO_VALUE, fills.absent(canvas)))
    return made


def _swatch(canvas: Canvas, x: float, y: float, size: float, fill: Fill) -> None:
    box = {"x": x, "y": y, "width": size, "height": size}
    canvas.add(svg.element("rect", fill=fill.fill, stroke=fill.edge, stroke_width=fill.edge_width, **box))
    if fill.over:
        canvas.add(svg.element("rect", fill=fill.over, **box))


def listed(canvas: Canvas, drawn: Map, x: float, y: float) -> float:
    """Put the title and classes below each other; returns where the legend ends."""
    room = canvas.width - x
    y = canvas.lines(x, y + canvas.theme.text, words.wrap(drawn.legend_title, canvas.theme.text, room), bold=True)
    for label, fill in swatches(canvas, drawn):
        _swatch(canvas, x + 1, y - 10, _SWATCH - 4, fill)
        lines = words.wrap(label, canvas.theme.text, room - _SWATCH - 8)
        y = canvas.lines(x + _SWATCH + 6, y + 3, lines) + 3
    return y - canvas.theme.text


def _end_words(drawn: Map) -> tuple[str, str]:
    """The words for the high end of either variable, from the labels of the two corners ("high A, low B")."""
    places = {(entry.x, entry.y): entry.label for entry in drawn.legend}
    first, second = places.get((2, 0), ""), places.get((0, 2), "")
    return first.split(", ")[0], second.split(", ")[-1]


def _arrow(canvas: Canvas, x: float, y: float, *, up: bool) -> str:
    data = "l0 -14m-4 5l4 -5l4 5" if up else "l14 0m-5 -4l5 4l-5 4"
    return svg.element(
        "path", d=f"M{svg.number(x)} {svg.number(y)}{data}", stroke=canvas.theme.ink, stroke_width=1.5, fill="none"
    )


def square(canvas: Canvas, drawn: Map, x: float, y: float) -> float:
    """Put the three by three square with the high end of either variable in words; returns where it ends."""
    room = canvas.width - x
    across, up = _end_words(drawn)
    size = canvas.theme.text
    y = canvas.lines(x, y + size, words.wrap(drawn.legend_title, size, room), bold=True)
    canvas.add(_arrow(canvas, x + 6, y + 2, up=True))
    y = canvas.lines(x + 18, y, words.wrap(up, size, room - 20)) - size + 6
    ordered = sorted(drawn.legend, key=lambda entry: entry.x == 2 and entry.y == 2)
    for entry in ordered:
        _cell(canvas, drawn, entry, (x + 2, y))
    y += 3 * _SQUARE + size + 6
    lines = words.wrap(across, size, room - 22)
    y = canvas.lines(x + 2, y, lines)
    end = max((words.width(line, size) for line in lines), default=0)
    canvas.add(_arrow(canvas, x + end + 8, y - canvas.leading - size * 0.33, up=False))
    y = canvas.lines(x, y + 2, words.wrap("Outlined: both high", size, room), fill=canvas.theme.muted)
    if any(area.class_index is None for area in drawn.areas):
        _swatch(canvas, x + 1, y - 10, _SWATCH - 4, fills.absent(canvas))
        y = canvas.lines(x + _SWATCH + 6, y + 3, [fills.NO_VALUE])
    return y - size


def _cell(canvas: Canvas, drawn: Map, entry: LegendEntry, corner: tuple[float, float]) -> None:
    fill = fills.classed(canvas, drawn, drawn.legend.index(entry))
    x, y = corner[0] + min(entry.x, 2) * _SQUARE, corner[1] + (2 - min(entry.y, 2)) * _SQUARE
    canvas.add(
        svg.element(
            "rect",
            svg.title(entry.label),
            x=x,
            y=y,
            width=_SQUARE,
            height=_SQUARE,
            fill=fill.fill,
            stroke=fill.edge,
            stroke_width=fill.edge_width,
        )
    )


def round_length(metres: float) -> float:
    """Return the greatest of 1, 2 or 5 times a power of ten that is not more than the length; metres, > 0."""
    power = 1.0
    while power * 10 <= metres:
        power *= 10
    while power > metres:
        power /= 10
    return max(factor * power for factor in (1, 2, 5) if factor * power <= metres)


def scale_bar(canvas: Canvas, geometry: Geometry, by: float, x: float, y: float) -> float:
    """Put a bar of a round length; by is the drawing's units per unit of the geometry. Returns where it ends."""
    if geometry.metres_per_unit <= 0:
        return y
    metres = round_length(100 * geometry.metres_per_unit / by)
    long = metres / geometry.metres_per_unit * by
    path = f"M{svg.number(x + 1)} {svg.number(y + 4)}v6h{svg.number(long)}v-6"
    canvas.add(svg.element("path", d=path, stroke=canvas.theme.ink, stroke_width=1.25, fill="none"))
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    canvas.text(x + long + 9, y + 12, text)
    return y + 18
