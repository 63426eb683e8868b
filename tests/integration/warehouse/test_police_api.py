"""The police open data interface, against answers in its documented shape."""

import json

import pytest
from shapely.geometry import Polygon, box

from fourpoint.warehouse.offered import Refused
from fourpoint.warehouse.police_api import Month, PoliceApi
from tests.factories.publisher import Answer, Clock, publishing, session

MONTHS = [{"date": "2025-12", "stop-and-search": ["northmoor"]}, {"date": "2025-11", "stop-and-search": []}]
FORCES = [{"id": "northmoor", "name": "Northmoor Constabulary"}]


def crime(number: int) -> dict[str, object]:
    """A row as the documentation shows it."""
    return {
        "category": "burglary", "location_type": "Force", "context": "", "outcome_status": None, "id": number,
        "persistent_id": "", "location_subtype": "", "month": "2025-12",
        "location": {
            "latitude": "53.1", "longitude": "-1.5", "street": {"id": 884343, "name": "On or near Wharf Street"},
        },
    }  # fmt: skip


def rows(*numbers: int) -> Answer:
    return Answer(body=json.dumps([crime(number) for number in numbers]).encode())


def test_months_and_forces_are_read():
    script = [Answer(body=json.dumps(MONTHS).encode()), Answer(body=json.dumps(FORCES).encode())]
    with publishing(*script) as publisher, session(Clock()) as asking:
        api = PoliceApi(session=asking, base=publisher.url)

        assert api.months()[0] == Month(month="2025-12", stop_search_forces=("northmoor",))
        assert api.forces() == {"northmoor": "Northmoor Constabulary"}


def test_an_area_is_asked_as_latitude_and_longitude():
    with publishing(rows(2, 1)) as publisher, session(Clock()) as asking:
        found = PoliceApi(session=asking, base=publisher.url).street(box(-1.5, 53.0, -1.4, 53.1), "2025-12")

    assert [row["id"] for row in found] == [1, 2]
    assert publisher.asked[0].path.startswith("/crimes-street/all-crime?date=2025-12&poly=53.000000%2C-1.400000%3A")


def test_a_long_outline_goes_in_the_body():
    outline = Polygon([(0.001 * step, 53.0 + 0.001 * step * step) for step in range(400)])
    with publishing(rows(1)) as publisher, session(Clock()) as asking:
        PoliceApi(session=asking, base=publisher.url).street(outline, "2025-12")

    assert (publisher.asked[0].method, publisher.asked[0].path) == ("POST", "/crimes-street/all-crime")
    assert publisher.asked[0].body.startswith(b"date=2025-12&poly=53.000000")


def test_too_many_rows_are_asked_in_quarters_and_counted_once():
    busy = Answer(status=503)
    with publishing(busy, busy, rows(1, 2), rows(2), rows(3), rows(4)) as publisher, session(Clock()) as asking:
        found = PoliceApi(session=asking, base=publisher.url).street(box(0, 53, 1, 54), "2025-12")

    assert [row["id"] for row in found] == [1, 2, 3, 4]
    assert len(publisher.asked) == 6


def test_crimes_without_place_are_asked_by_force():
    with publishing(rows(5)) as publisher, session(Clock()) as asking:
        found = PoliceApi(session=asking, base=publisher.url).without_place("northmoor", "2025-12")

    assert found[0]["id"] == 5
    assert publisher.asked[0].path == "/crimes-no-location?category=all-crime&force=northmoor&date=2025-12"


@pytest.mark.parametrize(("body", "words"), [(b"<html>", "did not answer with JSON"), (b"{}", "a list of rows")])
def test_an_answer_that_is_none_is_refused(body: bytes, words: str):
    with publishing(Answer(body=body)) as publisher, session(Clock()) as asking, pytest.raises(Refused, match=words):
        PoliceApi(session=asking, base=publisher.url).forces()


def test_requests_keep_to_the_limit():
    clock = Clock()
    with publishing(rows()) as publisher, session(clock) as asking:
        api = PoliceApi(session=asking, base=publisher.url)
        for _ in range(33):
            api.without_place("northmoor", "2025-12")

    assert clock.slept == pytest.approx([1 / 15] * 3)
