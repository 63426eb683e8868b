"""
Writes a sheet as CSV (RFC 4180, UTF-8) for those who compute with the numbers.

Words that a spreadsheet would take for a formula are written with a leading apostrophe: the source data are not ours,
and a file that runs code on opening is a danger to a partner. Numbers are never touched.
"""

import csv
import io
from functools import lru_cache

from fourpoint.domain.spreadsheets import harmless
from fourpoint.publications.tables.sheets import Sheet, Value


@lru_cache(maxsize=8192)
def _printed(value: Value) -> str:
    """Kept, since down a column of a profile most words and many numbers are said again and again."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def write(sheet: Sheet) -> bytes:
    """Return the CSV: heads are the columns' keys, missing values are empty, numbers keep their full precision."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow([column.key for column in sheet.columns])
    writer.writerows([_printed(value) for value in row] for row in sheet.rows)
    return page.getvalue().encode("utf-8", errors="replace")
