"""
Every address as roles of the catalogue, for things of one's own, things shared, and things of strangers.

The demonstration is asked, then loaded a second time beside itself as the property of strangers, and asked again: not a
byte of any answer may change, whatever it lists, counts, filters, suggests or refuses. Then their things are asked for.
Further roles are in `test_sweep_roles_too.py`, so that two workers share them.
"""

import pytest

from tests.factories import rehearsing, strangers

pytestmark = pytest.mark.django_db(transaction=True)
ROLES = ("analyst", "intelligence-supervisor")


@pytest.fixture
def rehearsal(sample_warehouse, settings, tmp_path_factory):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    with rehearsing.rehearsal(tmp_path_factory.getbasetemp() / "estates") as made:
        yield made


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_told_of_strangers(rehearsal, role):
    assert strangers.find_told(rehearsal, role) == {}
