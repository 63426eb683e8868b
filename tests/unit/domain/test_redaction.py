"""A document whose own data are not published shows no small number anywhere, and whole ones stay as they were."""

from dataclasses import replace

import pytest

from fourpoint.domain.document import (
    Cell,
    Chart,
    Column,
    Map,
    Point,
    Prose,
    Section,
    Sentence,
    Series,
    Span,
    Table,
    Tiles,
)
from fourpoint.domain.documents_json import to_json
from fourpoint.domain.figures import HIDDEN, RowsQuery
from fourpoint.domain.redaction import Rule, redact
from tests.factories.document import make_document
from tests.factories.provenance import count_figure

MONTHS = ("2025-01", "2025-02", "2025-03")


def counted(name, rows, months):
    asked = RowsQuery(dataset="visits", filters=(("month", tuple(months)),))
    return count_figure(name, name, float(rows), rows=asked, denominator=None, excluded=(), interval=None)


# 4,001 and 4,002 are nowhere else in the document: where they are seen, the figure was.
FIGURES = (
    counted("all", 8006, MONTHS),
    counted("jan", 3, MONTHS[:1]),
    counted("feb", 4001, MONTHS[1:2]),
    counted("mar", 4002, MONTHS[2:]),
)


def document(*, published=False):
    """A document that shows three months and their total in tiles, a chart, its table and sentences."""
    said = Sentence(spans=(Span(text="In February "), Span(text="4,001", figure_id="feb"), Span(text=".")))
    kept = Sentence(spans=(Span(text="In March "), Span(text="4,002", figure_id="mar"), Span(text=".")))
    cells = tuple(
        (Cell(text=one.label), Cell(text=one.text, figure_id=one.figure_id, value=one.value)) for one in FIGURES
    )
    table = Table(
        table_id="months",
        title="Visits by month, 4,001 in one",
        columns=(Column(key="month", label="Month"), Column(key="visits", label="Visits", numeric=True)),
        rows=cells,
    )
    points = tuple(Point(x=one.label, y=one.value, figure_id=one.figure_id) for one in FIGURES[1:])
    chart = Chart(
        chart_id="visits",
        kind="line",
        title="4,001 came in February",
        sentence=said,
        x_label="Month",
        y_label="Visits",
        unit="visits",
        series=(Series(key="visits", label="Visits", points=points),),
        table=table,
    )
    blocks = (
        Tiles(tiles_id="t", title="In short", figure_ids=("all", "jan")),
        chart,
        Prose(prose_id="p", sentences=(said, kept)),
    )
    base = make_document()
    return replace(
        base,
        findings=(),
        sections=(Section(section_id="own", title="Own", blocks=blocks),),
        figures=FIGURES,
        sources=tuple(replace(card, published=published) for card in base.sources),
        geometries=(),
    )


def test_published_data_are_left_as_they_are():
    base = document(published=True)

    assert redact(base, Rule(threshold=5, rounding=5)).document is base


def test_rule_that_hides_nothing_changes_nothing():
    base = document()

    found = redact(base, Rule())

    assert found.document is base
    assert found.own == len(FIGURES)


def test_small_number_and_its_cover_are_gone_from_every_place():
    found = redact(document(), Rule(threshold=5))
    text = to_json(found.document).decode()

    assert (found.small, found.cover) == (1, 1)
    hidden = {figure.figure_id for figure in found.document.figures if figure.hidden}
    assert hidden == {"jan", "feb"}
    assert "4,001" not in text and "4001" not in text
    assert "4,002" in text and "8006" in text
    assert found.said == 2


def test_hidden_figure_says_so_and_keeps_nothing_of_its_number():
    found = redact(document(), Rule(threshold=5)).document.figure("feb")

    assert found.text == HIDDEN
    assert "below 5" in found.absent
    assert (found.value, found.numerator, found.rows_used, found.interval, found.denominator) == (None,) * 5
    assert found.excluded == () and found.rows is None and found.sentence == ""


def test_shown_figure_of_own_data_opens_no_rows():
    found = redact(document(), Rule(threshold=5)).document

    assert all(figure.rows is None and figure.excluded == () for figure in found.figures)
    assert all(card.rows is None for card in found.sources)


def test_chart_keeps_its_shown_points_and_loses_the_hidden():
    (section,) = redact(document(), Rule(threshold=5)).document.sections
    chart = next(block for block in section.blocks if isinstance(block, Chart))

    assert [point.y for point in chart.series[0].points] == [None, None, 4002]
    assert [row[1].text for row in chart.table.rows] == ["8,006", HIDDEN, HIDDEN, "4,002"]
    assert chart.title == chart.table.title == "Visits by month, in one"


def test_rounding_moves_counts_and_what_is_made_of_them_alone():
    found = redact(document(), Rule(threshold=0, rounding=5))
    numbers = {figure.figure_id: figure.value for figure in found.document.figures}

    assert numbers == {"all": 8005, "jan": 5, "feb": 4000, "mar": 4000}
    assert found.rounded == 4
    assert "8,006" not in to_json(found.document).decode()


@pytest.mark.parametrize("threshold", [5, 300, 5000])
def test_drawings_whose_numbers_name_no_figure_are_left_out(threshold):
    """The made-up document in full: maps and curves of own data cannot be shown to be safe."""
    base = make_document()
    base = replace(base, sources=tuple(replace(card, published=False) for card in base.sources))

    found = redact(base, Rule(threshold=threshold))
    kinds = [block for section in found.document.sections for block in section.blocks]

    if found.small:
        assert not [block for block in kinds if isinstance(block, Map)]
        assert not [block for block in kinds if isinstance(block, Chart) and block.kind in ("stack", "heat", "curve")]
        assert found.drawings > 0
    hidden = {figure.figure_id for figure in found.document.figures if figure.hidden}
    assert hidden.isdisjoint(_printed_with_a_number(found.document))


def _printed_with_a_number(held):
    """Ids of figures beside which the document still prints a number."""
    for section in held.sections:
        for block in section.blocks:
            tables = [block] if isinstance(block, Table) else [getattr(block, "table", None)]
            for table in filter(None, tables):
                yield from (
                    cell.figure_id for row in table.rows for cell in row if cell.figure_id and cell.value is not None
                )
            for one in getattr(block, "series", ()):
                yield from (point.figure_id for point in one.points if point.figure_id and point.y is not None)
            for sentence in (*getattr(block, "sentences", ()), *filter(None, [getattr(block, "sentence", None)])):
                yield from (span.figure_id for span in sentence.spans if span.figure_id)
    for finding in held.findings:
        yield from (span.figure_id for span in finding.sentence.spans if span.figure_id)
