"""Every address as the other half of the roles: see `test_sweep_roles.py`."""

import pytest

from tests.factories import estates, rehearsing, strangers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rehearsal(sample_warehouse, settings, tmp_path_factory):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    with rehearsing.rehearsal(tmp_path_factory.getbasetemp() / "estates") as made:
        yield made


@pytest.mark.parametrize("role", estates.swept(1))
def test_nobody_is_told_of_strangers(rehearsal, role):
    assert strangers.find_told(rehearsal, role) == {}
