"""A report or product as a file to take away: PDF for reading and printing, Word for those who work in it."""

import re
from collections.abc import Callable

from fourpoint.domain.printing import Printed
from fourpoint.publications.pdf.product import render_product
from fourpoint.publications.word.product import render_word

PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES: dict[str, tuple[str, Callable[[Printed], bytes]]] = {
    "copy.pdf": (PDF, render_product),
    "copy.docx": (WORD, render_word),
}


def print_as(file: str, printed: Printed) -> tuple[str, str, bytes]:
    """Return name, media type and bytes of that file of FILES; the name is made of the reference, never of words."""
    media_type, render = FILES[file]
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", printed.reference).strip("-")
    return f"{stem}.{file.rpartition('.')[2]}", media_type, render(printed)
