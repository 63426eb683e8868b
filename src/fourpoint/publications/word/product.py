"""Writes a report or product as a Word file: marked on every page, with room for the stamp of the copy."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.printing import Passage, Printed

# Paragraphs of these styles stand empty in head and foot, for `services.exports.stamping` to fill.
STAMP_HEAD, STAMP_FOOT = "CopyHead", "CopyFoot"
FONT, ACCENT = "Arial", RGBColor(0x1D, 0x3D, 0x5C)
# The earliest moment that a zip file can carry: the same value gives the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


def render_word(printed: Printed) -> bytes:
    """Return the Word file; the same value gives the same bytes."""
    document = docx.Document()
    _look(document)
    _about(document, printed)
    _edges(document, printed)
    _paragraph(document, f"{printed.kind} {printed.reference}", "Small note")
    document.add_heading(_plain(printed.title), level=1)
    _paragraph(document, f"{printed.handling}.", "Strong note")
    for words in printed.conditions:
        _paragraph(document, f"Whoever reads it must: {words}", "Strong note")
    for words in printed.markings:
        _paragraph(document, words)
    document.add_heading("About this document", level=2)
    _table(document, ("What", "Details"), printed.facts, widths=(40, 126), title="Terms and dates")
    for passage in printed.passages:
        _passage(document, passage)
    if printed.key:
        document.add_heading("What the grades mean", level=2)
        _table(document, ("Part", "Code", "Meaning"), printed.key, widths=(30, 20, 116), title="Key of the grades")
    for words in printed.caveats:
        _paragraph(document, words, "Small note")
    return _same_bytes(document)


# ----------------------------------------------------------------------------------------------------------------------


def _passage(document: Any, passage: Passage) -> None:
    document.add_heading(_plain(passage.heading), level=2)
    if passage.note:
        _paragraph(document, passage.note, "Small note")
    for words in passage.paragraphs:
        _paragraph(document, words)
    if passage.cited:
        document.add_heading("It rests on", level=3)
        rows = [
            (
                str(line.number),
                line.words or "Stays with those who may read the source.",
                line.grade or "Not graded: a number",
                line.source,
            )
            for line in passage.cited
        ]
        heads = ("No.", "What the source says", "Grade", "Source")
        _table(document, heads, rows, widths=(12, 84, 28, 42), title=f"Sources of: {passage.heading}")


def _look(document: Any) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    _language(normal.element.get_or_add_rPr())
    for level, size in ((1, 22), (2, 15), (3, 12)):
        style = styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), ACCENT
        # The theme's own font would win over the name.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name}"), None)
        style.paragraph_format.keep_with_next = True
    for name, size, bold in (("Strong note", 11, True), ("Small note", 10, False), ("Edge", 9, False)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size, style.font.bold = normal, Pt(size), bold
        style.paragraph_format.space_after = Pt(0 if name == "Edge" else 4)
    for name in (STAMP_HEAD, STAMP_FOOT):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Edge"]


def _language(properties: Any) -> None:
    for held in properties.findall(qn("w:lang")):
        properties.remove(held)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    properties.append(language)


def _about(document: Any, printed: Printed) -> None:
    held = document.core_properties
    held.language, held.comments, held.revision = "en-GB", "", 1
    said = {
        "title": f"{printed.kind}: {printed.title}",
        "author": printed.owner,
        "last_modified_by": printed.owner,
        "subject": printed.marking,
        "keywords": printed.reference,
    }
    for name, words in said.items():
        setattr(held, name, _plain(words)[:255])
    # python-docx takes instants without a zone, and writes them as UTC.
    held.created = held.modified = datetime(*printed.made_on)  # noqa: DTZ001


def _edges(document: Any, printed: Printed) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(30)
    head, foot = section.header, section.footer
    head.paragraphs[0].style = document.styles[STAMP_HEAD]
    _edge(document, head, printed.marking, bold=True)
    _edge(document, head, f"{printed.kind} {printed.reference}")
    foot.paragraphs[0].style = document.styles["Edge"]
    foot.paragraphs[0].add_run(_plain(printed.marking)).bold = True
    foot.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    numbered = _edge(document, foot, f"{printed.owner}, page")
    numbered.add_run(" ")
    _field(numbered, "PAGE")
    numbered.add_run(" of ")
    _field(numbered, "NUMPAGES")
    foot.add_paragraph(style=document.styles[STAMP_FOOT])


def _edge(document: Any, part: Any, words: str, *, bold: bool = False) -> Any:
    made = part.add_paragraph(style=document.styles["Edge"])
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_run(_plain(words)).bold = bold
    return made


def _field(paragraph: Any, code: str) -> None:
    """A field that Word works out itself, as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _table(
    document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[int], title: str
) -> None:
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    properties = table._tbl.tblPr
    for name, words in (("w:tblCaption", title), ("w:tblDescription", f"{title}. Columns: {', '.join(heads)}.")):
        said = OxmlElement(name)
        said.set(qn("w:val"), _plain(words))
        properties.append(said)
    _fill(table.rows[0], heads, widths, bold=True)
    # Heads are repeated on every page, and read as heads by assistive technology.
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for row in rows:
        _fill(table.add_row(), row, widths)
    document.add_paragraph()


def _fill(row: Any, words: Sequence[str], widths: Sequence[int], *, bold: bool = False) -> None:
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)
    for cell, said, width in zip(row.cells, words, widths, strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0].style = "Small note"
        cell.paragraphs[0].add_run(_plain(said)).bold = bold


def _paragraph(document: Any, words: str, style: str = "Normal") -> None:
    document.add_paragraph(_plain(words), style=style)


def _plain(words: str) -> str:
    """Words without characters that XML cannot hold, or that turn the reading direction."""
    return "".join(sign for sign in clean_text(words) if sign in "\n\t" or (sign >= " " and sign not in "\ufffe\uffff"))


def _same_bytes(document: Any) -> bytes:
    saved, made = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as held, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as given:
        for item in held.infolist():
            given.writestr(zipfile.ZipInfo(item.filename, EPOCH), held.read(item), compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()
