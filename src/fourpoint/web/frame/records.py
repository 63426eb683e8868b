"""
Where the page of a marked record is, by its kind: words of the web do not know each other, and so find each other here.

A word adds a line for each of its kinds. A kind without one has no page of its own, and is named without a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import NoReverseMatch, Resolver404, resolve, reverse


@dataclass(frozen=True, kw_only=True)
class RecordPage:
    """
    A page by its name, with the name of the argument that takes the record's number, and of its area's, if it has one.
    """

    name: str
    number: str
    area: str = ""


PAGES: Mapping[str, RecordPage] = {
    "commentary": RecordPage(name="profiles:note", number="note", area="area"),
    "paper": RecordPage(name="library:paper", number="paper"),
    "comment": RecordPage(name="library:comment", number="comment"),
    "report": RecordPage(name="reports:report", number="report"),
    "requirement": RecordPage(name="requirements:requirement", number="requirement"),
    "subject": RecordPage(name="subjects:subject", number="subject"),
    "product": RecordPage(name="products:product", number="product"),
    "pointer": RecordPage(name="sharing:pointer", number="pointer"),
}


def record_at(address: str) -> tuple[str, int] | None:
    """Return kind and number of the record whose page, or page of sharing, is at that address; None where none is."""
    try:
        found = resolve(urlsplit(address.strip()).path)
    except (Resolver404, ValueError):
        return None
    if found.view_name.startswith("sharing:") and {"kind", "record"} <= set(found.kwargs):
        return found.kwargs["kind"], found.kwargs["record"]
    kind = next((kind for kind, page in PAGES.items() if page.name == found.view_name), None)
    return (kind, found.kwargs[PAGES[kind].number]) if kind else None


def page_of(kind: str, record_id: int, *, area: str = "") -> str:
    """Return the address of the record's page, empty when its kind has none."""
    page = PAGES.get(kind)
    if page is None:
        return ""
    parts: dict[str, str | int] = {page.number: record_id} | ({page.area: area} if page.area else {})
    try:
        return reverse(page.name, kwargs=parts)
    except NoReverseMatch:
        return ""
