"""The outlines of a geometry, put to the size of a drawing, and where a name fits best inside one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import shapely
from shapely.geometry import Polygon

_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+(?:\.\d+)?|\.\d+)")
_STEPS = {"M": 2, "L": 2, "H": 1, "V": 1}
Point = tuple[float, float]


def _moved(at: Point, command: str, numbers: Sequence[float]) -> Point:
    """Where one step of a path leads from a point; a small letter counts from there."""
    x, y = at if command.islower() else (0.0, 0.0)
    match command.upper():
        case "H":
            return x + numbers[0], at[1]
        case "V":
            return at[0], y + numbers[0]
        case _:
            return x + numbers[0], y + numbers[1]


def _steps(path: str) -> Iterator[tuple[str, list[float]]]:
    """The steps of a path: its command (repeated where SVG lets it be left out) and its numbers."""
    command, numbers = "", list[float]()
    for part in _TOKEN.findall(path):
        if part.isalpha():
            command, numbers = part, []
            if part in "Zz":
                yield "Z", []
            elif part.upper() not in _STEPS:
                raise ValueError(f"An outline is made of straight lines: the path command {part} is not one.")
            continue
        numbers.append(float(part))
        if len(numbers) == _STEPS[command.upper()]:
            yield command, numbers
            numbers = []
            command = {"M": "L", "m": "l"}.get(command, command)


@lru_cache(maxsize=8192)
def rings(path: str) -> tuple[tuple[Point, ...], ...]:
    """
    Return the rings of a path as points in its own units; those of fewer than three points are left out.

    raises  ValueError for a path with curves: the documents hold straight lines only
    """
    found: list[list[Point]] = []
    at = (0.0, 0.0)
    for command, numbers in _steps(path):
        if command == "Z":
            at = found[-1][0] if found else at
            continue
        at = _moved(at, command, numbers)
        if command in "Mm" or not found:
            found.append([])
        found[-1].append(at)
    return tuple(tuple(ring) for ring in found if len(ring) >= 3)


@lru_cache(maxsize=8192)
def parts(path: str) -> tuple[tuple[tuple[Point, ...], ...], ...]:
    """
    Return the parts of a path, as of an island and a mainland: each its outer ring and then the holes in it.

    A ring within an odd number of others is a hole, whichever way round it runs: as the drawings fill them.
    """
    held = rings(path)
    if len(held) == 1:
        return (held,)
    shapes = [Polygon(ring) for ring in held]
    around = [
        {other for other, shape in enumerate(shapes) if other != n and _within(ring, shape)}
        for n, ring in enumerate(held)
    ]
    found = {n: [held[n]] for n, others in enumerate(around) if len(others) % 2 == 0}
    for n, others in enumerate(around):
        if n not in found and (outer := others & found.keys()):
            found[min(outer, key=lambda other: shapes[other].area)].append(held[n])
    return tuple(tuple(part) for part in found.values())


def _within(ring: tuple[Point, ...], shape: Polygon) -> bool:
    """Whether most of a ring's corners lie within a shape; rounded rings may touch, and a corner may lie on both."""
    inside = shapely.contains_xy(shape, *zip(*ring, strict=True))
    return bool(inside.mean() > 0.5)


@lru_cache(maxsize=8192)
def scaled(path: str, by: float) -> str:
    """
    Return the path data multiplied, to a tenth of a unit.

    Points are rounded where they lie and not step by step, so that the border of two neighbours stays one line.
    """
    made: list[str] = []
    for ring in rings(path):
        tenths = [(round(x * by * 10), round(y * by * 10)) for x, y in ring]
        kept = [point for index, point in enumerate(tenths) if index == 0 or point != tenths[index - 1]]
        steps = [part for (a, b), (x, y) in pairwise(kept) for part in (x - a, y - b)]
        made.append(f"M{_tenths(kept[0])}l{_tenths(steps)}z" if steps else "")
    return "".join(made)


def _tenths(numbers: Iterable[int]) -> str:
    """Numbers of tenths as path data, without the zeros and spaces that it can be read without: maps are large."""
    told = [f"{'-' * (one < 0)}{abs(one) // 10 or ''}{f'.{abs(one) % 10}' if one % 10 else ''}" for one in numbers]
    return " ".join(one or "0" for one in told).replace(" -", "-")


@lru_cache(maxsize=1024)
def inmost(path: str) -> tuple[float, float, float] | None:
    """
    Return (x, y, radius) of the widest circle inside the largest ring of a path, in the path's units.

    None when the path encloses nothing. Holes are left out of account: a name may stand over an enclave.
    """
    polygons = [polygon for ring in rings(path) if (polygon := Polygon(ring).buffer(0)).area > 0]
    if not polygons:
        return None
    largest = max(polygons, key=lambda polygon: polygon.area)
    line = shapely.maximum_inscribed_circle(largest, tolerance=max(largest.length / 500, 0.5))
    (x, y), (edge_x, edge_y) = line.coords
    return x, y, float(((x - edge_x) ** 2 + (y - edge_y) ** 2) ** 0.5)
