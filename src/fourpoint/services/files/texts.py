"""Plain text and CSV: told from bytes that are not text, and kept from running as formulas in a spreadsheet."""

import csv
import io
import re

from fourpoint.services.files.refusing import FileNotTaken

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# A cell that begins so is a formula to a spreadsheet: OWASP, "CSV Injection". A sign before a number or the spaced
# digits of a telephone is none.
_FORMULA = re.compile(r"^\s*(?:[=@]|[+-](?![\d\s().,/%-]*$))")
LONGEST_CELL = 1_000_000


def is_text(data: bytes) -> bool:
    """Return whether the bytes are text that a person could have typed, in UTF-8 or Windows' Western letters."""
    return not _CONTROLS.search(decode(data))


def decode(data: bytes) -> str:
    """Return the bytes as text: UTF-8 where they are, else Windows' Western letters, which every byte is."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read(code: str, data: bytes) -> str:
    """Return the words of a text or table; raises FileNotTaken for a table with formulas, or that is none."""
    text = decode(data)
    if code == "csv":
        _check_table(text)
    return text


def _check_table(text: str) -> None:
    csv.field_size_limit(LONGEST_CELL)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            for column, cell in enumerate(row, start=1):
                if _FORMULA.match(cell):
                    raise FileNotTaken(
                        f"Row {number}, column {column} holds a formula, which a spreadsheet would run for every"
                        " reader: save the table with values only."
                    )
    except csv.Error as error:
        raise FileNotTaken("The table cannot be read as CSV: save it again from your spreadsheet.") from error
