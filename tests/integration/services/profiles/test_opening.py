"""Opening profiles: a force with data gets them for its area, for its own people only, and leaves its trace."""

import pytest

from fourpoint.access import context
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.records.profiles.models import Profile
from fourpoint.services.agencies.founding import AgencyDraft, found_agency, get_steward
from fourpoint.services.profiles import queries
from fourpoint.services.profiles.opening import open_profiles
from fourpoint.services.profiles.requests import ProfileRequest
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(sample_warehouse, settings):
    """The steward of a second force that serves the same area: the sample holds no other."""
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    found_agency(agency=AgencyDraft(code="wold", name="Wold", kind="police-force", area_code="E23000032"), at=AT)
    return get_steward("wold")


def opened(person, areas):
    with context.acting(person, at=AT) as who:
        return open_profiles(areas=areas, by=who.actor, purpose=who.purpose, at=AT)


def test_all_opens_the_force_and_its_districts_once(steward):
    first, again = opened(steward, ["all"]), opened(steward, ["all"])

    assert len(first) == 14
    assert again == ()
    with context.acting(steward, at=AT):
        assert queries.get_profile(ProfileRequest(area="E07000105")).area.name == "Ashford"


def test_what_one_agency_opens_another_does_not_see(steward):
    cast = load_cast()
    opened(steward, ["E07000105"])

    with context.acting(steward, at=AT):
        assert [card.area.code for card in queries.list_profiles()] == ["E07000105"]
    with context.acting(cast.cal, at=AT):
        assert Profile.objects.count() == 0


def test_an_area_without_data_is_refused_with_what_to_give(steward):
    with pytest.raises(Unusable, match="No data of an area E07000999"):
        opened(steward, ["E07000999"])


def test_a_reader_opens_nothing(steward):
    with pytest.raises(Refused, match="No role"):
        opened(load_cast().bev, ["E07000105"])
