"""
A document as JSON and back, exactly: the bytes that an edition is frozen as.

`to_json` gives the same bytes for the same document, whatever made its numbers (a whole number in a float field is
written as a float). `from_json` gives back an equal document. Keys are the fields' names, but for the few in `_KEYS`.
"""

import dataclasses
import json
import math
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, Union, cast

from fourpoint.domain.document import Document, EditionRef, SourceCard
from fourpoint.domain.figures import Figure

# What readers of edition.json expect a figure's own fields to be called.
_KEYS: dict[tuple[type, str], str] = {(Figure, "figure_id"): "id", (Figure, "excluded"): "rows_excluded"}
# Fields that editions frozen before they existed do not have; each has a default that was true of those.
_SINCE: dict[type, frozenset[str]] = {
    Document: frozenset({"commentary", "withheld"}),
    EditionRef: frozenset({"cut", "cut_name"}),
    Figure: frozenset({"hidden"}),
    SourceCard: frozenset({"published"}),
}

Turn = Callable[[Any], Any]


class NotADocument(ValueError):
    """The bytes are not a document of this schema; the message says where they part from it."""


def to_json(document: Document) -> bytes:
    """
    Return the document as UTF-8 JSON, keys in the order of the fields, ending with a line feed.

    raises  ValueError if a number is not finite: unknown is None, never NaN
    """
    text = json.dumps(_writer(Document)(document), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode() + b"\n"


def from_json(data: bytes) -> Document:
    """
    Return the document that `to_json` wrote.

    raises  NotADocument when the bytes are not JSON, or lack or miswrite a field
    """
    try:
        return cast(Document, _reader(Document)(json.loads(data)))
    except NotADocument:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise NotADocument(f"This is not a profile document: {error}.") from error


# ----------------------------------------------------------------------------------------------------------------------


def _key(owner: type, name: str) -> str:
    return _KEYS.get((owner, name), name)


def _float(value: float) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("a number of the document is not finite")
    return number


def _same(value: Any) -> Any:
    return value


def _checked(kind: type) -> Turn:
    def turn(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} stands where {kind.__name__} belongs")
        return value

    return turn


def _alternatives(hint: Any) -> tuple[Any, ...]:
    """The members of a union without None; empty when the hint is not a union."""
    if typing.get_origin(hint) in (Union, types.UnionType):
        return tuple(member for member in typing.get_args(hint) if member is not type(None))
    return ()


@cache
def _writer(hint: Any) -> Turn:
    """Return what turns a value of that type into plain JSON values."""
    members = _alternatives(hint)
    if len(members) > 1:
        turns = {member: _writer(member) for member in members}
        return lambda value: turns[type(value)](value)
    if members:
        inner = _writer(members[0])
        return lambda value: None if value is None else inner(value)
    if typing.get_origin(hint) is tuple:
        # What holds nothing to turn is written as it is: JSON knows no tuple, and writes one as a list.
        return _same if all(_writer(part) is _same for part in _parts(hint)) else _sequence(hint, _writer, list)
    if dataclasses.is_dataclass(hint):
        return _object_writer(cast(type, hint))
    return _float if hint is float else _same


@cache
def _reader(hint: Any) -> Turn:
    """Return what turns plain JSON values into a value of that type."""
    members = _alternatives(hint)
    if len(members) > 1:
        return _block_reader(members)
    if members:
        inner = _reader(members[0])
        return lambda value: None if value is None else inner(value)
    if typing.get_origin(hint) is tuple:
        return _sequence(hint, _reader, tuple)
    if dataclasses.is_dataclass(hint):
        return _object_reader(cast(type, hint))
    if typing.get_origin(hint) is Literal:
        return _choice_reader(typing.get_args(hint))
    return _float if hint is float else _checked(hint)


def _parts(hint: Any) -> tuple[Any, ...]:
    """The types of a tuple's members, each once for a tuple of any length."""
    return tuple(part for part in typing.get_args(hint) if part is not Ellipsis)


def _sequence(hint: Any, turn_of: Callable[[Any], Turn], whole: type) -> Turn:
    parts = typing.get_args(hint)
    if len(parts) == 2 and parts[1] is Ellipsis:
        inner = turn_of(parts[0])
        return lambda values: whole([inner(value) for value in values])
    turns = [turn_of(part) for part in parts]
    return lambda values: whole([turn(value) for turn, value in zip(turns, values, strict=True)])


def _object_writer(owner: type) -> Turn:
    hints = typing.get_type_hints(owner)
    names = [field.name for field in dataclasses.fields(owner)]
    keys = [_key(owner, name) for name in names]
    turns = [(key, _writer(hints[name])) for key, name in zip(keys, names, strict=True)]
    turned = [(key, turn) for key, turn in turns if turn is not _same]

    def turn(value: Any) -> Any:
        # All fields at once, then those that are not JSON yet: a profile has tens of thousands of cells.
        held = vars(value)
        made = dict(zip(keys, map(held.__getitem__, names), strict=True))
        for key, inner in turned:
            made[key] = inner(made[key])
        return made

    return turn


def _object_reader(owner: type) -> Turn:
    hints = typing.get_type_hints(owner)
    fields = [(field.name, _key(owner, field.name), _reader(hints[field.name])) for field in dataclasses.fields(owner)]
    needed = {_key(owner, field.name) for field in dataclasses.fields(owner)} - _SINCE.get(owner, frozenset())

    def turn(value: Any) -> Any:
        if missing := [key for _, key, _ in fields if key not in value and key in needed]:
            raise NotADocument(f"This is not a profile document: a {owner.__name__} lacks '{missing[0]}'.")
        return owner(**{name: inner(value[key]) for name, key, inner in fields if key in value})

    return turn


def _block_reader(members: tuple[Any, ...]) -> Turn:
    """Blocks of a section say what they are in their field `block`."""
    by_name = {typing.get_args(typing.get_type_hints(member)["block"])[0]: _reader(member) for member in members}
    return lambda value: by_name[value["block"]](value)


def _choice_reader(choices: tuple[Any, ...]) -> Turn:
    def turn(value: Any) -> Any:
        if value not in choices:
            raise ValueError(f"'{value}' is none of {', '.join(map(repr, choices))}")
        return value

    return turn
