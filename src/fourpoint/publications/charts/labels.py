"""Labels that stand beside lines: spread so that none covers another, or as a key above where the sheet is narrow."""

from collections.abc import Sequence
from dataclasses import dataclass

from fourpoint.publications.ink import svg, theme, words
from fourpoint.publications.ink.canvas import Canvas

NARROW = 480


@dataclass(frozen=True, kw_only=True)
class Label:
    """Words for a line, the place it should stand beside (None: no place of its own), its colour and its dash."""

    text: str
    y: float | None
    colour: str
    dash: str = ""
    bold: bool = False


def ink(canvas: Canvas, label: Label) -> str:
    """Return the colour of a label's words: its line's own where that is dark enough to read, else ink."""
    readable = theme.contrast(label.colour, canvas.theme.paper) >= 4.5
    return label.colour if readable else canvas.theme.ink


def room(canvas: Canvas, labels: Sequence[Label]) -> float:
    """Return how wide a margin the labels want on the right; 0 on a narrow sheet, where they stand above."""
    if canvas.width < NARROW or not labels:
        return 0
    widest = max(words.width(label.text, canvas.theme.text, bold=label.bold) for label in labels)
    return min(widest + 12, canvas.width * 0.27)


def spread(wanted: Sequence[float], heights: Sequence[float], *, top: float, bottom: float) -> tuple[float, ...]:
    """
    Return where the tops of labels may stand, in the same order, so that none covers another.

    wanted   where each top would like to stand, rising
    returns  rising places, none above top; the last ends at bottom unless there is no room for all
    """
    placed: list[float] = []
    floor = top
    for place, height in zip(wanted, heights, strict=True):
        placed.append(max(place, floor))
        floor = placed[-1] + height
    ceiling = max(bottom, top + sum(heights))
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], ceiling - heights[index])
        ceiling = placed[index]
    return tuple(placed)


def beside(canvas: Canvas, labels: Sequence[Label], *, x: float, top: float, bottom: float) -> None:
    """Put the labels to the right of x, each as near its line as the others allow."""
    ordered = sorted(labels, key=lambda label: bottom if label.y is None else label.y)
    rows = [words.wrap(label.text, canvas.theme.text, canvas.width - x - 10) for label in ordered]
    heights = [len(lines) * canvas.leading + 2 for lines in rows]
    wanted = [(bottom if label.y is None else label.y) - canvas.leading * 0.6 for label in ordered]
    for label, lines, place, want in zip(
        ordered, rows, spread(wanted, heights, top=top, bottom=bottom), wanted, strict=True
    ):
        if label.y is not None:
            elbow = [(x + 1, label.y), (x + 6, label.y + place - want)]
            canvas.add(svg.element("path", d=svg.polyline(elbow), stroke=label.colour, fill="none"))
        canvas.lines(x + 9, place + canvas.leading * 0.82, lines, fill=ink(canvas, label), bold=label.bold)


def above(canvas: Canvas, labels: Sequence[Label], y: float) -> float:
    """Put the labels as a key over the whole width, each with a piece of its line; returns the next baseline."""
    for label in labels:
        canvas.add(
            svg.element(
                "path",
                d=f"M0 {svg.number(y - 4.5)}H24",
                stroke=label.colour,
                stroke_width=2,
                stroke_dasharray=label.dash or None,
            )
        )
        lines = words.wrap(label.text, canvas.theme.text, canvas.width - 34)
        y = canvas.lines(32, y, lines, fill=ink(canvas, label), bold=label.bold)
    return y + 4 if labels else y
