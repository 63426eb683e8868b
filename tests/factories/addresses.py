"""
Every address of the site, read from the resolver, with examples of its arguments: what the sweeps go through.

A new address is swept without anyone thinking of it. One whose arguments have no example here fails the sweep.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver, reverse

AREA, NEIGHBOURHOOD, FIGURE = "E07000114", "E01024657", "count"
# Examples by the name of the argument: real ones of the sample, then one that is nothing.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "area": (AREA, "E99999999"),
    "code": (NEIGHBOURHOOD, "E01999999"),
    "figure_id": (FIGURE, "no-such-figure"),
    "label": ("2025Q4", "1999Q1"),
    "name": ("profile.pdf", "nothing.txt"),
}
# An argument that means another thing at one address.
SPECIAL: dict[tuple[str, str], tuple[str, ...]] = {
    (f"profiles:neighbourhood-{page}", "figure_id"): ("month.2025-01", "no-such-figure")
    for page in ("figure", "rows", "rows-csv")
}
# Addresses that answer a stranger: each is here because somebody decided it.
OPEN = {
    "start",
    "accessibility",
    "data:sources",
    "methods:index",
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
}


@dataclass(frozen=True)
class Address:
    """One address: its name with namespaces and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]

    def paths(self) -> list[str]:
        """Return a path for every combination of the examples; raises KeyError for an argument without one."""
        values = [self.examples(argument) for argument in self.arguments]
        return [self.path(dict(zip(self.arguments, chosen, strict=True))) for chosen in product(*values)]

    def path(self, given: dict[str, str]) -> str:
        """Return the path with these arguments."""
        return reverse(self.name, kwargs=given)

    def real_path(self) -> str:
        """Return the path with the first example of every argument: an object that is there."""
        return self.path({argument: self.examples(argument)[0] for argument in self.arguments})

    def examples(self, argument: str) -> tuple[str, ...]:
        """Return the examples of an argument; raises KeyError when it has none."""
        return SPECIAL.get((self.name, argument), EXAMPLES[argument])


def addresses() -> list[Address]:
    """Return every address of the site."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"Give this address a name: {entry.pattern}"
            yield Address(name=namespace + entry.name, arguments=tuple(entry.pattern.regex.groupindex))
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            for found in _walk(entry, inner):
                yield Address(name=found.name, arguments=(*entry.pattern.regex.groupindex, *found.arguments))
