"""What the checkout says of itself outside its source: contracts, dependency sentences, decisions, for the figures."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fourpoint.config.house.source import Function, SourceFile


class FloorsUndeclared(Exception):
    """The import contract that names the floors is not there."""


@dataclass(frozen=True)
class Dependency:
    """A requirement as written in pyproject.toml, and the comment that stands above it (empty when none does)."""

    requirement: str
    sentence: str


def read_contracts(checkout: Path) -> tuple[dict[str, Any], ...]:
    """Return the import contracts in the order they are written."""
    tool = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8")).get("tool", {})
    return tuple(tool.get("importlinter", {}).get("contracts", ()))


def read_floors(checkout: Path) -> tuple[tuple[str, ...], ...]:
    """
    Return the floors that the contract "floors" declares, from the top down, neighbours together.

    raises  FloorsUndeclared where pyproject.toml declares no such contract
    """
    for contract in read_contracts(checkout):
        if contract.get("id") == "floors":
            return tuple(tuple(name.strip(" ()") for name in layer.split("|")) for layer in contract["layers"])
    raise FloorsUndeclared(f"{checkout / 'pyproject.toml'} has no import contract with the id 'floors': add it.")


def read_dependencies(checkout: Path) -> tuple[Dependency, ...]:
    """Return every requirement of the project, its extras and its groups with the comment above it."""
    text = (checkout / "pyproject.toml").read_text(encoding="utf-8")
    given = tomllib.loads(text)
    project = given.get("project", {})
    lists = [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]
    groups = given.get("dependency-groups", {}).values()
    lines = text.splitlines()
    return tuple(Dependency(name, _comment_above(lines, name)) for names in (*lists, *groups) for name in names)


def count_decisions(checkout: Path) -> int:
    """Return how many architecture decision records there are."""
    return len(list((checkout / "docs" / "adr").glob("[0-9][0-9][0-9][0-9]-*.md")))


def tests_of(files: tuple[SourceFile, ...]) -> tuple[Function, ...]:
    """Return every test of the files."""
    return tuple(function for file in files for function in file.functions if function.name.startswith("test_"))


def _comment_above(lines: list[str], requirement: str) -> str:
    place = next(index for index, line in enumerate(lines) if f'"{requirement}"' in line)
    for line in reversed(lines[:place]):
        if line.strip().startswith("#"):
            return line.strip("# ")
        if not line.strip() or line.startswith("["):
            break
    return ""
