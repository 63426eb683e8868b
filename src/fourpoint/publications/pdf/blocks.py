"""The blocks of a section as plain values for the template."""

from collections.abc import Sequence
from typing import Any

from fourpoint.domain.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Geometry,
    Map,
    Notice,
    Prose,
    Sentence,
    Table,
    Tiles,
)
from fourpoint.domain.figures import Figure
from fourpoint.publications.charts import drawing as charts
from fourpoint.publications.ink.theme import PRINT
from fourpoint.publications.maps import drawing as maps

Printed = dict[str, Any]

# Drawn this wide and set on a column of 166 mm, 13.5 units of text print at about 9 points.
WIDTH = 680
_KINDS = {
    "line": "Line chart",
    "bar": "Bar chart",
    "dot": "Dot chart",
    "stack": "Stacked bar chart",
    "heat": "Grid of values",
    "curve": "Curve",
    "choropleth": "Map in classes",
    "significance": "Map of significance",
    "bivariate": "Map of two variables",
    "surface": "Map of density",
}


def spans(sentence: Sentence) -> list[Printed]:
    """Return the runs of a sentence; a run that is a figure is printed as a number."""
    return [{"text": span.text, "number": span.figure_id is not None} for span in sentence.spans]


def _interval(figure: Figure) -> str:
    if figure.interval is None:
        return ""
    low, high = (
        f"{end:,.{figure.decimals}f}".replace("-", "\N{MINUS SIGN}") + ("%" if figure.unit == "%" else "")
        for end in (figure.interval.low, figure.interval.high)
    )
    return f"{figure.interval.level:.0%} interval {low} to {high}"


def _tile(figure: Figure) -> Printed:
    return {
        "label": figure.label,
        "value": figure.text,
        "unit": "" if figure.unit == "%" else figure.unit,
        "period": figure.period,
        "interval": _interval(figure),
        "absent": figure.absent,
        "hidden": figure.hidden,
        "unconfirmed": figure.unconfirmed,
    }


def _tiles(block: Tiles, document: Document) -> Printed:
    figures = [document.figure(figure_id) for figure_id in block.figure_ids]
    return {"block": "tiles", "title": block.title, "tiles": [_tile(figure) for figure in figures]}


def _drawn(svg: str, block: Chart | Map) -> Printed:
    height = float(svg.split('viewBox="', 1)[1].split('"', 1)[0].split()[3])
    return {
        "block": "figure",
        "title": block.title,
        "sentence": block.sentence.text,
        "alt": f"{_KINDS[block.kind]}. {block.sentence.text}",
        "svg": svg,
        "ratio": height / WIDTH,
        "note": block.note if isinstance(block, Map) else "",
    }


def _geometry(block: Map, document: Document) -> Geometry:
    for geometry in document.geometries:
        if geometry.geometry_id == block.geometry_id:
            return geometry
    raise ValueError(f"Map {block.map_id} is drawn on {block.geometry_id}, which the document does not hold.")


def _map(block: Map, document: Document) -> Printed:
    return _drawn(maps.draw(block, _geometry(block, document), width=WIDTH, theme=PRINT), block)


def _weight(column: Column, cells: Sequence[Cell]) -> int:
    """How wide a column should be beside the others: its longest word, its head in two lines, its words to a bound."""
    said = [column.label, column.unit, *(cell.text for cell in cells)]
    word = max((len(part) for text in said for part in text.split()), default=1)
    longest = max((len(cell.text) for cell in cells), default=0)
    head = max(len(column.label), len(column.unit)) // 2
    return max(word, head, min(longest, 90 if longest > 140 else 44)) + 2


def _is_short(block: Table) -> bool:
    """Whether a table surely fits on a page with its title, and so may be kept whole."""
    return len(block.rows) <= 14 and sum(len(cell.text) for row in block.rows for cell in row) <= 1400


def _unbroken(text: str) -> str:
    """Words that stand among numbers, kept on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}") if len(text) <= 16 else text


def table(block: Table) -> Printed:
    """Return a table: heads with their unit and weight, rows of words, and which columns are numbers."""
    columns = [
        {
            "label": column.label,
            "unit": column.unit,
            "numeric": column.numeric,
            # What heads a row should not break, so it gets a little more.
            "weight": _weight(column, [row[index] for row in block.rows]) + (3 if index == 0 else 0),
        }
        for index, column in enumerate(block.columns)
    ]
    return {
        "block": "table",
        "title": block.title,
        "columns": columns,
        "rows": [
            [
                _unbroken(cell.text) if column.numeric else cell.text
                for cell, column in zip(row, block.columns, strict=True)
            ]
            for row in block.rows
        ],
        "note": block.note,
        "short": _is_short(block),
    }


def printed(block: Block, document: Document) -> Printed:
    """
    Return one block of a section.

    raises  ValueError if a map's outlines are not in the document; KeyError if a tile's figure is not
    """
    match block:
        case Tiles():
            return _tiles(block, document)
        case Chart():
            return _drawn(charts.draw(block, width=WIDTH, theme=PRINT), block)
        case Map():
            return _map(block, document)
        case Table():
            return table(block)
        case Prose():
            return {"block": "prose", "sentences": [spans(sentence) for sentence in block.sentences]}
        case Notice():
            return {"block": "notice", "title": block.title, "text": block.text}
