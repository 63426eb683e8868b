"""Reads contracts from TOML, and refuses a bad one with the file, the key and the reason: for ingest and the tests."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

from fourpoint.domain.errors import Broken
from fourpoint.warehouse.contracts import (
    Address,
    Check,
    Column,
    ColumnKind,
    Feed,
    Geography,
    Source,
    SourceKind,
)

OWN_FOLDER = Path(__file__).parent / "sources"

_TEXT_KEYS = ("title", "publisher", "licence", "attribution", "partition")
_KEYS = {
    *_TEXT_KEYS, "kind", "files", "columns", "feeds", "key", "period", "geography", "missing", "caveats", "checks",
    "addresses", "frequency", "whole", "published",
}  # fmt: skip
_COLUMN_KEYS = {
    "header", "headers", "name", "kind", "required", "allowed", "minimum", "maximum", "length", "pattern", "matches",
    "note",
}  # fmt: skip
_NAME = re.compile(r"^[a-z0-9][a-z0-9_]*$")


class BadContract(Broken):
    """A contract file cannot be used; the message names the file, the key and the reason."""


def read_source(path: Path) -> Source:
    """
    Return the contract in the file; its id is the file's name.

    raises  BadContract  when a key is missing, unknown, or has a value that cannot be used
    """
    raw = path.read_bytes()
    try:
        table = tomllib.loads(raw.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadContract(f"{path.name}: this is not TOML: {error}.") from error
    reader = _Reader(path.name, table)
    return reader.source(path.stem, hashlib.sha256(raw).hexdigest())


def read_sources(folders: Iterable[Path] = ()) -> dict[str, Source]:
    """Return all contracts of the package by id; those in the folders are added, or take a same-named one's place."""
    sources = dict(_own_sources())
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            sources[path.stem] = read_source(path)
    return sources


@cache
def _own_sources() -> Mapping[str, Source]:
    return {path.stem: read_source(path) for path in sorted(OWN_FOLDER.glob("*.toml"))}


def canonical(header: str) -> str:
    """Return our name for a published column: lower-case words with underscores, as "lsoa_code" for "LSOA code"."""
    name = re.sub(r"[^0-9a-z]+", "_", header.lower()).strip("_")
    return f"n{name}" if name[:1].isdigit() else name


class _Reader:
    """One contract file being read; every refusal names the file and the key."""

    def __init__(self, file: str, table: Mapping[str, Any]) -> None:
        self.file = file
        self.table = table

    def refuse(self, key: str, reason: str) -> BadContract:
        return BadContract(f"{self.file}: {key}: {reason}.")

    def source(self, source_id: str, digest: str) -> Source:
        self.only(self.table, _KEYS, "")
        texts = {key: self.text(self.table, key, key) for key in _TEXT_KEYS}
        columns = self.columns()
        source = Source(
            source_id=source_id,
            kind=self.choice(self.table, "kind", get_args(SourceKind), "kind"),
            files=self.patterns(),
            columns=columns,
            feeds=self.feeds(),
            digest=digest,
            key=self.texts(self.table, "key", "key"),
            period=str(self.table.get("period", "")),
            geography=self.geography(columns),
            missing=self.texts(self.table, "missing", "missing") or ("",),
            caveats=self.texts(self.table, "caveats", "caveats"),
            checks=tuple(Check(**self.pick(row, ("rule", "reason"), "checks")) for row in self.rows("checks")),
            addresses=tuple(self.address(row) for row in self.rows("addresses")),
            frequency=str(self.table.get("frequency", "")),
            whole=str(self.table.get("whole", "")),
            published=self.flag(self.table, "published", "published"),
            **texts,
        )
        self.check_names(source)
        return source

    def check_names(self, source: Source) -> None:
        names = [column.name for column in source.columns]
        for name in names:
            if names.count(name) > 1:
                raise self.refuse("columns", f"two columns have the name '{name}'")
        for name in source.key:
            if name not in names:
                raise self.refuse("key", f"there is no column '{name}'")
        if source.whole and source.whole not in {feed.table for feed in source.feeds}:
            raise self.refuse("whole", f"there is no feed '{source.whole}'")
        groups = {group for pattern in source.files for group in re.compile(pattern).groupindex}
        wanted = set(re.findall(r"\{(\w+)\}", source.partition))
        wanted |= {column.matches for column in source.columns if column.matches}
        wanted |= {name for feed in source.feeds for name in feed.from_name}
        for group in sorted(wanted - groups):
            raise self.refuse(
                "files", f"no pattern has the named group '{group}' that the partition, a column or a feed needs"
            )

    def columns(self) -> tuple[Column, ...]:
        found: list[Column] = []
        for index, row in enumerate(self.rows("columns")):
            key = f"columns[{index}]"
            self.only(row, _COLUMN_KEYS, key)
            headers = row.get("headers") or [row.get("header")]
            found += [self.column(row, header, key) for header in headers]
        if not found:
            raise self.refuse("columns", "a contract needs at least one column")
        return tuple(found)

    def column(self, row: Mapping[str, Any], header: object, key: str) -> Column:
        if not isinstance(header, str) or not header:
            raise self.refuse(f"{key}.header", "write the column's name as it stands in the file")
        name = str(row.get("name") or canonical(header))
        if not _NAME.match(name):
            raise self.refuse(f"{key}.name", f"'{name}' is not lower-case words with underscores")
        self.regex(str(row.get("pattern", "")), f"{key}.pattern")
        return Column(
            header=header,
            name=name,
            kind=self.choice(row, "kind", get_args(ColumnKind), f"{key}.kind", "text"),
            required=self.flag(row, "required", key),
            allowed=self.texts(row, "allowed", f"{key}.allowed"),
            minimum=self.number(row, "minimum", key),
            maximum=self.number(row, "maximum", key),
            length=int(self.number(row, "length", key) or 0),
            pattern=str(row.get("pattern", "")),
            matches=str(row.get("matches", "")),
            note=str(row.get("note", "")),
        )

    def feeds(self) -> tuple[Feed, ...]:
        feeds = tuple(self.feed(row) for row in self.rows("feeds"))
        for feed in feeds:
            if not _NAME.match(feed.table):
                raise self.refuse("feeds.table", f"'{feed.table}' is not lower-case words with underscores")
        return feeds

    def feed(self, row: Mapping[str, Any]) -> Feed:
        self.only(row, {"table", "select", "from_name"}, "feeds")
        words = {key: self.text(row, key, f"feeds.{key}") for key in ("table", "select")}
        return Feed(**words, from_name=self.texts(row, "from_name", "feeds.from_name"))

    def geography(self, columns: tuple[Column, ...]) -> Geography | None:
        row = self.table.get("geography")
        if row is None:
            return None
        geography = Geography(**self.pick(row, ("column", "level", "vintage"), "geography"))
        if geography.column not in {column.name for column in columns}:
            raise self.refuse("geography.column", f"there is no column '{geography.column}'")
        return geography

    def address(self, row: Mapping[str, Any]) -> Address:
        self.only(row, {"url", "file_name", "sha256", "md5", "note"}, "addresses")
        url = self.text(row, "url", "addresses.url")
        if not url.startswith(("https://", "http://")):
            raise self.refuse("addresses.url", f"'{url}' is not an http or https address")
        words = {key: str(row.get(key, "")) for key in ("sha256", "md5", "note")}
        return Address(url=url, file_name=self.text(row, "file_name", "addresses.file_name"), **words)

    def patterns(self) -> tuple[str, ...]:
        patterns = self.texts(self.table, "files", "files")
        if not patterns:
            raise self.refuse("files", "give at least one file-name pattern")
        for pattern in patterns:
            self.regex(pattern, "files")
        return patterns

    def rows(self, key: str) -> list[Mapping[str, Any]]:
        rows = self.table.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.refuse(key, f"write it as [[{key}]] tables")
        return rows

    def only(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise self.refuse(f"{where}.{key}".lstrip("."), "this key is not known")

    def pick(self, row: Mapping[str, Any], keys: tuple[str, ...], where: str) -> dict[str, str]:
        self.only(row, set(keys), where)
        return {key: self.text(row, key, f"{where}.{key}") for key in keys}

    def text(self, row: Mapping[str, Any], key: str, where: str) -> str:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(where, "this text is missing")
        return value.strip()

    def texts(self, row: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.refuse(where, "write it as a list of texts")
        return tuple(value)

    def choice(self, row: Mapping[str, Any], key: str, known: tuple[Any, ...], where: str, default: str = "") -> Any:
        value = row.get(key, default)
        if value not in known:
            raise self.refuse(where, f"'{value}' is not one of {', '.join(known)}")
        return value

    def number(self, row: Mapping[str, Any], key: str, where: str) -> float | None:
        value = row.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(f"{where}.{key}", f"'{value}' is not a number")
        return float(value)

    def flag(self, row: Mapping[str, Any], key: str, where: str) -> bool:
        value = row.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(f"{where}.{key}", "write true or false")
        return value

    def regex(self, pattern: str, where: str) -> None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise self.refuse(where, f"'{pattern}' is not a regular expression: {error}") from error
