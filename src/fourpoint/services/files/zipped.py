"""
Word, Excel and OpenDocument files, which are packages of parts: checked before anything in them is unpacked.

Refused: macros, embedded files and programs, what is fetched from elsewhere when the file is opened, locked parts, and
packages that unpack to far more than they are. Words are read part by part, each within a limit.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from fourpoint.services.files.refusing import FileNotTaken

MOST_PARTS = 3_000
LARGEST_UNPACKED = 200 * 1024 * 1024
# Office parts of repeated XML pack to a fiftieth; a bomb packs to a thousandth.
HIGHEST_RATIO = 200
LARGEST_PART_READ = 50 * 1024 * 1024
MOST_WORDS = 400_000
CHUNK = 1024 * 1024
_TRAP = "The file unpacks to far more than its size, as a trap would: save it again, without pictures."
# Parts that say who wrote a file, where and for how long, with what stands in their place.
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PROPERTIES = {
    "docProps/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
    "meta.xml": (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3">'
        "<office:meta/></office:document-meta>"
    ),
}
_MACROS = re.compile(
    r"(?i)(?:^|/)(?:vba\w*\.bin|vbaData\.xml|attachedToolbars\.bin|macrosheets/|dialogsheets/|activeX/)"
    r"|^(?:Basic|Scripts)/"
)
_EMBEDDED = re.compile(r"(?i)(?:^|/)(?:embeddings|oleObjects?)/|\.(?:exe|dll|js|vbs|bat|cmd|ps1|jar|scr|com|hta|lnk)$")
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MAIN = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
# Which parts hold words, and the elements after which a line ends.
_WORDS = {
    "docx": re.compile(r"^word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml$"),
    "xlsx": re.compile(r"^xl/(?:sharedStrings|worksheets/sheet\d+|comments\d+)\.xml$"),
    "odt": re.compile(r"^content\.xml$"),
    "ods": re.compile(r"^content\.xml$"),
}
_LINES = {"p", "si", "h", "tab", "br", "table-cell", "row", "c"}
# In a sheet, numbers and formulas stand beside the words; only texts are read.
_TEXTS = {"docx": {"t", "delText"}, "xlsx": {"t"}, "odt": None, "ods": None}


def find_office(data: bytes) -> str:
    """
    Return "docx", "xlsx", "odt" or "ods" for a package that may be kept, empty for another kind of package.

    raises  FileNotTaken for one that is damaged, locked, too large unpacked, or holds what could run
    """
    with _opened(data) as package:
        parts = package.infolist()
        _check_sizes(parts, len(data))
        code = _code(package)
        if code:
            _check_parts(package, parts, code)
            _check_inflation(package, parts)
        return code


def strip(data: bytes) -> bytes:
    """Return a package that `find_office` let pass without the properties that office programs add."""
    with _opened(data) as package:
        if not _PROPERTIES.keys() & set(package.namelist()):
            return data
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as given:
            for part in package.infolist():
                blank = _PROPERTIES.get(part.filename)
                with _reading():
                    held = package.read(part) if blank is None else (_XML + blank).encode()
                given.writestr(part, held, compress_type=part.compress_type)
    return made.getvalue()


def read(code: str, data: bytes) -> str:
    """Return the words of a package that `find_office` let pass."""
    words: list[str] = []
    left = MOST_WORDS
    with _opened(data) as package:
        for part in package.infolist():
            if _WORDS[code].match(part.filename) and left > 0:
                said = _text(_part(package, part.filename), _TEXTS[code])[:left]
                words.append(said)
                left -= len(said)
    return "\n".join(words)


# ----------------------------------------------------------------------------------------------------------------------


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _damaged() from error


def _damaged() -> FileNotTaken:
    return FileNotTaken("The file is damaged and cannot be opened: save it again and send the new one.")


def _check_sizes(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or unpacked > max(size, 1024) * HIGHEST_RATIO:
        raise FileNotTaken(_TRAP)
    if any(part.flag_bits & 1 for part in parts):
        raise FileNotTaken("The file is locked with a password: save it without one.")


def _check_inflation(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Count what really comes out: what a package says of its own sizes may lie."""
    left = LARGEST_UNPACKED
    for part in parts:
        with _reading(), package.open(part) as held:
            while chunk := held.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise FileNotTaken(_TRAP)


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, KeyError, EOFError) as error:
        raise _damaged() from error


def _code(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if "mimetype" in names:
        return _OPEN.get(_part(package, "mimetype").strip(), "")
    if "[Content_Types].xml" not in names:
        return ""
    types = _part(package, "[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise _macros()
    return next((code for kind, code in _MAIN.items() if kind in types), "")


def _macros() -> FileNotTaken:
    return FileNotTaken("The file holds macros, which would run for every reader: save it without them (docx, xlsx).")


def _check_parts(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], code: str) -> None:
    for part in parts:
        if _MACROS.search(part.filename):
            raise _macros()
        if _EMBEDDED.search(part.filename) or (code in ("odt", "ods") and part.filename.startswith("Object ")):
            raise FileNotTaken("The file holds another file or program inside it: save it without embedded objects.")
        if part.filename.endswith(".rels"):
            _check_links(_part(package, part.filename))
    if "META-INF/manifest.xml" in package.namelist() and b"encryption-data" in _part(package, "META-INF/manifest.xml"):
        raise FileNotTaken("The file is locked with a password: save it without one.")


def _check_links(relations: bytes) -> None:
    """A link that a reader clicks is one thing; a template or picture fetched on opening is another."""
    for kind, mode in _relations(relations):
        if mode.lower() == "external" and not kind.endswith("/hyperlink"):
            raise FileNotTaken(
                "The file fetches something from elsewhere when it is opened, and so would tell who reads it: save it"
                " without linked templates, pictures or data."
            )


def _relations(data: bytes) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def start(name: str, given: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            found.append((given.get("Type", ""), given.get("TargetMode", "")))

    _parse(data, start=start)
    return iter(found)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    with _reading(), package.open(name) as held:
        data = held.read(LARGEST_PART_READ + 1)
    if len(data) > LARGEST_PART_READ:
        raise FileNotTaken("A part of the file is too large to be read: save it in smaller files.")
    return data


def _text(data: bytes, wanted: set[str] | None) -> str:
    words: list[str] = []
    inside: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        inside.append(name.rpartition(":")[2])

    def end(name: str) -> None:
        inside.pop()
        if name.rpartition(":")[2] in _LINES:
            words.append("\n")

    def said(text: str) -> None:
        if wanted is None or (inside and inside[-1] in wanted):
            words.append(text)

    _parse(data, start=start, end=end, said=said)
    return re.sub(r"\s*\n\s*", "\n", "".join(words)).strip()


def _parse(
    data: bytes,
    *,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    said: Callable[[str], None] | None = None,
) -> None:
    """Parts of a package never declare entities: one that does is a trap, and refused before any is expanded."""
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, said

    def refuse(*given: object) -> None:
        raise FileNotTaken("The file declares things that no office program writes: save it again.")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _damaged() from error
