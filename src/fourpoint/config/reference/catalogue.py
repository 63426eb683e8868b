"""
The reference of the catalogue, from its files: for whoever must know what the system was told, and how sure that is.

Every file of the catalogue is shown whole, whatever its shape, so that nothing the system runs on is out of sight.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fourpoint.config.reference.markdown import draw_table

_OPENING = """\
# Catalogue

What the nation, the law and the force decide, as the system was told it. *Confirmed* means that the source was read for
exactly this; *unconfirmed* that it is widely taught, second-hand or our own choice, and whatever rests on it says so. A
force replaces a file whole by one of the same name in its own folder (`FOURPOINT_CATALOGUE`).
"""
# These stand in columns of their own; everything else an entry says is gathered in one.
_COLUMNS = ("id", "name", "status", "source")


def render_catalogue(folder: Path) -> str:
    """Return a section for each TOML file of the folder, by name."""
    sections = [_section(path) for path in sorted(folder.glob("*.toml"))]
    return "\n".join([_OPENING, *sections])


def _section(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    given = tomllib.loads(text)
    lists = {key: value for key, value in given.items() if _is_entries(value)}
    single = {key: value for key, value in given.items() if key not in lists}
    parts = [f"## {path.stem.replace('_', ' ').capitalize()}", _opening_comment(text.splitlines())]
    if single:
        parts.append(draw_table(("", ""), [(key, _words(value)) for key, value in single.items()]))
    parts += [_table(key, entries, alone=len(lists) == 1) for key, entries in lists.items()]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(key: str, entries: list[dict[str, Any]], *, alone: bool) -> str:
    held = [name for name in _COLUMNS if any(name in entry for entry in entries)]
    rows = [[_words(entry.get(name, "")) for name in held] + [_rest(entry)] for entry in entries]
    table = draw_table([*held, "says"], rows)
    return table if alone else f"### {key.replace('_', ' ').capitalize()}\n\n{table}"


def _rest(entry: dict[str, Any]) -> str:
    said = {key: value for key, value in entry.items() if key not in _COLUMNS}
    return "; ".join(
        _words(value) if key == "words" else f"{key.replace('_', ' ')}: {_words(value)}" for key, value in said.items()
    )


def _words(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            return ", ".join(f"{key} {_words(inner)}" for key, inner in value.items())
        case list():
            return ", ".join(_words(inner) for inner in value)
        case _:
            return str(value)


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def _opening_comment(lines: Iterable[str]) -> str:
    opening = []
    for line in lines:
        if not line.startswith("#"):
            break
        opening.append(line.lstrip("#").strip())
    return " ".join(opening).strip()
