"""
A profile as a document: what was found, in blocks that a page, a PDF and open data tables can each draw.

The document is the only thing that the profiles service hands upward. It knows nothing of HTML or Typst, and it holds
all it needs (shapes of maps included), so that a frozen one is drawn the same for ever. `to_json` and `from_json`
are exact inverses, and `to_json` gives the same bytes for the same document.
"""

from dataclasses import dataclass, field
from typing import Literal

from fourpoint.domain.figures import AreaRef, Figure


@dataclass(frozen=True, kw_only=True)
class Span:
    """A run of words; when it prints a number, the figure that the number is."""

    text: str
    figure_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence whose numbers can be opened."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The sentence as plain words."""
        return "".join(span.text for span in self.spans)


FindingKind = Literal["stands-out", "changed", "cannot-say"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One computed, cautious statement; kind says under which heading it stands."""

    finding_id: str
    kind: FindingKind
    sentence: Sentence


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a table row or map shape can lead to: an area's profile or a neighbourhood's page."""

    kind: Literal["area", "neighbourhood", "threat"]
    code: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A table cell: words as printed, the figure behind them, the bare value for data tables, and where it leads."""

    text: str
    figure_id: str | None = None
    value: float | None = None
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class Column:
    """A table column; key is its name in CSV, unit is empty for words."""

    key: str
    label: str
    numeric: bool = False
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with a caption; the first column heads its rows."""

    table_id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    block: Literal["table"] = "table"


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """The headline figures of a section, by id, in the order to show them."""

    tiles_id: str
    title: str
    figure_ids: tuple[str, ...]
    block: Literal["tiles"] = "tiles"


@dataclass(frozen=True, kw_only=True)
class Point:
    """
    One point of a series.

    x     category or month as printed on the axis
    y     value, None where it is missing (drawn as a gap, never as zero)
    mark  "" ordinary, "gap" missing in supply, "partial" incomplete supply, "open" outcomes still open,
          "high" or "low" outside the control limits, "self" the area the document is about
    """

    x: str
    y: float | None
    low: float | None = None
    high: float | None = None
    mark: Literal["", "gap", "partial", "open", "high", "low", "self"] = ""
    figure_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Series:
    """Points that belong together, in drawing order."""

    key: str
    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A level to read the points against: the mean, a control limit, the force's rate."""

    label: str
    value: float
    role: Literal["mean", "limit", "comparison"]


ChartKind = Literal["line", "bar", "dot", "stack", "heat", "curve"]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """
    A chart, defined once for page and PDF.

    kind      line: values over months, gaps left open; bar: ranked horizontal bars; dot: value with interval per row;
              stack: shares of 100 % per row (one series per part, x is the row); heat: a grid (one series per row);
              curve: y against numeric x (points carry the number in x)
    title     states the finding
    sentence  says what the chart shows, for those who cannot see it
    table     the same values as a table
    """

    chart_id: str
    kind: ChartKind
    title: str
    sentence: Sentence
    x_label: str
    y_label: str
    unit: str
    series: tuple[Series, ...]
    table: Table
    references: tuple[Reference, ...] = ()
    block: Literal["chart"] = "chart"


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A shape in the map frame: an SVG path in whole units, y downward. code is the area's published code."""

    code: str
    name: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Geometry:
    """The shapes that the maps of a document draw on, once; width and height are the frame of every path in it."""

    geometry_id: str
    level: str
    vintage: str
    width: int
    height: int
    outlines: tuple[Outline, ...]
    metres_per_unit: float


@dataclass(frozen=True, kw_only=True)
class MapArea:
    """How one outline is filled: class_index into the legend (None: no value), significance flag, words on hover."""

    code: str
    value: float | None
    class_index: int | None
    words: str
    flag: Literal["", "hot", "cold"] = ""


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    """A class of the map; for a bivariate map x and y are its place in the square (0 low)."""

    label: str
    x: int = 0
    y: int = 0


@dataclass(frozen=True, kw_only=True)
class SurfaceCell:
    """A rectangle of a density surface in the map frame, with its class (0 faint to 4 dense)."""

    x: int
    y: int
    width: int
    height: int
    class_index: int


MapKind = Literal["choropleth", "significance", "bivariate", "surface"]


@dataclass(frozen=True, kw_only=True)
class Map:
    """A map, defined once for page and PDF, over the outlines of one geometry of the document."""

    map_id: str
    kind: MapKind
    title: str
    sentence: Sentence
    geometry_id: str
    areas: tuple[MapArea, ...]
    legend_title: str
    legend: tuple[LegendEntry, ...]
    table: Table
    surface: tuple[SurfaceCell, ...] = ()
    note: str = ""
    block: Literal["map"] = "map"


@dataclass(frozen=True, kw_only=True)
class Prose:
    """Sentences that stand between the drawn blocks."""

    prose_id: str
    sentences: tuple[Sentence, ...]
    block: Literal["prose"] = "prose"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What the reader must know before using what stands near: a supply gap, open outcomes, unconfirmed weights."""

    notice_id: str
    title: str
    text: str
    block: Literal["notice"] = "notice"


Block = Tiles | Chart | Map | Table | Prose | Notice


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the profile under its own heading."""

    section_id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class SourceCard:
    """A source as the document cites it; published says whether anyone can download it already."""

    source_id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    vintage: str
    period: str
    checksum: str
    rows: int | None
    caveats: tuple[str, ...] = ()
    published: bool = False


@dataclass(frozen=True, kw_only=True)
class ThreatRef:
    """A threat of the catalogue: the crime types it gathers and how sure the grouping is."""

    threat_id: str
    name: str
    crime_types: tuple[str, ...]
    status: Literal["confirmed", "unconfirmed"]


@dataclass(frozen=True, kw_only=True)
class EditionRef:
    """
    A frozen edition: its label, version, last month counted, next due date (ISO) and marking as printed.

    cut, cut_name  which of the cuts of one build it is, by its code and in words; empty before there were cuts
    """

    label: str
    version: int
    ends: str
    next_due_on: str
    marking: str
    owner: str
    cut: str = ""
    cut_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Note:
    """
    Commentary that an edition holds, as it was when it was frozen.

    anchor      the id of a section or a figure of this document
    about       the anchor in words
    marking     in words
    owner       the agency whose commentary it is
    written_on  ISO date of the version that was frozen
    """

    anchor_kind: Literal["section", "figure"]
    anchor: str
    about: str
    paragraphs: tuple[str, ...]
    marking: str
    owner: str
    written_on: str


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """What a document leaves out by one rule, as far as its readers may know; count is None where they may not."""

    rule: str
    words: str
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """
    A whole profile of one area.

    schema        version of this structure
    months        the months asked for; missing are those of them the data do not hold
    comparison    what the area is compared with: "force", "similar" or an area code
    data_version  SHA-256 over the warehouse partitions read
    code_version  version of the software and digest of its source
    figures       every number of the document, once, in order of first use
    commentary    the notes it holds, in the order in which they were written
    withheld      what it leaves out, as its readers may know it
    """

    schema: int
    title: str
    area: AreaRef
    force: AreaRef
    threat: ThreatRef
    months: tuple[str, ...]
    missing: tuple[str, ...]
    comparison: str
    data_version: str
    code_version: str
    edition: EditionRef | None
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    sources: tuple[SourceCard, ...]
    geometries: tuple[Geometry, ...] = ()
    caveats: tuple[str, ...] = field(default=())
    commentary: tuple[Note, ...] = ()
    withheld: tuple[Withheld, ...] = ()

    def __post_init__(self) -> None:
        seen = [figure.figure_id for figure in self.figures]
        if len(seen) != len(set(seen)):
            raise ValueError("A figure stands twice in the document.")

    def figure(self, figure_id: str) -> Figure:
        """Return the figure of that id; raises KeyError when the document holds none."""
        for figure in self.figures:
            if figure.figure_id == figure_id:
                return figure
        raise KeyError(figure_id)
