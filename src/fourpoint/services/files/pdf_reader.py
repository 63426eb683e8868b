"""
Reads one PDF from standard input and tells its words and itself without its properties, or what is wrong, as JSON.

Run by `pdfs` alone. It stands alone, so that it starts quickly and a hostile file finds nothing of ours in its process.
"""

import base64
import contextlib
import io
import json
import logging
import sys

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_WORDS, MOST_PAGES, MOST_OBJECTS = 400_000, 500, 200_000
MEMORY = 1024 * 1024 * 1024
SECONDS = 15
DEEPEST = 40
_RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE"}
_PLAYS = {"/RichMedia", "/3D", "/Movie", "/Sound"}


def limit() -> None:
    """Take away memory and time; where the system knows no limits, the parent's time limit is the one."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def tell(data: bytes) -> dict[str, str]:
    """
    Return the words under "words", and under "data" the file where it had to be stripped.

    Or under "fault" one of locked, script, embedded, damaged.
    """
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        return {"fault": "locked"}
    if fault := _fault(reader):
        return {"fault": fault}
    words, left = [], MOST_WORDS
    for page in list(reader.pages)[:MOST_PAGES]:
        said = page.extract_text()[:left]
        words.append(said)
        left -= len(said)
        if left <= 0:
            break
    return {"words": "\n".join(words)} | _stripped(reader, data)


def _stripped(reader: PdfReader, data: bytes) -> dict[str, str]:
    """
    Return the file under "data" without what programs say of its author and making, when there is any.

    A signed file stays as it is: any change would break the signature, which must be placed in plain sight.
    """
    root = reader.root_object
    if b"/ByteRange" in data or not (reader.metadata or "/Metadata" in root):
        return {}
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    writer.root_object.pop("/Metadata", None)
    made = io.BytesIO()
    writer.write(made)
    return {"data": base64.b64encode(made.getvalue()).decode()}


def _fault(reader: PdfReader) -> str:
    """Look at every object of the file, also those that nothing points at: what it says of their number may lie."""
    numbers = {number for held in reader.xref.values() for number in held} | set(reader.xref_objStm)
    for number in sorted(numbers)[:MOST_OBJECTS]:
        try:
            held = IndirectObject(number, 0, reader).get_object()
        except Exception:  # noqa: S112  (an object that cannot be read can do nothing)
            continue
        if fault := _of(held):
            return fault
    return ""


def _of(held: object, depth: int = 0) -> str:
    """What a dictionary does, or one that stands within it; objects of their own are looked at in their turn."""
    if depth > DEEPEST:
        return "damaged"
    if isinstance(held, ArrayObject):
        return next((fault for one in held if (fault := _of(one, depth + 1))), "")
    if not isinstance(held, DictionaryObject):
        return ""
    if str(held.get("/S", "")) in _RUNS or "/JS" in held or "/JavaScript" in held:
        return "script"
    if held.get("/Type") == "/EmbeddedFile" or "/EF" in held or "/EmbeddedFiles" in held:
        return "embedded"
    if str(held.get("/Subtype", "")) in _PLAYS:
        return "embedded"
    return next((fault for one in held.values() if (fault := _of(one, depth + 1))), "")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    limit()
    try:
        told = tell(sys.stdin.buffer.read())
    except Exception:  # whatever a file does to its reader, the file is at fault
        told = {"fault": "damaged"}
    sys.stdout.write(json.dumps(told))
