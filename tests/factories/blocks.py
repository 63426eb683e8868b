"""Made-up charts, maps and tables, one of every kind that a profile can hold."""

from dataclasses import replace

import numpy as np

from fourpoint.domain.document import (
    Cell,
    Chart,
    ChartKind,
    Column,
    Geometry,
    LegendEntry,
    Map,
    MapArea,
    Place,
    Point,
    Reference,
    Sentence,
    Series,
    Span,
    SurfaceCell,
    Table,
)
from fourpoint.domain.months import span

LONG = span("2023-01", "2025-12")
TYPES = ("Violence and sexual offences", "Robbery", "Possession of weapons")


def say(text: str, figure_id: str | None = None, after: str = "") -> Sentence:
    """Return a sentence with at most one number to open."""
    spans = (Span(text=text),) if figure_id is None else (Span(text=text), Span(text=after, figure_id=figure_id))
    return Sentence(spans=(*spans, Span(text=".")))


def make_table(table_id: str, title: str, heads: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Table:
    """Return a table whose first column is words and whose others are numbers."""
    columns = tuple(
        Column(key=head.lower().replace(" ", "_"), label=head, numeric=index > 0) for index, head in enumerate(heads)
    )
    return Table(table_id=table_id, title=title, columns=columns, rows=tuple(rows))


def make_chart(chart_id: str, kind: ChartKind, title: str, series: tuple[Series, ...], **more: object) -> Chart:
    """Return a chart with its table; `more` replaces fields."""
    table = _table_of(chart_id, title, series)
    fields = {"x_label": "Month", "y_label": "Offences", "unit": "offences", "sentence": say(title), **more}
    return Chart(chart_id=chart_id, kind=kind, title=title, series=series, table=table, **fields)  # type: ignore[arg-type]


def make_trend() -> Chart:
    """Return a line with a gap in supply, a month outside the limits and open months at the end."""
    random = np.random.default_rng(2)
    points = []
    for index, month in enumerate(LONG):
        value = float(random.poisson(250 + 25 * np.sin(index / 2)))
        mark = {14: "gap", 27: "high", 34: "open", 35: "open"}.get(index, "")
        value = 341.0 if mark == "high" else value
        held = None if mark == "gap" else value
        low, high = (None, None) if held is None else (held - 31, held + 31)
        points.append(Point(x=month, y=held, low=low, high=high, mark=mark))  # type: ignore[arg-type]
    references = (
        Reference(label="mean of 36 months", value=252.0, role="mean"),
        Reference(label="upper control limit", value=301.0, role="limit"),
        Reference(label="lower control limit", value=203.0, role="limit"),
    )
    series = (Series(key="offences", label="Saltmarsh", points=tuple(points)),)
    title = "One month in three years was higher than chance would explain"
    return make_chart("trend", "line", title, series, references=references)


def make_dots() -> Chart:
    """Return rates of similar areas with their intervals, ours marked."""
    names = ("Harbourside", "Saltmarsh", "Castle Hill", "Northfen", "Weirbridge", "Old Quay")
    points = tuple(
        Point(
            x=name,
            y=29.0 - 2.4 * rank,
            low=27.8 - 2.4 * rank,
            high=30.2 - 2.4 * rank,
            mark="self" if name == "Saltmarsh" else "",
        )
        for rank, name in enumerate(names)
    )
    title = "Saltmarsh has the second highest rate of its six most similar areas"
    series = (Series(key="rate", label="Rate", points=points),)
    references = (Reference(label="force", value=21.3, role="comparison"),)
    return make_chart(
        "similar",
        "dot",
        title,
        series,
        references=references,
        x_label="Area",
        y_label="Offences per 1,000 residents",
        unit="offences per 1,000 residents",
    )


def make_bars() -> Chart:
    """Return ranked bars of the crime types."""
    points = tuple(Point(x=name, y=value) for name, value in zip(TYPES, (2461.0, 312.0, 238.0), strict=True))
    title = "Four in five of these offences are violence and sexual offences"
    return make_chart("types", "bar", title, (Series(key="count", label="Offences", points=points),), x_label="Type")


def make_stack() -> Chart:
    """Return shares of outcomes by crime type."""
    parts = {"Charged": (9.1, 12.0, 41.5), "Still open": (22.4, 25.5, 20.0), "No suspect found": (68.5, 62.5, 38.5)}
    series = tuple(
        Series(
            key=name.lower(),
            label=name,
            points=tuple(Point(x=kind, y=share) for kind, share in zip(TYPES, shares, strict=True)),
        )
        for name, shares in parts.items()
    )
    title = "Most offences of violence closed with no suspect found"
    return make_chart("outcomes", "stack", title, series, x_label="Crime type", y_label="Share of offences", unit="%")


def make_heat() -> Chart:
    """Return a grid of years by months, one month missing."""
    random = np.random.default_rng(3)
    series = tuple(
        Series(
            key=year,
            label=year,
            points=tuple(
                Point(x=f"{month:02d}", y=None, mark="gap")
                if (year, month) == ("2024", 3)
                else Point(x=f"{month:02d}", y=float(random.poisson(250)))
                for month in range(1, 13)
            ),
        )
        for year in ("2023", "2024", "2025")
    )
    return make_chart("seasons", "heat", "Summer months were higher in each of three years", series)


def make_curve() -> Chart:
    """Return a concentration curve with chance beside it."""
    steps = [step / 20 for step in range(21)]
    seen = tuple(Point(x=f"{100 * step:.0f}", y=100 * (1 - (1 - step) ** 2.6)) for step in steps)
    chance = tuple(Point(x=f"{100 * step:.0f}", y=100 * (1 - (1 - step) ** 1.25)) for step in steps)
    series = (Series(key="seen", label="Seen", points=seen), Series(key="chance", label="Chance", points=chance))
    title = "The top 5% of neighbourhoods hold an eighth of the offences"
    return make_chart(
        "concentration",
        "curve",
        title,
        series,
        x_label="Share of neighbourhoods",
        y_label="Share of offences",
        unit="%",
    )


def make_maps(geometry: Geometry) -> tuple[Map, Map, Map, Map]:
    """Return a choropleth, a significance map, a surface and a bivariate map over the geometry."""
    values = np.round(np.random.default_rng(5).gamma(3.0, 7.0, len(geometry.outlines)), 1)
    table = _map_table(geometry, values)
    common = {"geometry_id": geometry.geometry_id, "table": table}
    rates = _rates(geometry, values)
    bands = ("under 9", "9 to 18", "18 to 27", "27 to 36", "36 and over")
    levels = ("low", "middle", "high")
    return (
        Map(
            map_id="rate",
            kind="choropleth",
            title="Rates are highest in the harbour neighbourhoods",
            sentence=say("Rates are highest in the harbour neighbourhoods and lowest inland"),
            areas=rates,
            legend_title="Offences per 1,000 residents",
            legend=tuple(LegendEntry(label=band) for band in bands),
            **common,  # type: ignore[arg-type]
        ),
        Map(
            map_id="hotspots",
            kind="significance",
            title="Neighbourhoods that stand out from those around them",
            sentence=say("Neighbourhoods marked as high stand out after correction for testing many"),
            areas=tuple(_flagged(area) for area in rates),
            legend_title="Local Getis-Ord, false discovery rate 5%",
            legend=(LegendEntry(label="significantly high"), LegendEntry(label="not significant")),
            **common,  # type: ignore[arg-type]
        ),
        Map(
            map_id="density",
            kind="surface",
            title="Offences gather round the harbour",
            sentence=say("The density of published points is greatest round the harbour"),
            areas=tuple(replace(area, value=None, class_index=None) for area in rates),
            legend_title="Density of published points",
            legend=tuple(LegendEntry(label=word) for word in ("faint", "low", "middle", "high", "dense")),
            surface=_surface(),
            **common,  # type: ignore[arg-type]
        ),
        Map(
            map_id="overlay",
            kind="bivariate",
            title="Threat and deprivation meet in five neighbourhoods",
            sentence=say("Five neighbourhoods are in the highest third of both threat and deprivation"),
            areas=tuple(replace(area, class_index=(index * 7) % 9) for index, area in enumerate(rates)),
            legend_title="Threat and deprivation, in thirds",
            legend=tuple(
                LegendEntry(label=f"{threat} threat, {need} deprivation", x=x, y=y)
                for y, need in enumerate(levels)
                for x, threat in enumerate(levels)
            ),
            **common,  # type: ignore[arg-type]
        ),
    )


def make_ranking(geometry: Geometry) -> Table:
    """Return neighbourhoods ranked, each with its reasons and a figure to open."""
    rows = [
        (
            Cell(text=outline.name, place=Place(kind="neighbourhood", code=outline.code)),
            Cell(text=f"{44 - 3 * rank}.1", figure_id=f"rank.{outline.code}", value=44.1 - 3 * rank),
            Cell(text=str(1 + rank // 3), value=1 + rank // 3),
            Cell(text="Highest third of rate; income decile 1; repeat location"),
        )
        for rank, outline in enumerate(geometry.outlines[:8])
    ]
    columns = (
        Column(key="neighbourhood", label="Neighbourhood"),
        Column(key="rate", label="Rate", numeric=True, unit="offences per 1,000 residents"),
        Column(key="decile", label="Deprivation decile", numeric=True),
        Column(key="reasons", label="Why it is here"),
    )
    return Table(
        table_id="ranking",
        title="Neighbourhoods where threat and need meet",
        columns=columns,
        rows=tuple(rows),
        note="Rank is for looking first, not for deciding.",
    )


# --------------------------------------------------------------------------------------------------------------------


def _table_of(chart_id: str, title: str, series: tuple[Series, ...]) -> Table:
    labels = [point.x for point in series[0].points]
    rows = [(Cell(text=label), *(_value(one.points[index].y) for one in series)) for index, label in enumerate(labels)]
    return make_table(f"{chart_id}-table", title, ("Label", *(one.label for one in series)), rows)


def _map_table(geometry: Geometry, values: np.ndarray) -> Table:
    rows = [
        (Cell(text=outline.name, place=Place(kind="neighbourhood", code=outline.code)), _value(float(value)))
        for outline, value in zip(geometry.outlines, values, strict=True)
    ]
    return make_table("rate-table", "Rate by neighbourhood", ("Neighbourhood", "Rate"), rows)


def _rates(geometry: Geometry, values: np.ndarray) -> tuple[MapArea, ...]:
    return tuple(
        MapArea(
            code=outline.code,
            value=None if index == 7 else float(value),
            class_index=None if index == 7 else min(4, int(value // 9)),
            words=f"{outline.name}: {'no value' if index == 7 else f'{value} per 1,000 residents'}",
        )
        for index, (outline, value) in enumerate(zip(geometry.outlines, values, strict=True))
    )


def _flagged(area: MapArea) -> MapArea:
    if (area.value or 0) <= 36:
        return replace(area, class_index=1)
    return replace(area, class_index=0, flag="hot", words=f"{area.words}, significantly high")


def _surface() -> tuple[SurfaceCell, ...]:
    away = [(x, y, abs(x - 5) + abs(y - 4)) for x in range(11) for y in range(9)]
    return tuple(
        SurfaceCell(x=400 + 20 * x, y=240 + 20 * y, width=20, height=20, class_index=max(0, 4 - steps))
        for x, y, steps in away
        if steps < 7
    )


def _value(value: float | None) -> Cell:
    return Cell(text="not known") if value is None else Cell(text=f"{value:,.1f}", value=value)
