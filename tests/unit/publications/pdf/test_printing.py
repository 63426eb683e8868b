"""The PDF of an edition is tagged, titled, marked on every page, the same bytes each time, and deaf to markup."""

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import pytest
from pypdf import PdfReader

from fourpoint.domain.document import Document, Finding, Notice, Prose, Section, Sentence, Span
from fourpoint.publications.pdf import printing
from tests.factories import blocks
from tests.factories.document import EDITION, make_document
from tests.unit.publications.pdf import structure

HOSTILE = (
    "#panic() $x^2$ @ref *bold* _it_ `raw` \\ <label> // gone /* gone */ [a](b) #let x = 1; ~ -- ' \" 漢\x00\x1b🙂"
)


@lru_cache(maxsize=1)
def edition() -> Document:
    return make_document(edition=EDITION)


@lru_cache(maxsize=1)
def printed() -> bytes:
    return printing.render(edition())


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return structure.read(printed())


def test_render_is_tagged_and_says_its_language_title_and_standards(reader: PdfReader) -> None:
    root = structure.root(reader)
    xmp = root["/Metadata"].get_object().get_data().decode()

    assert root["/MarkInfo"]["/Marked"] is True or str(root["/MarkInfo"]["/Marked"]) == "True"
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Serious violence in Saltmarsh, 2025Q4"
    assert reader.metadata.author == EDITION.owner
    assert "pdfuaid:part" in xmp and "pdfaid:part" in xmp


def test_render_headings_skip_no_level(reader: PdfReader) -> None:
    levels = [int(name[1:]) for name in structure.names(reader) if name[:1] == "H" and name[1:].isdigit()]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) >= 7


def test_render_every_figure_says_what_it_shows(reader: PdfReader) -> None:
    figures = [tag for tag in structure.tags(reader) if tag["/S"] == "/Figure"]
    said = {str(tag.get("/Alt", "")) for tag in figures}

    assert all(tag.get("/Alt") for tag in figures)
    for section in edition().sections:
        for block in section.blocks:
            if block.block in ("chart", "map"):
                assert any(block.sentence.text in words for words in said), block.title


def test_render_tables_have_header_rows_with_scope(reader: PdfReader) -> None:
    names = structure.names(reader)
    heads = [tag for tag in structure.tags(reader) if tag["/S"] == "/TH"]

    assert names.count("Table") >= 8
    assert heads
    assert all("Column" in str(tag.get("/A")) for tag in heads)


def test_render_marks_every_page_at_top_and_bottom_and_numbers_it(reader: PdfReader) -> None:
    total = len(reader.pages)

    for number, page in enumerate(reader.pages, 1):
        words = page.extract_text()
        assert words.count("OFFICIAL") == 2, number
        assert number == 1 or f"{number} of {total}" in words


def test_render_has_bookmarks_for_its_sections(reader: PdfReader) -> None:
    titles = [str(entry.title) for entry in reader.outline if not isinstance(entry, list)]

    wanted = ["Threat", "Place", "Vulnerability", "Method", "Sources and licences"]
    assert [title for title in titles if title in wanted] == wanted


def test_render_says_what_the_document_says(reader: PdfReader) -> None:
    words = " ".join(structure.text(reader).split())

    for finding in edition().findings:
        assert finding.sentence.text in words
    for card in edition().sources:
        assert card.attribution in words
    assert "Next edition due 30 June 2026" in words
    assert "not known" in words
    assert "UNCONFIRMED" in words


def test_render_carries_its_fonts_and_no_others(reader: PdfReader) -> None:
    found = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }

    assert found
    assert all("SourceSans3" in name for name in found)


def test_render_twice_gives_the_same_bytes() -> None:
    assert printing.render(make_document(edition=EDITION)) == printed()


def test_render_differs_when_a_number_does() -> None:
    changed = replace(edition(), figures=(replace(edition().figures[0], value=3012.0), *edition().figures[1:]))

    assert printing.render(changed) != printed()


def test_render_bears_the_date_of_the_edition_and_not_of_the_day(reader: PdfReader) -> None:
    assert reader.metadata is not None
    assert str(reader.metadata.get("/CreationDate")).startswith("D:20260101000000")


def test_render_hostile_words_are_printed_and_never_read_as_markup() -> None:
    sentence = Sentence(spans=(Span(text=HOSTILE), Span(text=HOSTILE, figure_id="count")))
    chart = replace(blocks.make_bars(), title=HOSTILE, sentence=sentence, y_label=HOSTILE)
    table = replace(blocks.make_table(HOSTILE, HOSTILE, (HOSTILE, HOSTILE + "2"), []), note=HOSTILE)
    document = replace(
        edition(),
        title=HOSTILE,
        edition=replace(EDITION, owner=HOSTILE, marking=HOSTILE, label=HOSTILE),
        findings=(Finding(finding_id="h", kind="changed", sentence=sentence),),
        caveats=(HOSTILE,),
        sections=(
            Section(
                section_id="h",
                title=HOSTILE,
                blocks=(
                    chart,
                    table,
                    Notice(notice_id="h", title=HOSTILE, text=HOSTILE),
                    Prose(prose_id="h", sentences=(sentence,)),
                ),
            ),
        ),
        sources=(replace(edition().sources[0], title=HOSTILE, caveats=(HOSTILE,)),),
    )

    reader = structure.read(printing.render(document))

    words = "".join(structure.text(reader).split())
    assert "#panic()$x^2$@ref*bold*_it_`raw`\\<label>//gone/*gone*/[a](b)#letx=1;" in words


def test_render_of_a_bare_document_still_prints() -> None:
    bare = replace(
        edition(), findings=(), sections=(), figures=(), sources=(), geometries=(), caveats=(), months=(), missing=()
    )

    assert len(structure.read(printing.render(bare)).pages) >= 2


def test_render_chart_of_sixty_bars_stays_on_one_page() -> None:
    points = tuple(replace(blocks.make_bars().series[0].points[0], x=f"Area {index}") for index in range(60))
    chart = replace(blocks.make_bars(), series=(replace(blocks.make_bars().series[0], points=points),))
    section = Section(section_id="long", title="Long", blocks=(chart,))

    reader = structure.read(printing.render(replace(edition(), sections=(section,))))

    holding = [number for number, page in enumerate(reader.pages) if "Area 59" in page.extract_text()]
    assert any("Area 0" in reader.pages[number].extract_text() for number in holding)


def test_render_document_that_is_not_frozen_is_refused() -> None:
    with pytest.raises(printing.NotAnEdition, match="freeze the profile first"):
        printing.render(make_document())
