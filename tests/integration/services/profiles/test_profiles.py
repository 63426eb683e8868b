"""Profiles made from the sample: who sees one, what it says, and how a wrong question is answered."""

import pytest

from fourpoint.access import context
from fourpoint.domain.documents_json import from_json, to_json
from fourpoint.domain.errors import Unusable
from fourpoint.services.profiles import queries
from fourpoint.services.profiles.requests import ProfileRequest
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db
THANET = "E07000114"


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


def ask(**changes):
    return queries.get_profile(ProfileRequest(**{"area": THANET, **changes}))


def test_owner_and_partner_see_the_same_profiles_and_another_force_sees_none(cast):
    seen = {}
    for name in ("asha", "bev", "cal"):
        with context.acting(getattr(cast, name), at=AT):
            seen[name] = [card.area.code for card in queries.list_profiles()]

    assert len(seen["asha"]) == 14
    assert seen["asha"][0] == "E23000032"
    assert seen["bev"] == seen["asha"]
    assert seen["cal"] == []


@pytest.mark.parametrize("area", [THANET, "E23000032", "E07000999"])
def test_whoever_sees_no_row_gets_the_same_refusal_for_any_area(cast, area):
    with context.acting(cast.cal, at=AT), pytest.raises(queries.NoSuchProfile, match="not open to you"):
        ask(area=area)


def test_profile_of_a_district_counts_what_the_raw_file_holds(cast):
    with context.acting(cast.asha, at=AT):
        document = ask()

    assert document.figure("count").value == 13_895
    assert document.figure("count").months[0] == "2025-01"
    assert document.figure("rate").denominator.value == 140_575
    assert from_json(to_json(document)) == document


def test_every_figure_has_a_sentence_and_every_printed_number_a_figure(cast):
    with context.acting(cast.asha, at=AT):
        document = ask()

    known = {figure.figure_id for figure in document.figures}
    assert [figure.figure_id for figure in document.figures if not figure.sentence] == []
    used = {span.figure_id for finding in document.findings for span in finding.sentence.spans if span.figure_id}
    assert used and used <= known


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"threat": "piracy"}, "no threat 'piracy'"),
        ({"first": "2023-01"}, "January 2023 is not held"),
        ({"first": "2025-06", "last": "2025-01"}, "swap them"),
        ({"first": "June"}, "not a month"),
        ({"compare": "E06000001"}, "not an area of Kent"),
        ({"domain": "wealth"}, "no deprivation domain"),
    ],
)
def test_a_wrong_question_is_answered_with_what_to_write(cast, changes, says):
    with context.acting(cast.asha, at=AT), pytest.raises(Unusable, match=says):
        ask(**changes)


def test_rows_behind_a_figure_are_those_it_counts(cast):
    with context.acting(cast.asha, at=AT):
        document = ask(threat="drugs")
        figure = document.figure("count")
        page = queries.get_figure_rows(figure, limit=7, offset=5)

    assert page.total == figure.value
    assert len(page.rows) == 7
    assert {row[page.columns.index("crime_type")] for row in page.rows} == {"Drugs"}


def test_a_map_point_opens_to_exactly_its_rows(cast):
    with context.acting(cast.asha, at=AT):
        document = ask()
        points = [figure for figure in document.figures if figure.figure_id.startswith("point.")]
        totals = [queries.get_figure_rows(figure).total for figure in points]

    assert totals == [figure.value for figure in points]


def test_neighbourhood_opens_from_its_district_only(cast):
    with context.acting(cast.asha, at=AT):
        document = queries.get_neighbourhood(ProfileRequest(area=THANET), lsoa="E01024676")

        assert document.area.level == "neighbourhood"
        assert document.figure("place.E01024676.count").value > 0
        with pytest.raises(Unusable, match="no neighbourhood"):
            queries.get_neighbourhood(ProfileRequest(area="E07000105"), lsoa="E01024676")
