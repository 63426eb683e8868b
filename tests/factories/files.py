"""Small files of the kinds that the library takes, harmless or not, made byte by byte."""

import io
import struct
import zipfile
import zlib

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def make_zip(parts: dict[str, str | bytes]) -> bytes:
    """Return a package of those parts, in their order."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return held.getvalue()


def make_docx(text: str = "A made-up gannet.", **parts: str | bytes) -> bytes:
    """Return a Word document; further parts by name, with "__" for a slash."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return make_zip(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>',
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            **{name.replace("__", "/"): data for name, data in parts.items()},
        }
    )


def make_xlsx(text: str = "A made-up gannet.") -> bytes:
    """Return an Excel workbook with one text."""
    return make_zip(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{EXCEL}"/></Types>',
            "xl/sharedStrings.xml": f"<sst><si><t>{text}</t></si></sst>",
            "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row><c><v>4711</v></c></row></sheetData></worksheet>",
        }
    )


def make_odt(text: str = "A made-up gannet.", **parts: str | bytes) -> bytes:
    """Return an OpenDocument text."""
    return make_zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<o:body xmlns:o="o" xmlns:text="t"><text:p>{text}</text:p></o:body>',
            **{name.replace("__", "/"): data for name, data in parts.items()},
        }
    )


def make_pdf(*extra: str, text: str = "A made-up gannet.", catalog: str = "") -> bytes:
    """Return a PDF of one page with that text; further objects and entries of its catalogue as PDF."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        *extra,
    ]
    held, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(held))
        held += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Root 1 0 R /Size {len(objects) + 1} >>\n"
    )
    return held + f"{tail}startxref\n{len(held)}\n%%EOF".encode()


def make_png(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a picture of one grey point, with further chunks before its data."""
    point = (b"IDAT", zlib.compress(b"\0\x80"))
    header = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    held = b"\x89PNG\r\n\x1a\n"
    for name, data in (header, *chunks, point, (b"IEND", b"")):
        held += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return held


def make_jpeg(*segments: bytes) -> bytes:
    """Return the frame of a JPEG with those segments; it need not be a picture that a viewer draws."""
    frame = b"\xff\xc0" + struct.pack(">HBHHBBBB", 11, 8, 1, 1, 1, 1, 0x11, 0)
    scan = b"\xff\xda" + struct.pack(">HBBBBBB", 8, 1, 1, 0, 0, 63, 0) + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(segments) + frame + scan + b"\xff\xd9"


def segment(marker: int, data: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def exif(turn: int) -> bytes:
    """Return what a camera held that way writes, with the place where it was."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, turn, 0) + struct.pack("<HHII", 0x8825, 4, 1, 38)
    return segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 2) + entries + b"\0\0\0\0GPS 51.38N 1.42E")
