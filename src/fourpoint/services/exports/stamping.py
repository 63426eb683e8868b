"""
Puts the stamp of a copy on the copy itself: on each page, in the first rows, in a sheet, or as a notice beside it.

What cannot be stamped within (an image, a locked PDF, a Word file that is not ours) leaves in an archive with a notice,
so that whoever found the file where it was unpacked first held the notice too. The archive has the number in its name
and the stamp in its comment, and an office file has it among its properties, where it stays when the archive is gone.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string
from pypdf import PdfReader, PdfWriter, generic
from pypdf.errors import PyPdfError

from fourpoint.domain.leases import Stamp
from fourpoint.domain.spreadsheets import harmless

# Prints the stamp alone, on a page of that width and height in points; publications hold it, config brings it here.
Overlay = Callable[[Stamp, float, float], bytes]
NOTICE = "READ-ME-FIRST.txt"
ZIP, ODS, PDF = "application/zip", "application/vnd.oasis.opendocument.spreadsheet", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Where a Word file of ours keeps room for the stamp: empty paragraphs of these styles, in head and foot of every page.
_EDGES = (b"CopyHead", b"CopyFoot")
_EDGE = re.compile(r"word/(?:header|footer)\d*\.xml")
_PLACES = re.compile(rb'<w:pPr>\s*<w:pStyle w:val="(CopyHead|CopyFoot)"/>\s*</w:pPr>')
_KEYWORDS = re.compile(rb"<cp:keywords>[^<]*</cp:keywords>")
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SHEETS = re.compile(rb"<office:spreadsheet[^>]*(?<!/)>")
# Beyond these a file is stamped beside, not within: what came from outside must not exhaust the server.
MOST_PAGES, MOST_CONTENT = 2_000, 64 * 2**20
LONGEST_COMMENT = 2_000
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
# The parts of office files that hold their properties, with what every program shows of them.
_PROPERTIES = {
    "docProps/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f" {_DC}><dc:subject>{{head}}</dc:subject><dc:description>{{foot}}</dc:description>"
        "<cp:keywords>{number}</cp:keywords></cp:coreProperties>"
    ),
    "meta.xml": (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        f' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" {_DC} office:version="1.3"><office:meta>'
        "<dc:subject>{head}</dc:subject><dc:description>{foot}</dc:description><meta:keyword>{number}</meta:keyword>"
        "</office:meta></office:document-meta>"
    ),
}


@dataclass(frozen=True, kw_only=True)
class Stamped:
    """A copy as it is given: its name may have changed, when it had to be put into an archive."""

    name: str
    media_type: str
    content: bytes


def stamp_copy(stamp: Stamp, *, name: str, media_type: str, content: bytes) -> Stamped:
    """Return the copy with its stamp."""
    within = _WITHIN.get(media_type.partition(";")[0].strip().lower())
    made = within(stamp, content) if within else None
    if made is None:
        stem = name.rpartition(".")[0] or name
        return Stamped(name=f"{stem}-copy-{stamp.number}.zip", media_type=ZIP, content=_archive(stamp, name, content))
    return Stamped(name=name, media_type=media_type, content=made)


def notice(stamp: Stamp) -> str:
    """Return the notice that goes with a copy, as plain text."""
    width = max(len(label) for label, _ in stamp.rows)
    return "".join(f"{label:<{width}}  {words}\r\n" for label, words in stamp.rows)


# ----------------------------------------------------------------------------------------------------------------------


def _pdf(stamp: Stamp, content: bytes) -> bytes | None:
    """Stamp every page; None for a PDF that is locked or broken."""
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
        if writer.pages and len(writer.pages) <= MOST_PAGES:
            forms: dict[tuple[float, float], generic.IndirectObject] = {}
            for page in writer.pages:
                _stamp_page(writer, page, stamp, forms)
            made = io.BytesIO()
            writer.write(made)
            return made.getvalue()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, NotImplementedError):
        # Files of others break readers in many ways, and each means the same: it leaves with a notice beside it.
        return None
    return None


def _stamp_page(
    writer: PdfWriter, page: Any, stamp: Stamp, forms: dict[tuple[float, float], generic.IndirectObject]
) -> None:
    if page.rotation:
        page.transfer_rotation_to_content()
    box = page.cropbox
    size = (round(float(box.width), 2), round(float(box.height), 2))
    if size not in forms:
        forms[size] = _form(writer, stamp, size)
    resources = page.get(generic.NameObject("/Resources"), generic.DictionaryObject()).get_object()
    # Pages can share their resources: each gets its own, and keeps what it had.
    own = generic.DictionaryObject(resources)
    held = generic.DictionaryObject(own.get("/XObject", generic.DictionaryObject()).get_object())
    held[generic.NameObject("/FourpointCopy")] = forms[size]
    own[generic.NameObject("/XObject")] = held
    page[generic.NameObject("/Resources")] = own
    draw = f"Q\n/Artifact BMC q 1 0 0 1 {float(box.left):g} {float(box.bottom):g} cm /FourpointCopy Do Q EMC\n"
    before, after = (_stream(writer, part) for part in (b"q\n", draw.encode()))
    page[generic.NameObject("/Contents")] = generic.ArrayObject([before, *_contents(page), after])


def _contents(page: Any) -> list[Any]:
    held = page.get("/Contents")
    if held is None:
        return []
    inner = held.get_object()
    return list(inner) if isinstance(inner, generic.ArrayObject) else [page.raw_get("/Contents")]


def _form(writer: PdfWriter, stamp: Stamp, size: tuple[float, float]) -> generic.IndirectObject:
    """The stamp as one object that all pages of that size draw; its words are no part of the page's own structure."""
    overlay = cast(Overlay, import_string(settings.FOURPOINT_STAMPER))(stamp, *size)
    page = PdfReader(io.BytesIO(overlay)).pages[0]
    made = generic.DecodedStreamObject()
    drawn, resources = page.get_contents(), cast(generic.DictionaryObject, page["/Resources"].get_object())
    made.set_data(drawn.get_data() if drawn is not None else b"")
    made.update(
        {
            generic.NameObject("/Type"): generic.NameObject("/XObject"),
            generic.NameObject("/Subtype"): generic.NameObject("/Form"),
            generic.NameObject("/BBox"): generic.ArrayObject([generic.FloatObject(part) for part in (0, 0, *size)]),
            generic.NameObject("/Resources"): resources.clone(writer),
        }
    )
    return writer._add_object(made.flate_encode())


def _stream(writer: PdfWriter, data: bytes) -> generic.IndirectObject:
    made = generic.DecodedStreamObject()
    made.set_data(data)
    return writer._add_object(made)


def _rows(stamp: Stamp, content: bytes) -> bytes | None:
    """Put the stamp in the first rows of a CSV, then an empty row; None for what is no text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    said = (",".join(_quoted(harmless(words)) for words in row) for row in stamp.rows)
    return (MARK + "".join(f"{row}\r\n" for row in said) + "\r\n" + text).encode()


def _quoted(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def _text(stamp: Stamp, content: bytes) -> bytes | None:
    """Put the notice before a plain text; None for what is no text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return f"{notice(stamp)}{'-' * 72}\r\n\r\n{text}".encode()


def _sheet(stamp: Stamp, content: bytes) -> bytes | None:
    """Put a sheet with the stamp before the others of an OpenDocument spreadsheet; None for one that is not ours."""
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as held, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as given:
            if sum(item.file_size for item in held.infolist()) > MOST_CONTENT:
                return None
            for item in held.infolist():
                data = held.read(item)
                if item.filename == "content.xml":
                    data, found = _SHEETS.subn(lambda match: match[0] + _sheet_of(stamp), data, count=1)
                    if not found:
                        return None
                given.writestr(item, data, compress_type=item.compress_type)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    return made.getvalue()


def _sheet_of(stamp: Stamp) -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = (
        f"<table:table-row>{''.join(cell.format(escape(words)) for words in row)}</table:table-row>"
        for row in stamp.rows
    )
    column = '<table:table-column table:number-columns-repeated="2"/>'
    return f'<table:table table:name="Copy">{column}{"".join(rows)}</table:table>'.encode()


def _archive(stamp: Stamp, name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as given:
        given.writestr(NOTICE, notice(stamp))
        given.writestr(name.replace("/", "-").replace("\\", "-"), _office(stamp, content) or content)
        given.comment = _comment(stamp)
    return made.getvalue()


def _comment(stamp: Stamp) -> bytes:
    return f"{stamp.head}. {stamp.foot}".encode()[:LONGEST_COMMENT]


def _office(stamp: Stamp, content: bytes) -> bytes | None:
    """Put the stamp among the properties of an office file; None for what is none, or has no part that holds them."""
    if not content.startswith(b"PK"):
        return None
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as held, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as given:
            too_large = sum(item.file_size for item in held.infolist()) > MOST_CONTENT
            if too_large or not _PROPERTIES.keys() & set(held.namelist()):
                return None
            for item in held.infolist():
                said = _PROPERTIES.get(item.filename)
                data = held.read(item) if said is None else _filled(said, stamp)
                given.writestr(item, data, compress_type=item.compress_type)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    return made.getvalue()


def _word(stamp: Stamp, content: bytes) -> bytes | None:
    """Fill the places that our own Word files keep for it in head and foot; None for a file without them."""
    made = io.BytesIO()
    filled = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as held, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as given:
            if sum(item.file_size for item in held.infolist()) > MOST_CONTENT:
                return None
            for item in held.infolist():
                data = held.read(item)
                if _EDGE.fullmatch(item.filename):
                    data, found = _PLACES.subn(lambda match: match[0] + _said(stamp, match[1]), data)
                    filled += found
                elif item.filename == "docProps/core.xml":
                    data = _KEYWORDS.sub(f"<cp:keywords>{escape(stamp.number)}</cp:keywords>".encode(), data)
                given.writestr(item, data, compress_type=item.compress_type)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    return made.getvalue() if filled >= len(_EDGES) else None


def _said(stamp: Stamp, place: bytes) -> bytes:
    words = stamp.head if place == b"CopyHead" else stamp.foot
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'.encode()


def _filled(part: str, stamp: Stamp) -> bytes:
    said = part.format(head=escape(stamp.head), number=escape(stamp.number), foot=escape(stamp.foot))
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{said}'.encode()


def _noticed(stamp: Stamp, content: bytes) -> bytes | None:
    """Add the notice to an archive; its files, which name each other's checksums, stay as they are."""
    made = io.BytesIO(content)
    try:
        with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as given:
            if NOTICE in given.namelist():
                return None
            given.writestr(NOTICE, notice(stamp))
            given.comment = _comment(stamp)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return made.getvalue()


_WITHIN: dict[str, Callable[[Stamp, bytes], bytes | None]] = {
    PDF: _pdf,
    "text/csv": _rows,
    "text/plain": _text,
    "text/markdown": _text,
    ODS: _sheet,
    ZIP: _noticed,
    DOCX: _word,
}
