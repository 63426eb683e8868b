"""What was found for a request, a page at a time: those still to decide first, then the rest by kind and number."""

from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, When

from fourpoint.domain.paging import cut
from fourpoint.records.rights.models import RightsItem

# What one page lists.
PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which page of the finds is shown; total and to_decide count all of them."""

    number: int
    pages: int
    total: int
    to_decide: int


def open_window(finds: "QuerySet[RightsItem]", number: int) -> Window:
    """Return the window on the page of that number, or on the last; the finds are counted and not read."""
    counts = finds.aggregate(total=Count("pk"), to_decide=Count("pk", filter=Q(decision="")))
    return window_of(number=number, **counts)


def window_of(*, total: int, number: int, to_decide: int = 0) -> Window:
    """Return the window on the page of that number of so many, or on the last."""
    part = cut(total, size=PAGE, number=number)
    return Window(number=part.number, pages=part.pages, total=total, to_decide=to_decide)


def slice_of(window: Window) -> slice:
    """Return which of all of them the page shows."""
    return cut(window.total, size=PAGE, number=window.number).rows


def read_window(finds: "QuerySet[RightsItem]", window: Window, *, mine: int | None) -> list[RightsItem]:
    """
    Return the finds of that page.

    mine  whose finds the reader decides on: the colleague's number, None for the desk's own. They come first.
    """
    own = Q(found_by_id=mine) if mine else Q(found_by=None)
    turn = Case(When(Q(decision="") & own, then=0), When(decision="", then=1), default=2)
    return list(finds.select_related("found_by").order_by(turn, "kind", "record_id", "pk")[slice_of(window)])
