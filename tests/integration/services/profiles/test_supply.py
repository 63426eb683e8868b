"""Broken supply and two vintages, said on the page: the old months of the sample, and old and new together."""

import pytest

from fourpoint.access import context
from fourpoint.domain.document import Map, Notice, Prose
from fourpoint.services.profiles import queries
from fourpoint.services.profiles.requests import ProfileRequest
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    cast = load_cast()

    def asked(**changes):
        with context.acting(cast.asha, at=AT):
            return queries.get_profile(ProfileRequest(**{"area": "E07000114", **changes}))

    return asked


@pytest.fixture
def old(ask):
    return ask(first="2018-10", last="2019-02")


@pytest.fixture
def mixed(ask):
    return ask(first="2018-10", last="2025-12", threat="drugs")


def test_months_of_partial_supply_are_named_and_never_a_fall(old):
    notice = next(one for one in blocks(old, Notice) if one.notice_id == "supply")

    assert "November 2018 (11,690 crimes held" in notice.text and "December 2018 (6,132 crimes held" in notice.text
    assert "a gap in supply, not a fall" in notice.text
    chart = next(one for section in old.sections for one in section.blocks if getattr(one, "chart_id", "") == "trend")
    assert {point.x for point in chart.series[0].points if point.mark == "partial"} == {"2018-11", "2018-12"}
    assert "trend.slope" not in {figure.figure_id for figure in old.figures}


def test_too_few_unbroken_months_say_what_a_trend_would_take(old):
    said = prose(old, "trend.slope")

    assert said == (
        "No trend can be told: it takes 12 complete months without a break, and the last run of them has 2"
        " (January to February 2019)."
    )


def test_enough_months_give_a_slope_with_its_interval_and_say_what_season_does(ask):
    document = ask()
    slope = document.figure("trend.slope")
    said = prose(document, "trend.slope")

    assert slope.interval is not None and slope.interval.low < slope.value < slope.interval.high
    assert slope.months == tuple(f"2025-{month:02d}" for month in range(1, 13))
    assert "12 unbroken months January to December 2025" in said and "95% interval" in said
    assert "season of the year cannot be told apart" in said


def test_old_months_stand_on_old_neighbourhoods_and_the_index_that_fits_them(old):
    maps = {one.map_id: one for one in blocks(old, Map)}

    assert "LSOAs of 2011" in maps["places"].note
    assert "Indices of Deprivation 2019, on the neighbourhoods (LSOAs) of 2011" in maps["overlay"].note
    assert old.figure("overlay.both").denominator.source_id == "deprivation-2019"


def test_two_vintages_draw_one_map_of_the_newer_and_say_so(mixed):
    notice = next(one for one in blocks(mixed, Notice) if "two vintages" in one.title and "index" not in one.text)
    maps = {one.map_id: one for one in blocks(mixed, Map)}

    assert "counts only January to April 2024, January to December 2025 (LSOAs of 2021)" in notice.text
    assert "LSOAs of 2021" in maps["places"].note
    assert "Indices of Deprivation 2025" in maps["overlay"].note


def blocks(document, kind):
    return [block for section in document.sections for block in section.blocks if isinstance(block, kind)]


def prose(document, prose_id):
    found = next(one for one in blocks(document, Prose) if one.prose_id == prose_id)
    return "".join(sentence.text for sentence in found.sentences).strip()
