"""
A figure: one number that a page, a PDF or a table may show, with everything needed to question it.

Every number of a profile is a Figure. It carries its area, months, parts, interval, rows and sources, so that the
panel behind it, the frozen edition and the open data tables all say the same thing. Unknown is not zero: a figure
without a value says in `absent` why there is none.
"""

from dataclasses import dataclass

# The shorthand of the Government Statistical Service for a number that is withheld.
HIDDEN = "[c]"


@dataclass(frozen=True, kw_only=True)
class AreaRef:
    """An area by its published code; level is "force", "district" or "neighbourhood" (an LSOA)."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, kw_only=True)
class Interval:
    """The range that goes with a value, in the value's unit; level is its coverage, as 0.95."""

    low: float
    high: float
    level: float
    method: str


@dataclass(frozen=True, kw_only=True)
class Denominator:
    """What a rate is divided by: its words, its count, its year and the source it was read from."""

    label: str
    value: float
    year: str
    source_id: str


@dataclass(frozen=True, kw_only=True)
class SourceRef:
    """Which stored version of a source a figure rests on; checksum is SHA-256 over the files used."""

    source_id: str
    vintage: str
    checksum: str


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """Rows that were read and left out, with the reason in words."""

    reason: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class RowsQuery:
    """
    How to find the rows behind a figure again.

    dataset   name of a warehouse view that holds single rows, as "street_crime"
    filters   pairs of column and the values allowed in it; all pairs must hold
    """

    dataset: str
    filters: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """
    One number and its whole provenance.

    figure_id    unique in its document, stable between builds: lower-case words with hyphens and dots
    months       the months counted, as YYYY-MM; empty for a figure that has no monthly period (then see `period`)
    period       the period in words, as "January to December 2025" or "Census 2021"
    value        the number, or None when there is none; `absent` then says why in one sentence
    unit         as "offences", "offences per 1,000 residents", "%"
    decimals     how many to print
    rows_used    rows of the source counted, None where the source is not made of countable rows
    formula      how value comes from numerator and denominator, in words a reader can repeat
    sentence     the sentence of the document that uses the figure, empty when only a table or chart does
    unconfirmed  true when a catalogue entry it rests on is marked unconfirmed
    hidden       true when there is a value that the readers of this document may not see
    """

    figure_id: str
    label: str
    area: AreaRef
    threat_id: str
    months: tuple[str, ...]
    period: str
    value: float | None
    unit: str
    decimals: int = 0
    numerator: float | None = None
    denominator: Denominator | None = None
    interval: Interval | None = None
    rows_used: int | None = None
    excluded: tuple[Exclusion, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    formula: str = ""
    sentence: str = ""
    absent: str = ""
    caveats: tuple[str, ...] = ()
    unconfirmed: bool = False
    rows: RowsQuery | None = None
    hidden: bool = False

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.absent):
            raise ValueError(f"Figure {self.figure_id}: a missing value needs a reason, a present value none.")

    @property
    def text(self) -> str:
        """The value as it is printed, with its decimals and thousands marks; "not known" or "[c]" when absent."""
        if self.hidden:
            return HIDDEN
        if self.value is None:
            return "not known"
        printed = f"{self.value:,.{self.decimals}f}".replace("-", "\N{MINUS SIGN}")
        return f"{printed}%" if self.unit == "%" else printed
