"""The headline that a list of areas shows, and the reading ahead that spares the first reader the wait."""

import pytest

from fourpoint.access import context
from fourpoint.domain.document import Map
from fourpoint.services.profiles import queries, store, warming
from fourpoint.services.profiles.requests import ProfileRequest
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db
FORCE, THANET = "E23000032", "E07000114"
SHOWN = ("count", "rate", "change")


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


@pytest.mark.parametrize("area", [FORCE, THANET])
def test_summary_and_profile_say_the_same(cast, area):
    with context.acting(cast.asha, at=AT):
        summary, whole = queries.get_summary(area), queries.get_profile(ProfileRequest(area=area))

    assert [summary.figure(one).value for one in SHOWN] == [whole.figure(one).value for one in SHOWN]
    assert summary.months == whole.months


def test_summary_of_a_force_maps_its_districts_and_that_of_a_district_nothing(cast):
    with context.acting(cast.asha, at=AT):
        maps = {
            area: [block for block in queries.get_summary(area).sections[0].blocks if isinstance(block, Map)]
            for area in (FORCE, THANET)
        }

    assert len(maps[FORCE][0].areas) == 13
    assert maps[THANET] == []


def test_summary_is_refused_to_whoever_sees_no_profile_of_the_area(cast):
    with context.acting(cast.cal, at=AT), pytest.raises(queries.NoSuchProfile):
        queries.get_summary(THANET)


def test_warming_reads_the_forces_held(cast):
    assert warming.warm() == (FORCE,)


def test_warming_that_fails_is_logged_and_stops_nothing(monkeypatch, caplog):
    monkeypatch.setattr(store, "the_warehouse", lambda: 1 / 0)

    warming.warm_beside().join(timeout=5)

    assert "ZeroDivisionError" in caplog.text
