"""Profiles as pages over the sample: what each of the cast is answered, and how a wrong choice is."""

import pytest

from tests.factories.cast import load_cast
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
THANET = "/profiles/E07000114/"


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


@pytest.fixture
def asha(cast):
    return signed_in("asha@invicta.example")


@pytest.fixture
def cal(cast):
    return signed_in("cal@northmoor.example")


def test_list_shows_every_area_with_its_figures(asha):
    page = asha.get("/profiles/").content.decode()

    assert page.count("/profiles/E07") >= 12
    assert "13,895" in page


def test_profile_keeps_the_choices_in_every_figure_link(asha):
    page = asha.get(THANET, {"threat": "all-crime", "compare": "force"}).content.decode()

    assert "/figures/rate/?threat=all-crime&amp;compare=force" in page


def test_panel_says_source_formula_rows_and_what_was_left_out(asha):
    page = asha.get(f"{THANET}figures/count/").content.decode()

    for words in ("How it is made", "Rows used", "13,895", "Rows left out", "Open Government Licence", "rows.csv"):
        assert words in page


def test_panel_of_a_change_names_both_runs_of_months_and_says_each_caveat_once(asha):
    page = asha.get(f"{THANET}figures/change/").content.decode()

    assert "8: January to April 2024, January to April 2025" in page
    assert page.count("not what happened") == 1


def test_list_names_the_months_of_its_change(asha):
    page = asha.get("/profiles/").content.decode()

    assert "The change sets January to April 2025 against January to April 2024." in page


def test_months_not_held_are_told_as_runs(asha):
    page = asha.get(THANET, {"from": "2018-10", "to": "2025-12"}).content.decode()

    assert "No data are held for March 2019 to December 2023, May to December 2024." in page


def test_rows_are_paged_and_given_whole_as_csv(asha):
    page = asha.get(f"{THANET}figures/count/rows/", {"page": "2"}).content.decode()
    file = asha.get(f"{THANET}figures/count/rows.csv")

    assert "Page 2 of 139" in page
    assert file["Content-Type"].startswith("text/csv")
    assert file.content.count(b"\r\n") == 13_895 + 1


def test_neighbourhood_leads_to_figures_of_its_own(asha):
    shapes = asha.get(f"{THANET}shapes.json").json()
    href = shapes["areas"]["features"][0]["properties"]["href"]

    page = asha.get(href).content.decode()

    assert "Neighbourhood" in page
    assert f"{href}figures/" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"threat": "nonsense"}, "There is no threat"),
        ({"from": "2025-13"}, "is not a month"),
        ({"from": "2025-12", "to": "2025-01"}, "swap them"),
        ({"compare": "<script>alert(1)</script>"}, "error"),
        ({"domain": "' or 1=1 --"}, "There is no deprivation domain"),
    ],
)
def test_choice_that_cannot_be_shown_is_said_at_the_form(asha, query, words):
    response = asha.get(THANET, query)

    assert response.status_code == 400
    assert words in response.content.decode().replace("&#39;", "'")
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["", "figures/count/", "figures/count/rows/", "figures/count/rows.csv", "shapes.json", "neighbourhoods/E01024683/"],
)
def test_cal_is_answered_as_if_nothing_were_there(cal, address):
    known, unknown = cal.get(THANET + address), cal.get(f"/profiles/E07999999/{address}")

    assert known.status_code == unknown.status_code == 404
    assert text(known) == text(unknown)


def test_cal_sees_an_empty_list_with_a_next_step(cal):
    page = cal.get("/profiles/").content.decode()

    assert "There is no profile that you may read" in page
    assert "Thanet" not in page


@pytest.mark.parametrize("address", ["/profiles/", THANET, f"{THANET}figures/count/rows.csv"])
def test_stranger_is_sent_to_sign_in(client, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_unknown_figure_is_not_found(asha):
    assert asha.get(f"{THANET}figures/no-such-figure/").status_code == 404
