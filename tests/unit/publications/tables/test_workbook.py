"""The spreadsheet opens in another's reader, keeps to accessible practice and holds nothing that runs."""

import io
import zipfile
from dataclasses import replace

import pytest
from odfdo import Document as Opened

from fourpoint.publications import editions
from fourpoint.publications.pdf.printing import NotAnEdition
from fourpoint.publications.tables import folder, spreadsheet, workbook
from tests.factories.document import EDITION, make_document

DOCUMENT = make_document(edition=EDITION)


@pytest.fixture(scope="module")
def written() -> bytes:
    return workbook.write(DOCUMENT, EDITION, folder.gathered(DOCUMENT))


@pytest.fixture(scope="module")
def opened(written: bytes) -> Opened:
    return Opened(io.BytesIO(written))


def test_write_opens_with_cover_notes_and_a_sheet_per_table(opened: Opened) -> None:
    names = [table.name for table in opened.body.tables]

    assert names[:3] == ["Cover", "Notes", "1_figures"]
    assert len(names) == 2 + len(folder.gathered(DOCUMENT))
    assert all(len(name) <= 31 for name in names)


def test_write_numbers_are_numbers_and_missing_is_said(opened: Opened) -> None:
    trend = next(table for table in opened.body.tables if table.name.endswith("trend_table"))
    values = trend.get_values()

    assert values[0][0] == "One month in three years was higher than chance would explain"
    assert values[3][:2] == ["Label", "Saltmarsh"]
    held = {row[0]: row[1] for row in values[4:]}
    assert float(held["2025-04"]) == 341
    assert held["2024-03"] == "[x]"


def test_write_has_no_merged_or_blank_rows_and_marks_header_rows(written: bytes) -> None:
    content = zipfile.ZipFile(io.BytesIO(written)).read("content.xml").decode()

    assert "spanned" not in content and "formula" not in content
    assert '<table:table-row table:style-name="row"></table:table-row>' not in content
    sheets = content.count("<table:table ")
    assert content.count("<table:table-header-rows>") == sheets
    assert content.count("<table:database-range ") == sheets


def test_write_is_a_valid_package(written: bytes) -> None:
    package = zipfile.ZipFile(io.BytesIO(written))

    first = package.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert package.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    assert {entry.date_time for entry in package.infolist()} == {(2026, 1, 1, 0, 0, 0)}


def test_write_words_never_become_formulas_or_markup() -> None:
    hostile = "=1+1 </text:p><x>&\x00"
    document = replace(DOCUMENT, title=hostile, caveats=(hostile,))

    opened = Opened(io.BytesIO(workbook.write(document, EDITION, folder.gathered(document))))

    notes = next(table for table in opened.body.tables if table.name == "Notes")
    assert any(row[1] == "=1+1 </text:p><x>&" for row in notes.get_values() if len(row) > 1)


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(index: int, letters: str) -> None:
    assert spreadsheet.column_letters(index) == letters


def test_render_all_gives_the_same_bytes_twice() -> None:
    first, second = (editions.render_all(make_document(edition=EDITION)) for _ in range(2))

    assert first == second
    packed = zipfile.ZipFile(io.BytesIO(first.tables_zip))
    assert {name: packed.read(name) for name in packed.namelist()} == dict(first.files)


def test_render_all_of_what_is_not_frozen_is_refused() -> None:
    with pytest.raises(NotAnEdition):
        editions.render_all(make_document())
