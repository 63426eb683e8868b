"""Checks a file's header against its contract, and says in one sentence which column is wrong: for ingest."""

import csv
from collections.abc import Sequence

from fourpoint.warehouse.offered import Refused, Scanned


def check_header(label: str, scanned: Scanned, expected: Sequence[str]) -> None:
    """
    Return when the first line of the file is the contract's header.

    raises  Refused  naming the column that is missing, extra, doubled or in another place
    """
    check_names(label, _read(label, scanned), expected)


def check_names(label: str, found: Sequence[str], expected: Sequence[str], words: str = "column") -> None:
    """Return when the names found are those expected; else raise Refused. words is what they are called."""
    if list(found) != list(expected):
        difference = _difference(found, expected).replace("column", words)
        raise Refused(f"{label}: {difference}; the file is not what its contract declares.")


def _read(label: str, scanned: Scanned) -> list[str]:
    raw = scanned.first_line
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(f"{label} is UTF-16 text: save it as UTF-8.")
    head = raw.lstrip()[:15].lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise Refused(f"{label} is a web page and not the file: download it again.")
    try:
        text = raw.decode("utf-8-sig").rstrip("\r\n")
        return next(csv.reader([text]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused(f"{label}: the first line is not UTF-8 text with commas: {error}.") from error


def _difference(found: Sequence[str], expected: Sequence[str]) -> str:
    missing = [name for name in expected if name not in found]
    extra = [name for name in found if name not in expected]
    doubled = [name for name in dict.fromkeys(found) if found.count(name) > expected.count(name) > 0]
    if missing and extra:
        return f"column '{missing[0]}' is missing and column '{extra[0]}' is not in the contract"
    if missing:
        return f"column '{missing[0]}' is missing"
    if extra:
        return f"column '{extra[0]}' is not in the contract"
    if doubled:
        return f"column '{doubled[0]}' stands twice"
    place = next(i for i, (left, right) in enumerate(zip(found, expected, strict=False)) if left != right)
    return f"column {place + 1} is '{found[place]}' where the contract has '{expected[place]}'"
