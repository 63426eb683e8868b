"""axe-core finds nothing on any kind of page, at the width of a desk and of a phone; nothing spills off the screen."""

import pytest

THANET = "/profiles/E07000114/"
OPEN = ("/", "/account/login/", "/accessibility/", "/methods/", "/nothing-here/")
PROFILES = (
    "/profiles/",
    THANET,
    f"{THANET}?threat=nonsense",
    f"{THANET}figures/rate/",
    f"{THANET}figures/count/rows/",
    "/profiles/E23000032/",
    f"{THANET}editions/",
    f"{THANET}editions/freeze/",
    "/account/access/",
    "/data/",
)


def faults(reader, addresses):
    found = []
    for address in addresses:
        reader.open(address)
        found += reader.violations()
        if reader.overflow() > 0:
            found.append(f"{address} is {reader.overflow()} pixels wider than its window")
    return found


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_for_anyone_have_no_fault(reader, width):
    assert faults(reader(width=width), OPEN) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_profiles_have_no_fault(reader, edition, width):
    asha = reader("asha", width=width)
    code = asha.page.request.get(f"{THANET}shapes.json").json()["areas"]["features"][0]["properties"]["href"]

    assert faults(asha, (*PROFILES, code, edition, f"{edition}figures/rate/")) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_the_library_have_no_fault(reader, width):
    asha = reader("asha", width=width)
    asha.open("/library/?q=tenant")
    paper = asha.page.locator(".fp-paper__title a").first.get_attribute("href")

    pages = (paper, f"{paper}versions/new/", f"{paper}withdraw/")
    assert asha.violations() + faults(asha, ("/library/", "/library/?q=the", "/library/new/", *pages)) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_open_panel_and_moving_map_have_no_fault(reader, width):
    asha = reader("asha", width=width)
    asha.open(THANET)
    asha.page.locator("figure[data-map]").first.scroll_into_view_if_needed()
    asha.page.wait_for_selector("figure[data-ready=map]", timeout=30_000)
    found = asha.violations()
    asha.page.locator("a[data-figure]").first.click()
    asha.page.get_by_role("dialog").wait_for()
    asha.page.wait_for_timeout(300)

    assert found + asha.violations() == []


def test_narrowest_phone_shows_a_profile_without_spilling(reader):
    asha = reader("asha", width=320)
    asha.open(THANET)

    assert asha.overflow() == 0


@pytest.mark.parametrize("width", [320, 390])
def test_open_panel_lies_within_a_phone(reader, width):
    asha = reader("asha", width=width)
    asha.open(THANET)
    asha.page.locator("a[data-figure]").first.click()
    dialog = asha.page.get_by_role("dialog")
    dialog.wait_for()
    asha.page.wait_for_timeout(400)

    box = dialog.bounding_box()

    assert box["x"] == 0
    assert box["width"] == width
