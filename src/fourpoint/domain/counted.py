"""
Which numbers of a document are sums of which, read from how each finds its rows again.

A count is a box: for each column, the values allowed. Boxes that differ in one column alone overlap in known parts,
and a reader who knows how counting works adds and subtracts them. The result feeds `suppression.suppress`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fourpoint.domain.figures import Figure, RowsQuery
from fourpoint.domain.suppression import Sum

# Both say where a row lies; a district holds its neighbourhoods.
PLACES = ("district_code", "lsoa_code")
PLACE = "place"

Values = frozenset[str]


@dataclass(frozen=True)
class Box:
    """The rows that a count is of: its data set, and the values allowed in each column it narrows."""

    dataset: str
    sides: frozenset[tuple[str, Values]]

    def values(self, column: str) -> Values | None:
        """Return the values allowed in that column, None for any."""
        return dict(self.sides).get(column)

    def without(self, column: str) -> "Box":
        """Return the box without that side."""
        return Box(self.dataset, frozenset(side for side in self.sides if side[0] != column))


@dataclass(frozen=True, kw_only=True)
class Counted:
    """
    The counts of a document and how they add up.

    boxes   in the order of first use
    counts  rows in each box; then as many unknowns (None) as the sums need for rows that no figure counts alone
    sums    by place in counts
    """

    boxes: tuple[Box, ...]
    counts: tuple[float | None, ...]
    sums: tuple[Sum, ...]


def box_of(query: RowsQuery, *, within: Mapping[str, Sequence[str]] | None = None) -> Box:
    """
    Return the box of a query.

    within  the neighbourhoods of each district by its code, where they are known
    """
    inside = within or {}
    sides: dict[str, Values] = {}
    for column, values in query.filters:
        name, held = column, set(values)
        if column in PLACES:
            name = PLACE
            for value in values:
                # A district is its neighbourhoods, and the rows in it that lie in none of them.
                held.update(inside.get(value, ()))
        sides[name] = sides[name] & frozenset(held) if name in sides else frozenset(held)
    return Box(query.dataset, frozenset(sides.items()))


def counts_its_rows(figure: Figure) -> bool:
    """Return whether the figure's numerator is exactly the rows that its query finds."""
    return figure.rows is not None and figure.rows_used is not None and figure.numerator == figure.rows_used


def count_boxes(figures: Sequence[Figure], *, within: Mapping[str, Sequence[str]] | None = None) -> Counted:
    """Return the counts behind the figures that count their rows, each box once, and the sums that tie them."""
    known: dict[Box, float] = {}
    for figure in figures:
        if figure.rows is not None and figure.rows_used is not None and counts_its_rows(figure):
            known.setdefault(box_of(figure.rows, within=within), float(figure.rows_used))
    boxes = tuple(known)
    places = {box: place for place, box in enumerate(boxes)}
    sums: list[Sum] = []
    count = len(boxes)
    for column, group in _alike(boxes):
        made, count = _add_up(column, group, places, count)
        sums += made
    unknown: tuple[float | None, ...] = (None,) * (count - len(boxes))
    return Counted(boxes=boxes, counts=(*known.values(), *unknown), sums=tuple(sums))


# ----------------------------------------------------------------------------------------------------------------------


def _alike(boxes: Sequence[Box]) -> list[tuple[str, list[Box]]]:
    """Return the groups of two boxes or more that differ in one column alone, with that column."""
    columns = sorted({column for box in boxes for column, _ in box.sides})
    found: dict[tuple[str, Box], list[Box]] = {}
    for column in columns:
        for box in boxes:
            found.setdefault((column, box.without(column)), []).append(box)
    return [(column, group) for (column, _), group in found.items() if len(group) > 1]


def _add_up(column: str, group: Sequence[Box], places: Mapping[Box, int], count: int) -> tuple[list[Sum], int]:
    """
    Return each box of the group as the sum of the parts into which the boxes cut one another, and the next free place.

    A box that allows any value has one part more, for the values that no other box of the group names.
    """
    parts: dict[frozenset[Box], int] = {}
    named = {value for box in group for value in box.values(column) or ()}
    for value in sorted(named):
        holding = frozenset(box for box in group if _holds(box, column, value))
        parts.setdefault(holding, count + len(parts))
    anything = frozenset(box for box in group if box.values(column) is None)
    if anything:
        parts.setdefault(anything, count + len(parts))
    # A part that one box has to itself is that box's remainder; the sums still hold with it.
    made = [
        Sum(whole=places[box], parts=tuple(place for holding, place in parts.items() if box in holding))
        for box in group
    ]
    return made, count + len(parts)


def _holds(box: Box, column: str, value: str) -> bool:
    values = box.values(column)
    return values is None or value in values
