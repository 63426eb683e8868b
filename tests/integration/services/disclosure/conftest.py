"""The cast with a third agency, and the areas' names without any data held."""

import pytest

from fourpoint.services.agencies.queries import find_agency
from tests.factories.cast import load_cast
from tests.factories.neighbours import add_kestrel


@pytest.fixture
def cast(db, sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(material=True)


@pytest.fixture
def invicta(cast):
    return find_agency("invicta")


@pytest.fixture
def thanet(cast):
    return find_agency("thanet")


@pytest.fixture
def kestrel(cast):
    return add_kestrel(cast)
