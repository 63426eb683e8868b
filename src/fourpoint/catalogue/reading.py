"""
Reads a catalogue file and refuses a bad one with file, key and reason. For the loader and for entries of other rooms.

An entry is a frozen dataclass. Its fields are the keys that a file may hold; a field without a default is a key that a
file must hold. `build` checks each value against the field's type, so a misspelt key or a number in quotes never
passes silently.
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from fourpoint.domain.errors import Broken

PACKAGE = Path(__file__).parent
E = TypeVar("E")


class CatalogueError(Broken):
    """A catalogue file that cannot be used; the message gives the file, the key and the reason."""


def find(name: str, override: Path | None = None) -> Path:
    """
    Return the file of that name: the force's own if its folder holds one, else the package's.

    A force overrides a file whole, so that what is in force can be read in one place.

    raises  CatalogueError if neither holds it
    """
    for folder in (override, PACKAGE):
        for suffix in (".toml", ".csv"):
            if folder is not None and (path := folder / f"{name}{suffix}").is_file():
                return path
    raise CatalogueError(f"There is no catalogue file '{name}': looked for {name}.toml and {name}.csv.")


def read(path: Path) -> dict[str, Any]:
    """
    Return what a TOML file holds; a CSV file becomes a list of rows under the file's name, each value a string.

    raises  CatalogueError if the file is not text in that format
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".csv":
            return {path.stem: [dict(row) for row in csv.DictReader(text.splitlines(), strict=True)]}
        return tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        raise CatalogueError(f"{path}: cannot be read: {error}.") from error


def rows(path: Path, key: str) -> tuple[dict[str, Any], ...]:
    """
    Return the entries that stand under one key of a file.

    raises  CatalogueError if the key is missing, empty, or not a list of tables
    """
    held = read(path).get(key)
    if not isinstance(held, list) or not held or not all(isinstance(row, dict) for row in held):
        raise CatalogueError(f"{path}: '{key}': must hold at least one entry, written as [[{key}]].")
    return tuple(held)


def build(kind: type[E], row: Mapping[str, Any], where: str) -> E:
    """
    Return the entry that a row of a file gives; where names file and place for the error.

    Lists become tuples. A row of CSV may leave a value empty for "not given".

    raises  CatalogueError for a key that is unknown or missing, or a value of the wrong type
    """
    types = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    for key in row:
        if key not in known:
            raise CatalogueError(f"{where}: '{key}': is not a key of {kind.__name__}; known: {', '.join(known)}.")
    for key, field in known.items():
        if key not in row and field.default is MISSING and field.default_factory is MISSING:
            raise CatalogueError(f"{where}: '{key}': is missing.")
    try:
        return kind(**{key: _checked(types[key], value, f"{where}: '{key}'") for key, value in row.items()})
    except ValueError as error:
        raise CatalogueError(f"{where}: {error}") from error


def entries(path: Path, key: str, kind: type[E]) -> tuple[E, ...]:
    """Return the entries under one key of a file as that kind, in their order; raises as `rows` and `build` do."""
    return tuple(build(kind, row, f"{path}: {key}[{number}]") for number, row in enumerate(rows(path, key), start=1))


def unique(entries: tuple[E, ...], path: Path) -> tuple[E, ...]:
    """Return the entries if no two have one id; raises CatalogueError otherwise."""
    seen: set[str] = set()
    for entry in entries:
        entry_id: str = entry.id  # type: ignore[attr-defined]
        if entry_id in seen:
            raise CatalogueError(f"{path}: 'id': '{entry_id}' stands twice.")
        seen.add(entry_id)
    return entries


def _checked(kind: Any, value: Any, where: str) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        if value not in inner:
            raise CatalogueError(f"{where}: is '{value}'; it must be one of {', '.join(map(str, inner))}.")
        return value
    if origin in (UnionType, Union):
        return _checked_any(inner, value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise CatalogueError(f"{where}: must be a list.")
        return tuple(_checked(inner[0], item, where) for item in value)
    if origin is dict:
        if not isinstance(value, dict):
            raise CatalogueError(f"{where}: must be a table of keys and values.")
        return {key: _checked(inner[1], item, where) for key, item in value.items()}
    return _checked_plain(kind, value, where)


def _checked_any(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    for kind in kinds:
        try:
            return _checked(kind, value, where)
        except CatalogueError:
            continue
    raise CatalogueError(f"{where}: '{value}' is none of the kinds of value that may stand here.")


def _checked_plain(kind: type, value: Any, where: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise CatalogueError(f"{where}: must be {_WORDS.get(kind, kind.__name__)}, and is {value!r}.")
    if isinstance(value, str) and not value.strip():
        raise CatalogueError(f"{where}: is empty.")
    return value


_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
