"""Tables become bare values: numbers stay numbers, missing stays missing, places keep their codes."""

from dataclasses import replace

from fourpoint.domain.document import Cell, Section
from fourpoint.publications.tables import figures, sheets
from tests.factories import blocks
from tests.factories.document import EDITION, make_document

DOCUMENT = make_document(edition=EDITION)


def test_sheets_hold_every_table_once_even_those_behind_charts_and_maps() -> None:
    made = sheets.sheets(DOCUMENT)

    names = [sheet.name for sheet in made]
    assert {"trend-table", "types-table", "rate-table", "ranking"} <= set(names)
    assert len(names) == len(set(names))


def test_sheets_give_codes_of_places_a_column_of_their_own() -> None:
    (ranking,) = [sheet for sheet in sheets.sheets(DOCUMENT) if sheet.name == "ranking"]

    keys = [column.key for column in ranking.columns]
    assert keys == ["neighbourhood", "neighbourhood_code", "rate", "decile", "reasons"]
    assert ranking.rows[0][:3] == ("Saltmarsh 001A", "E01999000", 44.1)
    assert ranking.source_ids == ("police-street", "population")


def test_sheets_missing_number_is_none_and_not_zero() -> None:
    (trend,) = [sheet for sheet in sheets.sheets(DOCUMENT) if sheet.name == "trend-table"]

    values = dict(trend.rows)
    assert values["2024-03"] is None


def test_sheets_of_one_name_are_told_apart() -> None:
    cells = [(Cell(text="a"), Cell(text="1", value=1.0))]
    tables = tuple(
        blocks.make_table(name, "Title", ("Head", "Head"), cells) for name in ("a table", "A-Table!", "figures")
    )
    document = replace(DOCUMENT, sections=(Section(section_id="s", title="S", blocks=tables),))

    made = sheets.sheets(document)

    assert [sheet.name for sheet in made] == ["a-table", "a-table-2", "figures-2"]
    assert [column.key for column in made[0].columns] == ["head", "head_2"]


def test_figures_sheet_holds_every_figure_with_its_provenance() -> None:
    sheet = figures.sheet(DOCUMENT)

    rows = {row[0]: dict(zip([column.key for column in sheet.columns], row, strict=True)) for row in sheet.rows}
    assert set(rows) == {figure.figure_id for figure in DOCUMENT.figures}
    assert rows["count"]["value"] == 3011.0
    assert rows["count"]["rows_excluded"] == 215
    assert rows["rate"]["denominator_year"] == "mid-2024"
    assert rows["near-repeat"]["value"] is None
    assert rows["near-repeat"]["absent"] == "The published data carry no dates."
