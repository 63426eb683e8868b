"""A density surface as one path per class, so that a fine grid stays a small drawing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from fourpoint.domain.document import SurfaceCell
from fourpoint.publications.ink import svg, theme


def _runs(cells: Sequence[SurfaceCell]) -> Iterator[tuple[int, int, int, int]]:
    """Neighbouring cells of one row joined: (x, y, width, height)."""
    current: tuple[int, int, int, int] | None = None
    for cell in sorted(cells, key=lambda each: (each.y, each.height, each.x)):
        if current and (cell.y, cell.height, cell.x) == (current[1], current[3], current[0] + current[2]):
            current = (current[0], current[1], current[2] + cell.width, current[3])
            continue
        if current:
            yield current
        current = (cell.x, cell.y, cell.width, cell.height)
    if current:
        yield current


def draw(cells: Sequence[SurfaceCell], by: float) -> str:
    """Return the surface as paths, faint classes first; by multiplies its units."""
    classes: dict[int, list[SurfaceCell]] = defaultdict(list)
    for cell in cells:
        classes[min(max(cell.class_index, 0), len(theme.DENSITY) - 1)].append(cell)
    made = []
    for index in sorted(classes):
        data = "".join(
            f"M{left} {top}h{wide}v{high}h-{wide}z"
            for left, top, wide, high in (map(svg.number, (part * by for part in run)) for run in _runs(classes[index]))
        )
        made.append(
            svg.element(
                "path",
                class_="fp-surface",
                d=data,
                fill=theme.DENSITY[index],
                shape_rendering="crispEdges",
            )
        )
    return "".join(made)
