"""
Reads one PDF from standard input and tells its words, or what is wrong with it, as JSON. Run by `pdfs` alone.

It stands alone, so that it starts quickly and a hostile file finds nothing of ours in its process.
"""

import contextlib
import io
import json
import logging
import sys

MOST_WORDS, MOST_PAGES, MOST_OBJECTS = 400_000, 500, 200_000
MEMORY = 1024 * 1024 * 1024
SECONDS = 15
_RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE"}


def limit() -> None:
    """Take away memory and time; where the system knows no limits, the parent's time limit is the one."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def tell(data: bytes) -> dict[str, str]:
    """Return the words under "words", or under "fault" one of locked, script, embedded, damaged."""
    from pypdf import PdfReader

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
    return {"words": "\n".join(words)}


def _fault(reader) -> str:  # type: ignore[no-untyped-def]
    """Look at every object of the file, also those that nothing points at."""
    numbers = sorted({(number, 0) for number in range(1, min(int(reader.trailer.get("/Size", 0)), MOST_OBJECTS))})
    from pypdf.generic import DictionaryObject, IndirectObject

    for number, generation in numbers:
        try:
            held = IndirectObject(number, generation, reader).get_object()
        except Exception:  # noqa: S112  (an object that cannot be read can do nothing)
            continue
        if isinstance(held, DictionaryObject) and (fault := _of(held)):
            return fault
    return ""


def _of(held) -> str:  # type: ignore[no-untyped-def]
    said = [held, *(value for value in held.values() if isinstance(value, dict))]
    for one in said:
        if str(one.get("/S", "")) in _RUNS or "/JS" in one or "/JavaScript" in one:
            return "script"
        if one.get("/Type") == "/EmbeddedFile" or "/EF" in one or "/EmbeddedFiles" in one:
            return "embedded"
        if str(one.get("/Subtype", "")) in ("/RichMedia", "/3D", "/Movie", "/Sound"):
            return "embedded"
    return ""


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    limit()
    try:
        told = tell(sys.stdin.buffer.read())
    except Exception:  # whatever a file does to its reader, the file is at fault
        told = {"fault": "damaged"}
    sys.stdout.write(json.dumps(told))
