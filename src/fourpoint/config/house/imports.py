"""
The import graph of a tree, with how each arrow is drawn, for whoever counts arrows and circles.

Circles hide: an import inside a function or under TYPE_CHECKING is an arrow all the same, so each arrow keeps its kind.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from fourpoint.config.house.source import SourceFile

Kind = Literal["run", "deferred", "types"]


@dataclass(frozen=True)
class Arrow:
    """
    One module imports another.

    kind  run: at the top of the module; deferred: inside a function; types: under `if TYPE_CHECKING`
    """

    importer: str
    imported: str
    kind: Kind


def read_arrows(files: Iterable[SourceFile]) -> frozenset[Arrow]:
    """Return every import between the files given; imports of anything else are left out."""
    held = {file.module: file for file in files}
    return frozenset(
        Arrow(file.module, imported, kind)
        for file in held.values()
        for node, kind in _import_nodes(file.tree, "run")
        for imported in _targets(node, file, held)
        if imported != file.module
    )


def _import_nodes(node: ast.AST, kind: Kind) -> Iterator[tuple[ast.Import | ast.ImportFrom, Kind]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, kind
        else:
            yield from _import_nodes(child, _kind_below(child, kind))


def _kind_below(node: ast.AST, kind: Kind) -> Kind:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return "types"
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and kind == "run":
        return "deferred"
    return kind


def _targets(node: ast.Import | ast.ImportFrom, file: SourceFile, held: dict[str, SourceFile]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in held)
        return
    start = _absolute(node, file)
    for alias in node.names:
        child = f"{start}.{alias.name}"
        if child in held:
            yield child
        elif start in held:
            yield start


def _absolute(node: ast.ImportFrom, file: SourceFile) -> str:
    if not node.level:
        return node.module or ""
    parts = file.module.split(".")
    upward = node.level - 1 if file.is_package else node.level
    base = ".".join(parts[: len(parts) - upward])
    return f"{base}.{node.module}" if node.module else base
