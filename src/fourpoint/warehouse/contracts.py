"""The published contract of a data set, as its TOML file declares it: for ingest, checks and the reference page."""

from dataclasses import dataclass
from typing import Literal

ColumnKind = Literal["text", "integer", "number", "flag", "date", "datetime", "geometry"]
SourceKind = Literal["csv", "geojson"]

SQL_TYPES: dict[ColumnKind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMPTZ",
    "geometry": "BLOB",
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """
    One published column and what its values must be.

    header    the column's name in the file, exactly; for GeoJSON the property
    name      our name for it: lower-case words with underscores
    required  an empty value sets the row aside
    allowed   the only values there may be; empty when any is right
    minimum, maximum  the range of a number, both ends included
    length    the number of bytes of a text, 0 when any is right
    pattern   a regular expression that the whole text must match, empty when any is right
    matches   the named group of the file name that the value must equal (the month of a monthly file)
    note      what a reader of the reference page should know
    """

    header: str
    name: str
    kind: ColumnKind
    required: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    length: int = 0
    pattern: str = ""
    matches: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Geography:
    """Which column holds area codes, of which level, and of which vintage ("detected" when the files do not say)."""

    column: str
    level: str
    vintage: str


@dataclass(frozen=True, kw_only=True)
class Feed:
    """
    A table of the warehouse that the source fills.

    select     SQL over `published`, whose columns are those of the contract
    from_name  columns beside those of the SQL: each holds, in every row, the named group of the file name of its name
    """

    table: str
    select: str
    from_name: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Check:
    """A rule that every row must meet: an SQL condition, and the reason printed beside a row that does not."""

    rule: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the publisher offers the data; `{month}` and `{force}` stand for what is asked for; sums if published."""

    url: str
    file_name: str
    sha256: str = ""
    md5: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """
    One published data set.

    files       regular expressions over the file's name without .gz; named groups become values of the partition
    partition   how named groups make the partition's name, as "{month}-{force}"
    key         columns (our names) that should tell rows apart; duplicates are counted, never dropped
    period      what time the data cover, in words; empty when the partitions' months say it
    missing     the marks that stand for "no value"
    checks      rules over whole rows
    feeds       the tables of the warehouse that it fills
    published   whether anyone can download the data as they are; if so, no small number in them is hidden from anyone
    whole       the feed that keeps every published column; when empty, the published rows are stored beside the feeds
    digest      SHA-256 of the contract file, so that a changed contract is noticed
    """

    source_id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    kind: SourceKind
    files: tuple[str, ...]
    partition: str
    columns: tuple[Column, ...]
    feeds: tuple[Feed, ...]
    digest: str
    key: tuple[str, ...] = ()
    period: str = ""
    geography: Geography | None = None
    missing: tuple[str, ...] = ("",)
    caveats: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    addresses: tuple[Address, ...] = ()
    frequency: str = ""
    whole: str = ""
    published: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """The published header, in order."""
        return tuple(column.header for column in self.columns)

    @property
    def vintage(self) -> str:
        """The vintage of its area codes: a year, "detected", or empty when it has none."""
        return self.geography.vintage if self.geography else ""
