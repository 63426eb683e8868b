"""The pictures in the README are pages as they are: taken here with FOURPOINT_PICTURES=1, and light to fetch."""

import os
from pathlib import Path

import pytest

FOLDER = Path("docs/pictures")
PICTURES = ("profile.png", "place.png")
MOST_BYTES = 300_000


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_there_and_light(checkout, name):
    assert 10_000 < (checkout / FOLDER / name).stat().st_size < MOST_BYTES


@pytest.mark.skipif("FOURPOINT_PICTURES" not in os.environ, reason="set FOURPOINT_PICTURES=1 to take the pictures anew")
def test_pictures_are_taken_of_a_profile_and_its_map(reader, edition, checkout):
    page = reader("asha").page
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto("/profiles/E07000114/")
    page.screenshot(path=checkout / FOLDER / "profile.png")
    page.locator("figure[data-map]").first.scroll_into_view_if_needed()
    page.wait_for_selector("figure[data-ready=map]", timeout=30_000)
    page.evaluate("() => document.getElementById('place').scrollIntoView({block: 'start'})")
    page.wait_for_timeout(1500)
    page.screenshot(path=checkout / FOLDER / "place.png")

    assert all((checkout / FOLDER / name).stat().st_size < MOST_BYTES for name in PICTURES)
