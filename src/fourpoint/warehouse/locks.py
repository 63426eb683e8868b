"""One writer at a time: an advisory lock on a file of the warehouse, let go by the system when its holder dies."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(root: Path, *, name: str = ".lock", waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock of the folder; `waiting` is called once when another holds it, and then it is waited for."""
    with (root / name).open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
