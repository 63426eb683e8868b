"""The page of the warehouse's views lists every view with its columns."""

from fourpoint.config.reference.warehouse_views import render_views
from fourpoint.warehouse.views import COMPOSED, STORED, View

LAMPS = View(
    name="lamp", columns=(("code", "VARCHAR"), ("lit", "BOOLEAN")), about="A street lamp.", key=("code", "lit")
)


def test_page_shows_columns_types_and_what_one_row_is():
    page = render_views([LAMPS], [])

    assert "### lamp\n\nA street lamp." in page
    assert "the same `code` and `lit`, the one added last" in page
    assert "| `lit` | BOOLEAN |" in page


def test_every_view_stands_on_the_page():
    page = render_views(STORED, COMPOSED)

    assert [view.name for view in (*STORED, *COMPOSED) if f"### {view.name}\n" not in page] == []
