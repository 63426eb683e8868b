"""
The reference of measures and formulas, from their own docstrings: for whoever must repeat or question a number.

A docstring here is a contract (shapes, units, ranges, missing values, source), so it is shown as it stands.
"""

import ast
import inspect
from collections.abc import Iterable, Iterator

from fourpoint.config.house.source import SourceFile


def draw_formulas(files: Iterable[SourceFile]) -> Iterator[str]:
    """Yield a section for each file that has a public function which names its source."""
    for file in files:
        functions = [node for node in file.functions if not node.name.startswith("_") and cites(node)]
        if functions:
            yield f"### {file.module.rpartition('.')[2].replace('_', ' ').capitalize()}"
            yield first_paragraph(ast.get_docstring(file.tree) or "")
            yield from (draw_docstring(function.name, ast.get_docstring(function) or "") for function in functions)


def draw_docstring(name: str, docstring: str) -> str:
    """Return a docstring under its name: the sentence as words, what follows as it stands."""
    opening, _, rest = inspect.cleandoc(docstring).partition("\n\n")
    shown = f"#### `{name}`\n\n{' '.join(opening.split())}"
    return f"{shown}\n\n```text\n{rest}\n```" if rest else shown


def cites(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function's docstring has a line that gives its source."""
    lines = (ast.get_docstring(function) or "").splitlines()
    return any(line.startswith("source ") for line in lines)


def first_paragraph(text: str) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join(text.strip().split("\n\n", maxsplit=1)[0].split())
