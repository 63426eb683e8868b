"""
The plan of the house: floors, rooms, arrows between rooms, and circles, for the figures of `./fourpoint house`.

A room is what stands directly on a floor: `fourpoint.web.profiles` is a room, and so is `fourpoint.domain.months`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from fourpoint.config.house.imports import Arrow, Kind
from fourpoint.config.house.source import SourceFile


@dataclass(frozen=True)
class Plan:
    """
    The house as drawn.

    floors  names of the floors from the top down; those of one tuple stand beside each other and may not meet
    lines   source lines by room
    arrows  pairs of rooms where the first imports the second
    """

    floors: tuple[tuple[str, ...], ...]
    lines: dict[str, int]
    arrows: frozenset[tuple[str, str]]

    @property
    def arrows_up(self) -> frozenset[tuple[str, str]]:
        """Arrows to a higher floor, or across to a neighbour that the contract keeps apart."""
        return frozenset(arrow for arrow in self.arrows if self._runs_up(*arrow))

    @property
    def mutual_pairs(self) -> frozenset[tuple[str, str]]:
        """Pairs of rooms that import each other, each once."""
        return frozenset(
            (first, second) for first, second in self.arrows if first < second and (second, first) in self.arrows
        )

    @property
    def biggest_share(self) -> tuple[str, float]:
        """The room with the most lines and its share of all lines, from 0 to 1."""
        room = max(self.lines, key=lambda name: self.lines[name])
        return room, self.lines[room] / sum(self.lines.values())

    def _runs_up(self, importer: str, imported: str) -> bool:
        above, below = self._level(importer), self._level(imported)
        return above > below or (above == below and floor_of(importer) != floor_of(imported))

    def _level(self, room: str) -> int:
        floor = floor_of(room)
        return next(index for index, floors in enumerate(self.floors) if floor in floors)


def draw_plan(files: Iterable[SourceFile], arrows: Iterable[Arrow], floors: tuple[tuple[str, ...], ...]) -> Plan:
    """Return the plan of the files; faces of floors, and of the house itself, are left out."""
    lines: dict[str, int] = {}
    for file in files:
        if room := room_of(file.module):
            lines[room] = lines.get(room, 0) + file.lines
    between = {(room_of(arrow.importer), room_of(arrow.imported)) for arrow in arrows}
    drawn = frozenset((first, second) for first, second in between if first and second and first != second)
    return Plan(floors, lines, drawn)


def room_of(module: str) -> str:
    """Return the room that a module stands in, as "web.profiles"; empty for the face of a floor or of the house."""
    parts = module.split(".")
    return ".".join(parts[1:3]) if len(parts) > 2 else ""


def floor_of(room: str) -> str:
    """Return the floor of a room."""
    return room.split(".", maxsplit=1)[0]


def largest_circle(arrows: Iterable[Arrow], kinds: frozenset[Kind]) -> tuple[str, ...]:
    """Return the modules of the largest loop that arrows of those kinds make, sorted; empty when there is none."""
    pairs = [(arrow.importer, arrow.imported) for arrow in arrows if arrow.kind in kinds]
    names = sorted({name for pair in pairs for name in pair})
    if not names:
        return ()
    place = {name: index for index, name in enumerate(names)}
    rows, columns = np.array([(place[first], place[second]) for first, second in pairs]).T
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(names), len(names)))
    _, labels = connected_components(graph, directed=True, connection="strong")
    largest = int(np.bincount(labels).argmax())
    circle = tuple(name for name, label in zip(names, labels, strict=True) if label == largest)
    return circle if len(circle) > 1 else ()
