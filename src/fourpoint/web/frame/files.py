"""Files that a reader takes away: CSV that no spreadsheet will run, and bytes under a name."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# What makes a spreadsheet take a cell for a formula: OWASP, "CSV Injection".
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Return the rows as a CSV file; text that a spreadsheet would run as a formula is given an apostrophe."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(value) for value in row] for row in rows)
    # The mark tells spreadsheets that the bytes are UTF-8.
    return file(name, ("\N{ZERO WIDTH NO-BREAK SPACE}" + held.getvalue()).encode(), "text/csv; charset=utf-8")


def file(name: str, content: bytes, kind: str) -> HttpResponse:
    """Return the bytes as a download under that name."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def harmless(value: str) -> str:
    """Return the text so that a spreadsheet shows it; numbers, negative ones too, stay numbers."""
    if not value.startswith(FORMULA) or _is_number(value):
        return value
    return f"'{value}"


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
