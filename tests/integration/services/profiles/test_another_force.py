"""A made-up force alone in its warehouse has its profiles and editions from its files and nothing else."""

import pytest

from fourpoint.access import context
from fourpoint.domain.documents_json import from_json, to_json
from fourpoint.services.agencies.founding import AgencyDraft, found_agency, get_steward
from fourpoint.services.profiles import queries
from fourpoint.services.profiles.freezing import assemble_base
from fourpoint.services.profiles.opening import open_profiles
from fourpoint.services.profiles.requests import ProfileRequest
from fourpoint.warehouse import ingest
from fourpoint.warehouse.store import Warehouse
from tests.factories import northmoor
from tests.factories.cast import AT

pytestmark = pytest.mark.django_db
SOURCES = (
    "lsoa-boundaries-2011", "lsoa-boundaries-2021", "district-boundaries-2024", "district-force-2024",
    "lookup-lsoa-2011-2021", "residents-2021", "population-2020", "deprivation-2025", "police-street",
)  # fmt: skip
AREAS = (northmoor.AREA, *northmoor.DISTRICTS)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Warehouse:
    files = northmoor.write_files(tmp_path_factory.mktemp("northmoor-files"))
    held = Warehouse(tmp_path_factory.mktemp("northmoor"))
    for source_id in SOURCES:
        ingest.add(held.root, held.sources()[source_id], [files], at=AT)
    return held


@pytest.fixture
def steward(warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = warehouse.root
    draft = AgencyDraft(code="northmoor", name="Northmoor", kind="police-force", area_code=northmoor.AREA)
    found_agency(agency=draft, at=AT)
    with context.acting(get_steward("northmoor"), at=AT) as who:
        open_profiles(areas=["all"], by=who.actor, purpose=who.purpose, at=AT)
        yield who


def test_force_and_districts_have_profiles_by_the_names_of_their_files(steward):
    assert {card.area.code for card in queries.list_profiles()} == set(AREAS)
    assert {card.force.code for card in queries.list_profiles()} == {northmoor.AREA}


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("months", [northmoor.OLD_MONTHS, northmoor.NEW_MONTHS])
def test_both_vintages_give_a_whole_document(steward, area, months):
    document = queries.get_profile(ProfileRequest(area=area, first=months[0], last=months[-1]))

    assert document.figure("count").value > 0
    assert from_json(to_json(document)) == document
    drawn = {geometry.vintage for geometry in document.geometries if geometry.level == "neighbourhood"}
    assert drawn == {"2011" if months == northmoor.OLD_MONTHS else "2021"}


def test_a_new_district_has_an_edition_of_its_quarter(steward):
    document = assemble_base(area="E07900001", label="2024Q1", owner="Northmoor")

    assert document.edition.ends == "2024-03"
    assert document.months == northmoor.NEW_MONTHS
