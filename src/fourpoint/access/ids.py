"""A set of audience ids, as PostgreSQL is told it: a list while it is short, else a bitmap."""

from collections.abc import Iterable, Iterator, Set
from functools import cached_property

import numpy as np

# A list lets PostgreSQL use an index, and costs time for each id whenever a query is planned. A bitmap costs nothing to
# plan, and each row a look at one bit: the better way once a third of all rows or many ids are open.
MOST_LISTED, DENSE = 16_000, 3


class Ids(Set[int]):
    """An unchanging set of ids above 0, held as one bit for each id up to the highest."""

    def __init__(self, ids: Iterable[int] = ()) -> None:
        given = np.fromiter(ids, dtype=np.int64)
        held = np.zeros((int(given.max(initial=0)) // 8 + 1) * 8, dtype=bool)
        held[given] = True
        self._bits = np.packbits(held, bitorder="little").tobytes()
        self._count = int(held.sum())

    def __contains__(self, one: object) -> bool:
        """Whether that id is in the set."""
        if not isinstance(one, int) or not 0 <= one < len(self._bits) * 8:
            return False
        return bool(self._bits[one >> 3] >> (one & 7) & 1)

    def __iter__(self) -> Iterator[int]:
        """The ids from the lowest up."""
        held = np.unpackbits(np.frombuffer(self._bits, dtype=np.uint8), bitorder="little")
        return iter(np.flatnonzero(held).tolist())

    def __len__(self) -> int:
        """How many ids there are."""
        return self._count

    def __eq__(self, other: object) -> bool:
        """Equal sets have equal bits; other sets are compared as sets are."""
        return self._bits == other._bits if isinstance(other, Ids) else super().__eq__(other)

    def __hash__(self) -> int:
        """Equal sets have equal bits."""
        return hash(self._bits)

    def __repr__(self) -> str:
        """Show the ids."""
        return f"Ids({list(self)})"

    @cached_property
    def text(self) -> str:
        """The set as the settings of a transaction hold it; empty for the empty set."""
        if not self._count:
            return ""
        if self._count <= min(MOST_LISTED, len(self._bits) * 8 // DENSE) or self._count <= DENSE:
            return "i" + ",".join(map(str, self))
        return "b" + self._bits.hex()
