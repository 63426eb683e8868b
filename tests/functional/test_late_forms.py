"""A session ends while somebody writes: after signing in, what she wrote stands in the form again."""

import pytest

from fourpoint.records.agencies.models import Person
from fourpoint.services.agencies import sessions
from tests.factories.cast import AT, PASSWORD

pytestmark = pytest.mark.browser
TITLE, TEXT = "Scam calls in Herne Bay & Thanet", "First line.\n\nSecond line with <b> and “quotes”."


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_what_was_written_is_there_again_after_signing_in(reader, width, scripts):
    asha = reader("asha", width=width, scripts=scripts)
    page = asha.page
    page.goto("/library/new/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=text]", TEXT)
    chosen = page.locator("[name=kind]").last
    chosen.check() if chosen.get_attribute("type") == "radio" else chosen.select_option(index=2)
    sessions.close_all(Person.objects.get(email="asha@invicta.example").id, at=AT)

    page.locator("main form[method=post] button[type=submit]").last.click()
    page.fill("[name=login]", "asha@invicta.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").click()

    assert "/library/new/?kept=" in page.url
    assert page.get_by_text("You were signed out before this form was sent. Nothing is lost").is_visible()
    assert page.input_value("[name=title]") == TITLE
    assert page.input_value("[name=text]") == TEXT
    assert asha.overflow() <= 0
    if scripts:
        assert asha.violations() == []
    page.get_by_role("link", name="Start with an empty form").click()
    assert page.input_value("[name=title]") == ""
