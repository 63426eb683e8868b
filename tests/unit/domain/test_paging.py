"""Which page of a long list is shown."""

import pytest

from fourpoint.domain.paging import Cut, cut


@pytest.mark.parametrize(
    ("total", "number", "shown"),
    [
        (0, 1, (1, 1, 0, 20)),
        (20, 1, (1, 1, 0, 20)),
        (21, 2, (2, 2, 20, 40)),
        (21, 9, (2, 2, 20, 40)),
        (21, 0, (1, 2, 0, 20)),
        (21, -3, (1, 2, 0, 20)),
    ],
)
def test_page_is_one_that_there_is(total, number, shown):
    page, pages, first, last = shown

    assert cut(total, size=20, number=number) == Cut(number=page, pages=pages, rows=slice(first, last))
