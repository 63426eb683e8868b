"""How long work tells how far it is: steps done, steps in all, and words about the one at work."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]


def quiet(done: int, total: int, words: str) -> None:
    """Tell nobody."""
