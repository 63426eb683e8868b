"""CSV can be read back, and opening it in a spreadsheet runs nothing."""

import csv
import io
import json

import pytest

from fourpoint.publications.tables import csvs, folder, metadata
from fourpoint.publications.tables.sheets import Sheet, SheetColumn
from tests.factories.document import EDITION, make_document

DOCUMENT = make_document(edition=EDITION)
COLUMNS = (SheetColumn(key="name", label="Name"), SheetColumn(key="n", label="N", numeric=True, unit="offences"))


def read(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8"), newline="")))


def test_write_keeps_numbers_whole_and_words_quoted() -> None:
    rows = (('a "b", c\nd', -4.25), ("é", None), ("", 3011.0), ("x", 1 / 3))

    made = read(csvs.write(Sheet(name="t", title="T", columns=COLUMNS, rows=rows)))

    assert made == [
        ["name", "n"],
        ['a "b", c\nd', "-4.25"],
        ["é", ""],
        ["", "3011"],
        ["x", repr(1 / 3)],
    ]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_write_words_that_look_like_a_formula_are_made_harmless(words: str) -> None:
    made = read(csvs.write(Sheet(name="t", title="T", columns=COLUMNS, rows=((words, 1.0),))))

    assert made[1][0] == f"'{words}"


def test_metadata_says_columns_units_sources_and_licences() -> None:
    sheet = next(sheet for sheet in folder.gathered(DOCUMENT) if sheet.name == "ranking")

    made = json.loads(metadata.write(sheet, DOCUMENT))

    assert made["@context"][0] == "http://www.w3.org/ns/csvw"
    assert made["url"] == "ranking.csv"
    columns = made["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == [column.key for column in sheet.columns]
    assert columns[2]["schema:unitText"] == "offences per 1,000 residents"
    assert made["dc:license"] == ["Open Government Licence v3.0"]
    assert made["dc:temporal"]["missing"] == ["2025-03"]
    assert all(source["dc:rights"] for source in made["dc:source"])


def test_files_give_each_csv_its_metadata_and_a_readme() -> None:
    names = [name for name, _ in folder.files(DOCUMENT, EDITION, folder.gathered(DOCUMENT))]

    assert names[0] == "README.txt"
    tables = [name for name in names if name.endswith(".csv")]
    assert all(f"{name}-metadata.json" in names for name in tables)
    assert "figures.csv" in tables
    assert len(names) == len(set(names))


def test_every_csv_agrees_with_its_metadata() -> None:
    held = dict(folder.files(DOCUMENT, EDITION, folder.gathered(DOCUMENT)))

    for name in (name for name in held if name.endswith(".csv")):
        described = json.loads(held[f"{name}-metadata.json"])["tableSchema"]["columns"]
        head, *rows = read(held[name])
        assert head == [column["name"] for column in described]
        for row in rows:
            for value, column in zip(row, described, strict=True):
                if column["datatype"] == "number" and value:
                    float(value)
