"""A report or product as PDF and as Word: each word as it was written, marked on every page, the same bytes."""

import io
import zipfile

import docx
import pytest
from pypdf import PdfReader

from fourpoint.domain.printing import CitedLine, Passage, Printed, paragraphs
from fourpoint.publications.pdf.product import render_product
from fourpoint.publications.word.product import render_word

LONG = "Synthetic: vans come to the arches by night, and nobody knows who hires them. " * 12
HOSTILE = '<b>bold</b> #panic("x") $x$ = *y* & {{ z }} \N{GREEK SMALL LETTER ALPHA}'


def printed(**changes) -> Printed:
    given = {
        "kind": "Problem profile",
        "reference": "P-7K3M-9PXA, version 1",
        "title": HOSTILE,
        "owner": "Invicta (fictional)",
        "marking": "OFFICIAL-SENSITIVE, handling code C",
        "handling": "Lawful sharing permitted with conditions",
        "conditions": ("Ask the originator.",),
        "markings": ("Only by hand.",),
        "facts": (("Question", "Synthetic: who hires them?"),),
        "passages": (
            Passage(
                heading="People involved",
                note="Nobody in this section is suspected of anything.",
                paragraphs=(LONG,) * 6,
                cited=(
                    CitedLine(number=1, words="Synthetic: cited words.", grade="2AC (S2)", source="Report R-1, item 1"),
                    CitedLine(number=2, words="", grade="3D", source="Report R-2, item 1"),
                ),
            ),
        ),
        "key": (("Source", "2", "Untested"),),
        "caveats": ("Taught, not checked.",),
        "made_on": (2026, 4, 2),
    }
    return Printed(**given | changes)


def words_of(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_pdf_is_accessible_marked_on_every_page_and_the_same_bytes():
    made = render_product(printed())
    read = PdfReader(io.BytesIO(made))

    assert made == render_product(printed())
    assert b"pdfuaid" in made
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"] == "en-GB"
    assert len(read.pages) > 1
    for page in read.pages:
        said = page.extract_text()
        assert said.count("OFFICIAL-SENSITIVE, HANDLING CODE C") == 2
        assert "P-7K3M-9PXA, version 1" in said
    whole = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for words in (
        '#panic("x")',
        "Ask the originator.",
        "2AC (S2)",
        "Stays with those who may read the source.",
        "Untested",
    ):
        assert words in whole, words


def test_word_has_headings_heads_language_title_and_the_same_bytes():
    made = render_word(printed())
    held = docx.Document(io.BytesIO(made))

    assert made == render_word(printed())
    assert [one.text for one in held.paragraphs if one.style.name == "Heading 1"] == [printed().title]
    assert "It rests on" in [one.text for one in held.paragraphs if one.style.name == "Heading 3"]
    assert len(held.tables) == 3
    for table in held.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert "w:tblCaption" in table._tbl.xml
    assert held.core_properties.language == "en-GB"
    said = words_of(held)
    for words in (HOSTILE, "Ask the originator.", "2AC (S2)", "Stays with those who may read the source.", "Untested"):
        assert words in said, words
    section = held.sections[0]
    for part in (section.header, section.footer):
        assert "OFFICIAL-SENSITIVE, handling code C" in [one.text for one in part.paragraphs]


@pytest.mark.parametrize("words", ["\x00\x07\x1b", "\u202eright to left", "\ufffe", "x" * 40_000])
def test_what_no_printer_takes_is_printed_as_far_as_it_can_be(words):
    held = printed(title=f"Synthetic {words[:200]}", facts=(("Scope", words),))

    assert render_product(held).startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(render_word(held))) as parts:
        assert parts.testzip() is None


def test_paragraphs_are_what_empty_lines_part():
    assert paragraphs("One\nline.\r\n\r\n \n\nTwo.") == ("One line.", "Two.")
    assert paragraphs("  ") == ()
