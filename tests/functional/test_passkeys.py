"""A passkey is added and asked for in a real browser, with an authenticator that the browser pretends to have."""

import pytest

from tests.factories.cast import PASSWORD

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_passkey_is_added_and_then_asked_for(reader):
    asha = reader("asha")
    page = asha.page
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto("/account/second-factor/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What you call it").fill("Work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto("/account/second-factor/webauthn/")
    assert page.get_by_role("heading", name="Work laptop").is_visible()

    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.fill("[name=login]", "asha@invicta.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", name="Your second factor").is_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/profiles/**")

    page.goto("/account/sessions/")
    assert "by password and passkey" in page.locator("main").inner_text()
