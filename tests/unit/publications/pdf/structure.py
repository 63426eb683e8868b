"""Reads the structure of a PDF back: the tree of tags, as a screen reader walks it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader


def read(pdf: bytes) -> PdfReader:
    """Return a reader of the bytes."""
    return PdfReader(BytesIO(pdf))


def root(reader: PdfReader) -> Any:
    """Return the catalogue of the PDF."""
    return reader.trailer["/Root"]


def tags(reader: PdfReader) -> Iterator[Any]:
    """Yield every structure element in reading order."""
    waiting = [root(reader)["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            waiting.extend(reversed(element))
        elif hasattr(element, "get"):
            if element.get("/S"):
                yield element
            if "/K" in element:
                waiting.append(element["/K"])


def names(reader: PdfReader) -> list[str]:
    """Return the names of all tags in reading order, without their slash."""
    return [str(tag["/S"])[1:] for tag in tags(reader)]


def text(reader: PdfReader) -> str:
    """Return all words of all pages."""
    return "\n".join(page.extract_text() for page in reader.pages)
