"""A desk worked by the keyboard alone, counted key by key; and without JavaScript, and on a telephone."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fourpoint.domain.submissions import Danger
from tests.factories.sending import send

DESK = "/intelligence/desk/"
MOST_KEYS = 40


@pytest.fixture
def sent(cast):
    """What waits at the desk: something that tells of danger, two that tell the same, one more."""
    at = timezone.now()
    other = "Synthetic: a lorry without plates stood at the harbour all Sunday, and its driver paid in cash."
    return [send(cast.bev, at=at, danger=Danger.NOW), send(cast.bev, at=at), send(cast.bev, at=at, what=other)]


def test_routine_item_is_taken_and_ended_in_under_forty_keys(reader, sent):
    page, pressed = reader("ivy").page, 0
    page.goto(f"{DESK}?show=waiting")

    def press(*keys):
        nonlocal pressed
        for key in keys:
            page.keyboard.press(key)
            pressed += 1

    # Down past what tells of danger, to the first routine one.
    press("j", "j", "Enter")
    page.wait_for_url(f"**{DESK}S-*/")
    press("t")
    expect(page.locator("#acts-title")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("Done: it stands at")
    press("c")
    page.keyboard.insert_text("Known already.")
    press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("No further action")
    before = page.url
    press("j")
    page.wait_for_url(lambda url: url != before)

    assert pressed < MOST_KEYS
    assert pressed == 7


def test_routine_item_is_evaluated_in_under_forty_keys_beyond_its_text(reader, sent):
    page, pressed = reader("ivy").page, 0
    page.goto(f"{DESK}{sent[2].reference}/")

    def press(*keys):
        nonlocal pressed
        for key in keys:
            page.keyboard.press(key)
            pressed += 1

    press("t")
    expect(page.get_by_role("status").first).to_contain_text("Done: it stands at")
    press("e")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.insert_text("A lorry at the harbour")
    # Past the item's text, which is what was sent, to the grades of source and information.
    press("Tab", "Tab", "ArrowDown", "Tab", "ArrowDown", "Control+Enter")
    page.wait_for_url(re.compile(r"/intelligence/reports/[0-9]+/"))
    expect(page.locator("h1")).to_contain_text("A lorry at the harbour")
    page.goto(f"{DESK}{sent[2].reference}/")

    expect(page.locator(".fp-desk__over")).to_contain_text("Evaluated")
    assert pressed == 8
    assert pressed < MOST_KEYS


def test_keys_do_nothing_in_a_text_and_can_be_switched_off(reader, sent):
    page = reader("ivy").page
    page.goto(f"{DESK}{sent[1].reference}/")
    page.keyboard.press("h")
    expect(page.locator("#to")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("taj")
    expect(page.locator("#words-hand-over")).to_have_value("taj")

    page.get_by_label("Work by single keys").uncheck()
    page.reload()
    page.keyboard.press("h")

    expect(page.locator("#act-hand-over")).not_to_have_attribute("open", "")
    expect(page.get_by_label("Work by single keys")).not_to_be_checked()


@pytest.mark.parametrize("width", [1280, 390])
def test_desk_is_accessible_and_fits(reader, sent, width):
    window = reader("sol", width=width)
    wrong = []
    for address in (
        DESK,
        f"{DESK}{sent[0].reference}/",
        f"{DESK}{sent[1].reference}/",
        f"{DESK}workload/",
        f"{DESK}staff/invicta/",
    ):
        assert window.open(address) == 200
        wrong += [*window.violations(), *([address] if window.overflow() > 0 else [])]

    assert wrong == []


def test_desk_works_without_javascript(reader, sent):
    page = reader("ivy", scripts=False).page
    page.goto(f"{DESK}{sent[1].reference}/")
    page.get_by_role("button", name="Take it in hand").click()
    page.get_by_text("Close it without action", exact=True).first.click()
    page.fill("#words-close", "Known already.")
    page.get_by_role("button", name="Close it without action").click()

    expect(page.locator(".fp-did")).to_contain_text("No further action")
