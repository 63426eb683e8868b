"""What a context remembers as recorded, so that one page is one entry: with an entry rolled back it is forgotten."""

from collections.abc import Iterable

from fourpoint.access import writers

Shown = tuple[str, str]


class Recorded:
    """What was shown, each with the numbers that its entry took in the trail."""

    def __init__(self) -> None:
        self._held: dict[Shown, writers.Taken | None] = {}

    def __contains__(self, shown: Shown) -> bool:
        """Whether the transaction under way holds an entry of it still."""
        taken = self._held.get(shown)
        return taken is not None and writers.is_standing(taken)

    def add(self, shown: Iterable[Shown]) -> None:
        """Remember these, whose entries are those that were written last."""
        taken = writers.last_taken()
        self._held.update((one, taken) for one in shown)
