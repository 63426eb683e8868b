"""The demonstration's reports are given to a forum and its products written through the same doors, once."""

import pytest

from fourpoint.access import context
from fourpoint.services.demo.products import load_products
from fourpoint.services.demo.subjects import load_subjects
from fourpoint.services.disclosure import receipts
from fourpoint.services.disclosure.hub import get_hub
from fourpoint.services.products import reading
from tests.factories.cast import AT, WORLD, load_cast
from tests.factories.sending import ivy, sol

pytestmark = pytest.mark.django_db
FILE = WORLD.parent / "products.toml"


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


def listed(person_id):
    with context.acting(person_id, at=AT) as who:
        return {(line.title, line.state) for line in reading.list_products(who)}


def test_one_waits_one_was_received_one_was_taken_back_and_two_products_stand(cast):
    assert load_subjects(path=WORLD.parent / "subjects.toml", at=AT) == 6
    assert load_products(path=FILE, at=AT) == 2
    assert load_products(path=FILE, at=AT) == 0

    with context.acting(sol(), at=AT) as who:
        given = receipts.list_given(who)
    assert len(given) == 3
    assert {(bool(one.receipts[0].received_at), bool(one.receipts[0].recalled_at)) for one in given} == {
        (False, False),
        (True, False),
        (False, True),
    }
    with context.acting(cast.bev, at=AT, purpose="local-profile") as who:
        hub = get_hub(who)
        assert [bool(one.conditions) for one in hub.to_receive] == [True]
        assert [one.known_as for one in hub.to_acknowledge] == ["A flat with many visitors"]
    profile, problem = "Parcels brought by night to Quay Lane", "Hire vans and lock-ups on the coast"
    assert listed(ivy()) == {(profile, "in-review"), (problem, "issued")}
    assert listed(cast.asha) == {(problem, "issued")}
    assert listed(cast.bev) == listed(cast.cal) == set()
