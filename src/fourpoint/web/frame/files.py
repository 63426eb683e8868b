"""Files that a reader takes away: CSV that no spreadsheet will run, and bytes under a name."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from fourpoint.domain.spreadsheets import harmless

CSV = "text/csv; charset=utf-8"


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Return the rows as a CSV file, for what anybody may have; what has an audience leaves by `leasing.take`."""
    return file(name, csv_content(columns, rows), CSV)


def csv_content(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the rows as CSV; text that a spreadsheet would run as a formula is given an apostrophe."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(value) for value in row] for row in rows)
    # The mark tells spreadsheets that the bytes are UTF-8.
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + held.getvalue()).encode()


def file(name: str, content: bytes, kind: str) -> HttpResponse:
    """Return the bytes as a download under that name."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
