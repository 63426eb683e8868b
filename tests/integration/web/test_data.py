"""The page of sources: contracts for everyone signed in, coverage only of forces with a profile open to the reader."""

import pytest

from tests.factories.cast import load_cast
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    load_cast()

    def shown(email):
        return signed_in(email).get("/data/").content.decode()

    return shown


@pytest.mark.parametrize("email", ["asha@invicta.example", "bev@thanet.example"])
def test_reader_of_a_force_sees_its_months(page, email):
    told = page(email)

    assert "Kent: 21 months held" in told
    assert "2018-10 to 2025-12" in told


def test_reader_of_another_force_sees_contracts_and_licences_and_no_coverage(page):
    told = page("cal@northmoor.example")

    assert "Index of Multiple Deprivation 2025" in told
    assert "Open Government Licence" in told
    assert "Months are shown for police forces of which a profile is open to you" in told
    assert not any(word in told for word in ("Kent", "kent:", "2018-10", "21 months"))
