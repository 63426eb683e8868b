"""What the templates of profiles get: frozen values, made from what the service returned."""

from dataclasses import dataclass

from fourpoint.domain.document import Document, SourceCard
from fourpoint.domain.figures import Figure
from fourpoint.domain.months import period_in_words, run_in_words
from fourpoint.services.profiles.rows import RowsPage
from fourpoint.web.frame.words import interval_words, number_words
from fourpoint.web.profiles.links import EditionLinks, Links


@dataclass(frozen=True, kw_only=True)
class Head:
    """The top of a profile: the page's title, the area and what is shown of it."""

    title: str
    area_name: str
    summary: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the panel: what it is, and what is said of it."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Everything behind one figure, in words."""

    figure_id: str
    label: str
    area_name: str
    period: str
    value: str
    unit: str
    absent: str
    hidden: bool
    interval: str
    unconfirmed: bool
    rows: tuple[Row, ...]
    caveats: tuple[str, ...]
    sources: tuple[SourceCard, ...]
    back_href: str
    rows_href: str = ""
    csv_href: str = ""
    rows_note: str = ""
    use_href: str = ""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A page of the rows behind a figure."""

    label: str
    area_name: str
    period: str
    dataset: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    first: int
    last: int
    page: int
    pages: int
    figure_href: str
    csv_href: str
    rows_href: str

    def page_href(self, page: int) -> str:
        """Return the address of another page of them."""
        return f"{self.rows_href}{'&' if '?' in self.rows_href else '?'}page={page}"


def make_head(document: Document, compared: str) -> Head:
    """Return the head of a document's page; `compared` names what the area is compared with, if anything."""
    beside = f", compared with {compared}" if compared else ""
    return Head(
        title=f"{document.area.name}: {document.threat.name}",
        area_name=document.area.name,
        summary=f"{document.threat.name}, {period_in_words(document.months)}{beside}.",
    )


def make_rows(figure: Figure, found: RowsPage, links: Links, *, page: int, per_page: int) -> Rows:
    """Return a page of rows behind the figure."""
    return Rows(
        label=figure.label,
        area_name=figure.area.name,
        period=figure.period,
        dataset=DATASETS.get(figure.rows.dataset, figure.rows.dataset) if figure.rows else "",
        columns=tuple(name.replace("_", " ").capitalize() for name in found.columns),
        rows=found.rows,
        total=found.total,
        first=min(found.offset + 1, found.total),
        last=found.offset + len(found.rows),
        page=page,
        pages=max(1, -(-found.total // per_page)),
        figure_href=links.figure(figure.figure_id),
        csv_href=links.rows_csv(figure.figure_id),
        rows_href=links.rows(figure.figure_id),
    )


DATASETS = {"street_crime": "street-level crime", "stop_search": "stop and search"}


def make_panel(
    document: Document, figure: Figure, links: Links, *, replaced: bool = False, may_use: bool = False
) -> Panel:
    """
    Return the panel of a figure.

    replaced  when its rows are no longer held as they were counted
    may_use   when its reader writes products, in which a number of a frozen edition can be cited
    """
    cited = {source.source_id for source in figure.sources}
    if figure.denominator:
        cited.add(figure.denominator.source_id)
    opens = figure.rows is not None and not replaced
    return Panel(
        figure_id=figure.figure_id,
        label=figure.label,
        area_name=figure.area.name,
        period=figure.period,
        value=figure.text,
        unit="" if figure.unit == "%" else figure.unit,
        absent=figure.absent,
        hidden=figure.hidden,
        interval=_interval(figure),
        unconfirmed=figure.unconfirmed,
        rows=tuple(row for row in _rows(document, figure) if row.lines),
        caveats=figure.caveats,
        sources=tuple(card for card in document.sources if card.source_id in cited),
        back_href=links.edition() if isinstance(links, EditionLinks) else links.profile(),
        rows_href=links.rows(figure.figure_id) if opens else "",
        csv_href=links.rows_csv(figure.figure_id) if opens else "",
        rows_note="" if opens else _no_rows(figure),
        use_href=links.use(figure.figure_id)
        if may_use and figure.value is not None and isinstance(links, EditionLinks)
        else "",
    )


# --------------------------------------------------------------------------------------------------------------------


def _interval(figure: Figure) -> str:
    held = figure.interval
    return f"{interval_words(figure)} is its {held.level:.0%} interval ({held.method})." if held else ""


def _rows(document: Document, figure: Figure) -> tuple[Row, ...]:
    return (
        Row(label="How it is made", lines=(figure.formula,) if figure.formula else ()),
        Row(label="Numerator", lines=_numerator(figure)),
        Row(label="Denominator", lines=_denominator(figure)),
        Row(label="Crime types counted", lines=_types(document, figure)),
        Row(label="Months counted", lines=_months(document, figure)),
        Row(label="Rows used", lines=() if figure.rows_used is None else (f"{figure.rows_used:,}",)),
        Row(label="Rows left out", lines=tuple(f"{one.rows:,}: {one.reason}" for one in figure.excluded)),
    )


def _numerator(figure: Figure) -> tuple[str, ...]:
    shown = figure.numerator is not None and figure.numerator != figure.value
    return (
        (number_words(figure.numerator, 0 if figure.numerator == int(figure.numerator or 0) else 1),) if shown else ()
    )


def _denominator(figure: Figure) -> tuple[str, ...]:
    held = figure.denominator
    return (f"{number_words(held.value)} {held.label}, {held.year}",) if held else ()


def _types(document: Document, figure: Figure) -> tuple[str, ...]:
    return ("; ".join(document.threat.crime_types),) if figure.months and figure.rows else ()


def _months(document: Document, figure: Figure) -> tuple[str, ...]:
    if not figure.months:
        return ()
    missing = [month for month in document.missing if figure.months[0] <= month <= figure.months[-1]]
    lines = (f"{len(figure.months)}: {run_in_words(figure.months)}",)
    return (*lines, f"Not supplied: {run_in_words(missing)}") if missing else lines


def _no_rows(figure: Figure) -> str:
    if figure.rows is not None:
        return "The files this frozen figure counted have been replaced since: the live profile opens today's rows."
    if figure.hidden:
        return ""
    return "No single rows stand behind this figure: its source publishes totals, or it is computed from other figures."
