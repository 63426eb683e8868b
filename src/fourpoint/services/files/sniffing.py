"""What a file is by its first bytes: a small table of the kinds that are taken, and of those refused by name."""

import io
import zipfile
from dataclasses import dataclass
from typing import Literal

from fourpoint.services.files import texts
from fourpoint.services.files.zipped import find_office

Family = Literal["pdf", "image", "office", "text"]
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, kw_only=True)
class FileType:
    """A kind of file that is taken; the first of its endings is the one it is kept under."""

    code: str
    name: str
    endings: tuple[str, ...]
    media_type: str
    family: Family


TYPES = {
    one.code: one
    for one in (
        FileType(code="pdf", name="a PDF", endings=("pdf",), media_type="application/pdf", family="pdf"),
        FileType(code="png", name="a PNG picture", endings=("png",), media_type="image/png", family="image"),
        FileType(code="jpg", name="a JPEG picture", endings=("jpg", "jpeg"), media_type="image/jpeg", family="image"),
        FileType(
            code="docx",
            name="a Word document",
            endings=("docx",),
            media_type=f"{_OFFICE}.wordprocessingml.document",
            family="office",
        ),
        FileType(
            code="xlsx",
            name="an Excel workbook",
            endings=("xlsx",),
            media_type=f"{_OFFICE}.spreadsheetml.sheet",
            family="office",
        ),
        FileType(
            code="odt", name="an OpenDocument text", endings=("odt",), media_type=f"{_OPEN}.text", family="office"
        ),
        FileType(
            code="ods",
            name="an OpenDocument sheet",
            endings=("ods",),
            media_type=f"{_OPEN}.spreadsheet",
            family="office",
        ),
        FileType(code="csv", name="a CSV table", endings=("csv",), media_type="text/csv", family="text"),
        FileType(code="txt", name="plain text", endings=("txt",), media_type="text/plain", family="text"),
    )
}
# The first bytes of what is refused by name, so that the sender knows why.
_HARM: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a Mac program"),
    (b"\xce\xfa\xed\xfe", "a Mac program"),
    (b"#!", "a script"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "a Windows shortcut"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file of the old kind, locked, or an installer"),
    (b"{\\rt", "an RTF file, which can hold embedded programs"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"MSCF", "a packed file"),
    (b"<?php", "a script"),
)


def find_harm(data: bytes) -> str:
    """Return what the file is, in words, when it is of a kind that is refused by name; else nothing."""
    return next((words for start, words in _HARM if data.startswith(start)), "")


def find_type(data: bytes, ending: str) -> FileType | None:
    """
    Return what the content is, None when it is nothing that is taken.

    ending  tells a CSV table from plain text, which content alone cannot

    raises  FileNotTaken for a package that is damaged or harmful
    """
    if data.startswith(b"%PDF-"):
        return TYPES["pdf"]
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return TYPES["png"]
    if data.startswith(b"\xff\xd8\xff"):
        return TYPES["jpg"]
    if data.startswith(b"PK\x03\x04") or zipfile.is_zipfile(io.BytesIO(data)):
        office = find_office(data)
        return TYPES[office] if office else None
    if texts.is_text(data):
        return TYPES["csv" if ending == "csv" else "txt"]
    return None
