"""Whole journeys of the cast through the pages, as people make them."""

import re

from playwright.sync_api import expect

THANET = "/profiles/E07000114/"


def test_asha_goes_from_the_list_to_the_rows_of_a_number(reader):
    page = reader("asha").page
    page.get_by_role("link", name="Thanet", exact=True).last.click()

    page.select_option("#choose-threat", "serious-violence")
    expect(page.locator(".fp-lead__summary")).to_contain_text("Serious violence")
    assert "threat=serious-violence" in page.url
    assert page.evaluate("() => document.activeElement.id") == "choose-threat"
    expect(page.locator("[role=status]").last).to_contain_text("Now showing Serious violence")

    page.locator(".fp-tile__number").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Rows used")
    assert re.search(r"/figures/count/\?threat=serious-violence", page.url)
    page.get_by_role("link", name="See the rows").click()
    expect(page.locator("h1")).to_contain_text("Rows behind")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download all of them (CSV)").click()

    assert taken.value.suggested_filename == "E07000114-count-rows.csv"


def test_back_and_forward_walk_through_the_choices(reader):
    page = reader("asha").page
    page.goto(THANET)
    page.select_option("#choose-threat", "drugs")
    expect(page.locator(".fp-lead__summary")).to_contain_text("Drugs")
    page.select_option("#choose-compare", "force")
    expect(page.locator(".fp-lead__summary")).to_contain_text("all of Kent")

    page.go_back()
    expect(page.locator(".fp-lead__summary")).to_contain_text("most similar areas")
    page.go_back()
    expect(page.locator(".fp-lead__summary")).to_contain_text("All recorded crime")
    page.go_forward()

    expect(page.locator("#choose-threat")).to_have_value("drugs")


def test_moving_map_changes_layers_and_leads_to_a_neighbourhood(reader):
    page = reader("asha").page
    page.goto(THANET)
    page.locator("figure[data-map]").first.scroll_into_view_if_needed()
    page.wait_for_selector("figure[data-ready=map]", timeout=30_000)

    page.get_by_text("Hot spots", exact=True).click()
    expect(page.locator(".fp-explorer__legend")).to_contain_text("Neither")
    page.wait_for_timeout(400)
    frame = page.locator(".fp-explorer__canvas").bounding_box()
    page.mouse.move(frame["x"] + frame["width"] * 0.45, frame["y"] + frame["height"] * 0.5)
    expect(page.locator(".fp-explorer__words")).to_contain_text("Thanet")
    page.mouse.click(frame["x"] + frame["width"] * 0.45, frame["y"] + frame["height"] * 0.5)
    page.wait_for_url("**/neighbourhoods/**")

    expect(page.locator(".govuk-caption-l")).to_have_text("Neighbourhood")


def test_asha_reads_an_edition_and_takes_the_pdf(reader, edition):
    page = reader("asha").page
    page.goto(THANET)
    page.get_by_role("link", name="2025Q4").click()
    expect(page.locator(".fp-marking")).to_have_text("OFFICIAL")

    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF").first.click()

    assert taken.value.suggested_filename == "E07000114-2025Q4-partner-v1-profile.pdf"
    assert taken.value.path().read_bytes().startswith(b"%PDF-")


def test_bev_reads_and_is_offered_nothing_to_change(reader, edition):
    page = reader("bev").page
    page.goto(THANET)

    expect(page.get_by_role("heading", name="Findings")).to_be_visible()
    expect(page.get_by_role("link", name="Freeze an edition")).to_have_count(0)


def test_cal_sees_nothing_and_learns_nothing(reader, edition):
    cal = reader("cal")

    expect(cal.page.locator("main")).to_contain_text("There is no profile that you may read")
    for address in (THANET, edition, f"{THANET}figures/count/"):
        assert cal.open(address) == 404
        assert "Thanet" not in cal.page.content()


def test_keyboard_alone_reaches_and_leaves_a_figure(reader):
    asha = reader("asha")
    page = asha.page
    page.goto(THANET)
    page.keyboard.press("Tab")
    assert asha.focused() == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('a[data-figure]')"):
            break
    number = asha.focused()

    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert asha.focused() == "panel-title"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.wait_for_timeout(100)
    assert asha.focused() == number
    assert page.url.endswith(f"{THANET}#main-content")


def test_everything_works_without_scripts(reader, edition):
    page = reader("asha", scripts=False).page
    page.goto(THANET)
    page.select_option("#choose-threat", "robbery")
    page.get_by_role("button", name="Update").click()
    expect(page.locator(".fp-lead__summary")).to_contain_text("Robbery")

    page.locator(".fp-tile__number").first.click()
    expect(page.locator("h1")).to_contain_text("Robberies")
    page.get_by_role("link", name="See the rows").click()
    expect(page.locator("caption")).to_contain_text("Rows 1 to")
    page.goto(f"{THANET}editions/freeze/")
    page.select_option("#label", "2025Q3")
    page.get_by_role("button", name="Freeze it").click()

    expect(page.locator("main")).to_contain_text("waiting for its turn")


def test_table_is_sorted_by_its_headers(reader):
    page = reader("asha").page
    header = page.get_by_role("columnheader", name="Recorded")
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    header.get_by_role("button").click()

    assert page.locator("tbody tr").first.locator("td").first.inner_text() == "148,785"


def test_links_fold_behind_one_button_on_a_phone_alone(reader):
    page = reader("bev", width=390).page
    page.goto("/library/")
    menu, link = page.get_by_role("button", name="Menu"), page.get_by_role("link", name="My access")
    expect(link).to_be_hidden()
    menu.press("Enter")
    expect(link).to_be_visible()
    assert menu.get_attribute("aria-expanded") == "true"

    page.set_viewport_size({"width": 1280, "height": 800})
    expect(menu).to_be_hidden()
    expect(link).to_be_visible()


def test_without_a_script_the_links_stand_there_on_a_phone(reader):
    page = reader("bev", width=390, scripts=False).page
    page.goto("/library/")

    expect(page.get_by_role("link", name="My access")).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
