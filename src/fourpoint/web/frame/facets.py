"""Filters beside a list that was found: the values that narrow it, each with how much it would leave."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Option:
    """A value of a filter with how much it would leave; `href` takes it, or gives it up when it is taken."""

    name: str
    count: int
    href: str
    is_taken: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """One filter."""

    field: str
    name: str
    options: tuple[Option, ...]


def useful(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return the filters that would change something: those with more than one value, or with one taken."""
    return tuple(one for one in groups if len(one.options) > 1 or any(option.is_taken for option in one.options))
