"""The numbers of profiles against a slow, independent computation from the raw CSV, and against published totals."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from fourpoint.services.profiles import queries, store
from fourpoint.services.profiles.assembly import assemble
from fourpoint.services.profiles.requests import ProfileRequest

SAMPLE = Path(__file__).parents[4] / "sample"
THANET, MEDWAY, DARTFORD, KENT = "E07000114", "E06000035", "E07000107", "E23000032"
YEAR = [f"2025-{month:02d}" for month in range(1, 13)]
SERIOUS = ["Violence and sexual offences", "Robbery", "Possession of weapons"]
CASES = [
    (THANET, "drugs", ["Drugs"], YEAR),
    (MEDWAY, "serious-violence", SERIOUS, YEAR[:4]),
    (DARTFORD, "anti-social-behaviour", ["Anti-social behaviour"], ["2024-01", "2024-02", "2024-03", "2024-04"]),
    (THANET, "burglary", ["Burglary"], ["2018-10", "2018-11", "2018-12", "2019-01", "2019-02"]),
]


@pytest.fixture(scope="module")
def raw() -> pd.DataFrame:
    """Every raw row with its district by the look-up of its own vintage: no warehouse code is involved."""
    files = sorted(SAMPLE.glob("police/**/*-street.csv.gz"))
    rows = pd.concat([pd.read_csv(path, dtype=str) for path in files], ignore_index=True)
    now = pd.read_csv(SAMPLE / "lookups/kent_lsoa21_ward24_ltla24.csv", dtype=str).set_index("lsoa21_code").ltla24_code
    then = pd.read_csv(SAMPLE / "lookups/kent_lsoa11_ltla21.csv", dtype=str).set_index("lsoa11_code").ltla21_code
    old = rows["Month"] < "2020"
    rows["district"] = np.where(old, rows["LSOA code"].map(then), rows["LSOA code"].map(now))
    return rows


@pytest.fixture(scope="module")
def residents() -> dict[str, float]:
    people = pd.read_csv(SAMPLE / "population/kent_residents21_lsoa21.csv").set_index("lsoa21_code").total_residents
    place = pd.read_csv(SAMPLE / "lookups/kent_lsoa21_ward24_ltla24.csv").set_index("lsoa21_code").ltla24_code
    return people.groupby(place).sum().to_dict()


@pytest.fixture
def held(sample_warehouse, settings):
    """The sample, without a person: what a number is does not depend on who reads it."""
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root


def document_of(area, threat, months):
    view = queries.view_of(ProfileRequest(area=area, threat=threat, first=months[0], last=months[-1]))
    return assemble(view, code_version="test")


def chosen(raw, area, types, months):
    inside = raw["Month"].isin(months) & raw["Crime type"].isin(types)
    return raw[inside & (raw["district"] == area)]


@pytest.mark.parametrize(("area", "threat", "types", "months"), CASES)
def test_counts_rates_and_months_equal_the_raw_files(held, raw, residents, area, threat, types, months):
    document = document_of(area, threat, months)
    rows = chosen(raw, area, types, months)

    count, rate = document.figure("count"), document.figure("rate")
    assert count.value == len(rows) == count.rows_used
    assert rate.value == pytest.approx(len(rows) / residents[area] * 1000)
    low, high = stats.chi2.ppf([0.025], 2 * len(rows))[0] / 2, stats.chi2.ppf([0.975], 2 * len(rows) + 2)[0] / 2
    assert rate.interval.low == pytest.approx(low / residents[area] * 1000)
    assert rate.interval.high == pytest.approx(high / residents[area] * 1000)
    by_month = {month: document.figure(f"month.{month}").value for month in months}
    assert by_month == {month: float((rows["Month"] == month).sum()) for month in months}
    assert queries.get_figure_rows(count, limit=0).total == len(rows)


@pytest.mark.parametrize(("area", "threat", "types", "months"), CASES)
def test_exclusions_name_exactly_the_rows_left_out(held, raw, area, threat, types, months):
    document = document_of(area, threat, months)
    rows = raw[raw["Month"].isin(months) & raw["Crime type"].isin(types)]

    told = {exclusion.reason: exclusion.rows for exclusion in document.figure("count").excluded}
    nowhere, elsewhere = rows["LSOA code"].isna(), rows["LSOA code"].notna() & rows["district"].isna()
    expected = [number for number in (nowhere.sum(), elsewhere.sum()) if number]
    assert list(told.values()) == expected


def test_neighbourhoods_equal_the_raw_files_and_add_up_to_the_district(held, raw):
    document = document_of(THANET, "drugs", YEAR)
    expected = chosen(raw, THANET, ["Drugs"], YEAR)["LSOA code"].value_counts()

    places = {
        figure.area.code: figure.value
        for figure in document.figures
        if figure.figure_id.startswith("place.") and figure.figure_id.endswith(".count")
    }
    assert {code: value for code, value in places.items() if value} == expected.to_dict()
    assert sum(places.values()) == document.figure("count").value


def test_change_compares_only_months_held_in_both_years(held, raw):
    document = document_of(MEDWAY, "robbery", YEAR)
    now = len(chosen(raw, MEDWAY, ["Robbery"], YEAR[:4]))
    before = len(chosen(raw, MEDWAY, ["Robbery"], [month.replace("2025", "2024") for month in YEAR[:4]]))

    change = document.figure("change")
    assert (change.numerator, change.denominator.value) == (now, before)
    assert change.value == pytest.approx((now / before - 1) * 100)
    assert change.interval.low < change.value < change.interval.high
    assert queries.get_figure_rows(change, limit=0).total == now + before


def test_incomplete_months_are_named_and_never_compared(held):
    document = document_of(THANET, "all-crime", ["2018-10", "2019-02"])

    assert "November to December 2018 are incomplete" in document.figure("count").caveats[0]
    supply = next(finding for finding in document.findings if finding.finding_id == "supply")
    assert "gap in supply and not a fall: November to December 2018" in supply.sentence.text
    points = {point.x: point.mark for point in document.sections[0].blocks[2].series[0].points}
    assert (points["2018-11"], points["2018-12"], points["2019-01"]) == ("partial", "partial", "")


def test_force_counts_every_row_of_its_files(held, raw):
    document = document_of(KENT, "all-crime", YEAR)
    crimes = raw[raw["Month"].isin(YEAR) & (raw["Crime type"] != "Anti-social behaviour")]

    assert document.figure("count").value == len(crimes)
    assert document.figure("count").excluded == ()
    assert queries.get_figure_rows(document.figure("count"), limit=0).total == len(crimes)


@pytest.mark.parametrize("month", YEAR)
def test_force_months_equal_the_published_totals_by_type(held, month):
    with store.the_warehouse().connect() as connection:
        published = dict(
            connection.execute(
                "SELECT crime_type, rows FROM force_type_count WHERE force_name = 'kent' AND month = $1", [month]
            ).fetchall()
        )
    crime = store.facts_of(KENT).crime

    assert crime.by_type(KENT, [month]) == published


def test_monthly_totals_are_those_stated_with_the_data(held):
    crime = store.facts_of(KENT).crime
    stated = [19396, 13818, 8438, 17792, 16291, 14466, 13953, 15875, 15727, 14201, 13305, 15764, 14991, 16276, 15336]
    stated += [17704, 16280, 13351, 14168, 14134, 14512]

    assert crime.total.sum(axis=0).tolist() == stated


def test_referrals_are_the_published_quarters_of_the_force(held):
    document = document_of(THANET, "all-crime", YEAR)
    quarters = [figure for figure in document.figures if figure.figure_id.startswith("referrals.")]

    assert [figure.value for figure in quarters] == [23, 30, 23, 27, 14, 12, 21]
    assert {figure.area.code for figure in quarters} == {KENT}


def test_outcome_shares_equal_the_raw_files(held, raw):
    document = document_of(MEDWAY, "robbery", YEAR)
    rows = chosen(raw, MEDWAY, ["Robbery"], ["2025-10", "2025-11", "2025-12"])["Last outcome category"]

    no_suspect = document.figure("outcomes.0.no-suspect")
    known = rows[rows != "Status update unavailable"]
    assert no_suspect.numerator == (rows == "Investigation complete; no suspect identified").sum()
    assert no_suspect.denominator.value == len(known)


def test_concentration_is_the_share_of_the_busiest_twentieth(held, raw):
    document = document_of(THANET, "drugs", YEAR)
    counts = chosen(raw, THANET, ["Drugs"], YEAR)["LSOA code"].value_counts()
    busiest = int(np.ceil(86 * 0.05))

    assert document.figure("concentration.share").value == pytest.approx(counts[:busiest].sum() / counts.sum() * 100)


def test_deprivation_shares_equal_the_published_deciles(held):
    deciles = pd.read_csv(SAMPLE / "deprivation/kent_imd2025_england_lsoa21.csv.gz").set_index("lsoa21_code")
    place = pd.read_csv(SAMPLE / "lookups/kent_lsoa21_ward24_ltla24.csv").set_index("lsoa21_code").ltla24_code
    thanet = deciles[place.reindex(deciles.index) == THANET]

    document = document_of(THANET, "all-crime", YEAR)

    figure = document.figure("vulnerability.deprivation-income.2025")
    assert figure.value == pytest.approx((thanet["Income_decile"] <= 2).mean() * 100)
    assert figure.denominator.value == len(thanet) == 86


def test_hot_spots_are_those_of_an_independent_gi_star(held, raw):
    facts = store.facts_of(THANET)
    document = document_of(THANET, "all-crime", YEAR)
    drawn = next(block for block in document.sections[1].blocks if getattr(block, "map_id", "") == "hotspots")
    (thanet,) = facts.territory.district_ids(facts.territory.area(THANET))
    ids = [at for at, place in enumerate(facts.neighbourhoods("2021")) if place.district == thanet]
    shapes = list(facts.neighbourhood_shapes("2021").polygons[ids])
    near = {
        at: [other for other in range(len(ids)) if other != at and shapes[at].intersects(shapes[other])]
        for at in range(len(ids))
    }
    kinds = [kind for kind in raw["Crime type"].unique() if kind != "Anti-social behaviour"]
    counts = chosen(raw, THANET, kinds, YEAR)["LSOA code"].value_counts()
    codes = [facts.neighbourhoods("2021")[at].code for at in ids]
    x = np.array([counts.get(code, 0) for code in codes], dtype=float)
    star = np.eye(len(x))
    for at, others in near.items():
        star[at, others] = 1
    z = (star @ x - x.mean() * star.sum(1)) / (
        x.std() * np.sqrt((len(x) * star.sum(1) - star.sum(1) ** 2) / (len(x) - 1))
    )
    adjusted = stats.false_discovery_control(2 * stats.norm.sf(np.abs(z)))

    hot = {area.code for area in drawn.areas if area.flag == "hot"}
    assert hot == {code for code, score, p in zip(codes, z, adjusted, strict=True) if p <= 0.05 and score > 0}


@pytest.mark.parametrize(("area", "threat", "types", "months"), CASES)
def test_busiest_map_points_are_those_of_the_raw_files(held, raw, area, threat, types, months):
    document = document_of(area, threat, months)
    told = [figure for figure in document.figures if figure.figure_id.startswith("point.")]

    # Neighbourhoods of two vintages are never added: points too are of the months of the newest one.
    of_vintage = [month for month in months if (month < "2020") == (months[-1] < "2020")]
    rows = chosen(raw, area, types, of_vintage)
    points = rows.groupby(["Longitude", "Latitude"]).size().sort_values(ascending=False)
    assert [figure.value for figure in told] == points[points > 1].head(len(told)).tolist()
    assert len(told) == min(10, (points > 1).sum())
    for figure in told:
        assert queries.get_figure_rows(figure, limit=0).total == figure.value


@pytest.mark.parametrize(("month", "vintage"), [("2018-12", "2011"), ("2025-12", "2021")])
def test_neighbourhoods_of_either_vintage_equal_the_raw_files(held, raw, month, vintage):
    crime = store.facts_of(KENT).crime
    rows = raw[(raw["Month"] == month) & raw["district"].notna()]

    ours = crime.by_neighbourhood(KENT, crime.crime_types, [month])
    assert crime.vintage_of([month]).vintage == vintage
    assert {code: count for code, count in ours.items() if count} == rows["LSOA code"].value_counts().to_dict()


def test_rows_in_no_district_equal_the_raw_files(held, raw):
    crime = store.facts_of(KENT).crime

    assert int(crime.unlocated.sum()) == raw["LSOA code"].isna().sum() == 4_183
    assert int(crime.outside.sum()) == (raw["LSOA code"].notna() & raw["district"].isna()).sum() == 158
