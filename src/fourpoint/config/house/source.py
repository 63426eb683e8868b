"""
The files of a Python tree, parsed once, for everything that measures or tests the house.

Migrations are left out: they are a history, not a structure. Line counts are of whole files, blank lines included.
"""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class SourceFile:
    """One Python file; module is its dotted name, is_package true for an `__init__.py`."""

    path: Path
    module: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, filename=str(self.path))

    @property
    def is_package(self) -> bool:
        """Whether this is the face of a package."""
        return self.path.name == "__init__.py"

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return len(self.text.splitlines())

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """Every function and method, nested ones too."""
        return tuple(node for node in ast.walk(self.tree) if isinstance(node, Function))

    @cached_property
    def public(self) -> tuple[Documented, ...]:
        """Every class, function and method that others may use: no leading underscore, not inside a function."""
        return tuple(_public(self.tree))

    def comment_lines(self) -> int:
        """How many lines hold nothing but a comment."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return sum(token.type == tokenize.COMMENT and token.line.lstrip().startswith("#") for token in tokens)


def read_tree(package: Path) -> tuple[SourceFile, ...]:
    """Return every Python file below the package's folder, sorted, without migrations."""
    paths = sorted(path for path in package.rglob("*.py") if "migrations" not in path.parts)
    return tuple(SourceFile(path, _module(path, package), path.read_text(encoding="utf-8")) for path in paths)


def function_lines(function: Function) -> int:
    """Return the length of a function from `def` to its last line, docstring included, decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def is_annotated(function: Function) -> bool:
    """Return whether every parameter (but self and cls) and the result have a type."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    starred = [argument for argument in (given.vararg, given.kwarg) if argument]
    typed = all(argument.annotation or argument.arg in {"self", "cls"} for argument in [*named, *starred])
    return typed and function.returns is not None


def _public(node: ast.Module | ast.ClassDef) -> Iterator[Documented]:
    for child in node.body:
        if not isinstance(child, Documented) or child.name.startswith("_"):
            continue
        if isinstance(child, Function):
            yield child
        elif isinstance(node, ast.Module):
            # A class inside a class (Meta, Classified) declares and is not called: it is no part of what others use.
            yield child
            yield from _public(child)


def _module(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
