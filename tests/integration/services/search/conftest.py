"""The cast with a desk, reports and what their world holds."""

import pytest

from fourpoint.services.agencies.queries import find_agency
from tests.factories.cast import load_cast


@pytest.fixture
def cast(db):
    return load_cast(material=True)


@pytest.fixture
def invicta(cast):
    return find_agency("invicta")


@pytest.fixture
def thanet(cast):
    return find_agency("thanet")
