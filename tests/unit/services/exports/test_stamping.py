"""The stamp is on every page, in the first rows, in a sheet, or beside what can take none."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from fourpoint.domain.leases import Stamp
from fourpoint.services.exports.stamping import NOTICE, ODS, PDF, ZIP, stamp_copy
from tests.factories.files import make_zip

NUMBER = "FP-2026-0412-7731"
STAMP = Stamp(
    number=NUMBER,
    marking="OFFICIAL-SENSITIVE",
    additional=("PERSONAL DATA",),
    owner="Saltmarsh Constabulary (fictional)",
    holder='=HYPERLINK("x"), Ann Öster (fictional), Saltmarsh Council (fictional)',
    purpose="Local profile",
    taken="2 March 2026",
    expires="30 March 2026",
)


def make_pdf(*sizes, rotate=0, encrypt=False, shared=False):
    writer = PdfWriter()
    for width, height in sizes:
        writer.add_blank_page(width, height).rotate(rotate)
    if shared:
        first = writer.pages[0].get("/Resources")
        for page in writer.pages:
            page[NameObject("/Resources")] = first
    if encrypt:
        writer.encrypt("locked")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def stamped(content, media_type, name="file.bin"):
    return stamp_copy(STAMP, name=name, media_type=media_type, content=content)


@pytest.mark.parametrize("more", [{}, {"rotate": 90}, {"shared": True}])
def test_every_page_of_a_pdf_says_marking_number_holder_and_end(more):
    given = stamped(make_pdf((595, 842), (842, 595), (300, 300), (595, 842), **more), PDF, "a.pdf")

    pages = PdfReader(io.BytesIO(given.content)).pages

    assert (given.name, len(pages)) == ("a.pdf", 4)
    for page in pages:
        said = " ".join(page.extract_text().split())
        assert "OFFICIAL-SENSITIVE [PERSONAL DATA]" in said
        assert NUMBER in said and "Ann Öster" in said and "Local profile" in said and "30 March 2026" in said


def test_pages_keep_what_they_said_and_the_stamp_is_outside_their_structure():
    inner = stamped(make_pdf((595, 842)), PDF).content
    again = stamped(inner, PDF).content

    page = PdfReader(io.BytesIO(again)).pages[0]
    drawn = b"".join(part.get_object().get_data() for part in page["/Contents"])
    assert drawn.count(b"/Artifact BMC") == drawn.count(b"EMC") == 2
    assert drawn.count(b"q") >= 4


@pytest.mark.parametrize("content", [make_pdf((595, 842), encrypt=True), b"%PDF-1.7 broken", b"", b"\x89PNG"])
def test_pdf_that_cannot_be_stamped_leaves_with_a_notice(content):
    given = stamped(content, PDF, "a.pdf")

    with zipfile.ZipFile(io.BytesIO(given.content)) as held:
        assert held.namelist() == [NOTICE, "a.pdf"]
        assert NUMBER in held.read(NOTICE).decode()
        assert held.read("a.pdf") == content
    assert (given.name, given.media_type) == (f"a-copy-{NUMBER}.zip", ZIP)


def test_csv_says_it_in_its_first_rows_and_runs_nothing():
    given = stamped("\ufefftown,count\r\nDover,3\r\n".encode(), "text/csv; charset=utf-8", "a.csv")

    rows = list(csv.reader(io.StringIO(given.content.decode("utf-8-sig"), newline="")))

    assert ["Copy number", NUMBER] in rows
    assert ["Holder", f"'{STAMP.holder}"] in rows
    assert rows[-2:] == [["town", "count"], ["Dover", "3"]]
    assert [] in rows
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_csv_that_is_no_text_leaves_with_a_notice():
    assert stamped(b"\xff\xfe\x00", "text/csv", "a.csv").media_type == ZIP


def test_text_begins_with_the_notice():
    said = stamped(b"Bulrush.", "text/plain", "a.txt").content.decode()

    assert said.index(NUMBER) < said.index("Bulrush.")


def make_ods(content):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as given:
        given.writestr("mimetype", ODS)
        given.writestr("content.xml", content)
    return made.getvalue()


def test_spreadsheet_gets_a_sheet_before_the_others_without_a_formula():
    sheet = '<office:spreadsheet x="y"><table:table table:name="Own"/></office:spreadsheet>'
    given = stamped(make_ods(sheet), ODS, "a.ods")

    with zipfile.ZipFile(io.BytesIO(given.content)) as held:
        assert held.infolist()[0].filename == "mimetype"
        assert held.infolist()[0].compress_type == zipfile.ZIP_STORED
        text = held.read("content.xml").decode()
    assert text.index('table:name="Copy"') < text.index('table:name="Own"')
    assert NUMBER in text and "&quot;x&quot;" in text and "table:formula" not in text


@pytest.mark.parametrize("content", [make_ods("<other/>"), b"PK broken", b""])
def test_spreadsheet_that_is_none_leaves_with_a_notice(content):
    assert stamped(content, ODS, "a.ods").name == f"a-copy-{NUMBER}.zip"


def test_archive_gets_the_notice_and_keeps_its_files():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as given:
        given.writestr("table.csv", "a,b")

    once = stamped(made.getvalue(), ZIP, "t.zip")
    twice = stamped(once.content, ZIP, "t.zip")

    with zipfile.ZipFile(io.BytesIO(once.content)) as held:
        assert set(held.namelist()) == {"table.csv", NOTICE}
        assert held.read("table.csv") == b"a,b"
    with zipfile.ZipFile(io.BytesIO(twice.content)) as held:
        assert held.namelist() == [NOTICE, "t.zip"]


@pytest.mark.parametrize("name", ["a.docx", "../../etc/passwd", "noending", "..\\a.png"])
def test_anything_else_leaves_in_an_archive_with_a_notice_first(name):
    given = stamped(b"\x89PNG", "image/png", name)

    with zipfile.ZipFile(io.BytesIO(given.content)) as held:
        first, second = held.namelist()
        assert first == NOTICE
        assert "/" not in second and "\\" not in second
        assert held.read(second) == b"\x89PNG"


@pytest.mark.parametrize(("name", "part"), [("a.docx", "docProps/core.xml"), ("a.odt", "meta.xml")])
def test_office_file_carries_the_stamp_among_its_properties(name, part):
    content = make_zip({"word/document.xml": "<a>Bulrush</a>", part: "<a>Somebody</a>"})

    given = stamped(content, "application/octet-stream", name)

    with zipfile.ZipFile(io.BytesIO(given.content)) as held:
        assert NUMBER.encode() in held.comment and b"OFFICIAL-SENSITIVE [PERSONAL DATA]" in held.comment
        inner = zipfile.ZipFile(io.BytesIO(held.read(name)))
    said = [element.text for element in ElementTree.fromstring(inner.read(part)).iter() if element.text]
    assert said == [STAMP.head, STAMP.foot, NUMBER]
    assert inner.read("word/document.xml") == b"<a>Bulrush</a>"


@pytest.mark.parametrize("content", [b"PK no archive", make_zip({"word/document.xml": "<a>Bulrush</a>"})])
def test_file_without_properties_leaves_as_it_is_beside_the_notice(content):
    given = stamped(content, "application/octet-stream", "a.docx")

    with zipfile.ZipFile(io.BytesIO(given.content)) as held:
        assert held.read("a.docx") == content
