"""Which page of a long list is shown. For every list that comes a page at a time."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Page `number` of `pages`, counted from 1, and where it begins and ends in the list."""

    number: int
    pages: int
    rows: slice


def cut(total: int, *, size: int, number: int) -> Cut:
    """Return the page of that number of so many rows; past the end the last, before the beginning the first."""
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    return Cut(number=number, pages=pages, rows=slice((number - 1) * size, number * size))
