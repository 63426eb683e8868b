"""Words, numbers and ids never break the drawing that holds them."""

from xml.etree import ElementTree

import pytest

from fourpoint.publications.ink import svg


def test_element_with_hostile_words_escapes_them() -> None:
    made = svg.element("text", svg.words("<script>&\x00\x1b\ud800"), data_figure='"><b', x=1)

    root = ElementTree.fromstring(made)

    assert root.text == "<script>&"
    assert root.get("data-figure") == '"><b'


@pytest.mark.parametrize(("value", "printed"), [(1.0, "1"), (-0.001, "0"), (2.345, "2.35"), (10, "10"), (0.5, "0.5")])
def test_number_is_printed_short(value: float, printed: str) -> None:
    assert svg.number(value) == printed


def test_identifier_of_anything_is_an_id() -> None:
    assert svg.identifier("Chart <1>", 'é"', 640) == "fp-chart-1-640"
    assert svg.identifier("1") == "fp-1"


def test_polyline_of_no_points_is_empty() -> None:
    assert svg.polyline([]) == ""
    assert svg.polyline([(0, 1), (2, 3.5)]) == "M0 1L2 3.5"
