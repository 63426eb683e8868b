"""What is typed where a number belongs is a number or nothing, and never a fault."""

import pytest
from django.test import RequestFactory

from fourpoint.web.frame.numbers import read_number, read_page


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("007", 7), ("123456789", 123_456_789), ("1234567890", None), ("", None), (None, None)]
    + [(text, None) for text in ("-1", "+1", " 1", "1.0", "1e3", "²", "٣", "１", "1_000", "x")],
)
def test_number_is_read_or_is_nothing(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(("asked", "page"), [("3", 3), ("0", 1), ("²", 1), ("9999999", 1), ("", 1)])
def test_page_begins_at_one(asked, page):
    assert read_page(RequestFactory().get("/", {"page": asked})) == page
