"""A reader of the site in a real browser, who notices what a page must never do."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request

from tests.factories.cast import PASSWORD

ADDRESSES = {
    "asha": "asha@invicta.example",
    "bev": "bev@thanet.example",
    "cal": "cal@northmoor.example",
    "ines": "ines@invicta.example",
    "ivy": "ivy@invicta.example",
    "sol": "sol@invicta.example",
}
# What the browser itself writes when a page was rightly refused.
EXPECTED = (
    "the server responded with a status of 404",
    "the server responded with a status of 400",
    "GPU stall",
    # A test took the network away.
    "net::ERR_INTERNET_DISCONNECTED",
)
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE = "() => axe.run(document, {resultTypes: ['violations']})"


class Reader:
    """One person at one browser window."""

    def __init__(self, page: Page, *, home: str, axe: str) -> None:
        self.page, self._home, self._axe = page, home, axe
        self._complaints: list[str] = []
        self._elsewhere: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.on("request", self._asked)

    def sign_in(self, name: str) -> None:
        """Sign in as one of the cast, through the page."""
        self.page.goto("/account/login/")
        self.page.fill("input[name=login]", ADDRESSES[name])
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url("**/profiles/")

    def open(self, address: str) -> int:
        """Go to an address of the site and return the status it was answered with."""
        answered = self.page.goto(address)
        assert answered is not None
        return answered.status

    def violations(self) -> list[str]:
        """Return what axe-core finds wrong with the page as it stands: the rule, and the first places."""
        self.page.evaluate(self._axe)
        found = {one["id"]: one["nodes"] for one in self.page.evaluate(AXE)["violations"]}
        found["aria-allowed-attr"] = [node for node in found.get("aria-allowed-attr", ()) if not _reveals(node)]
        return [f"{self.page.url} {rule}: {_places(nodes)}" for rule, nodes in found.items() if nodes]

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        return int(self.page.evaluate(OVERFLOW))

    def focused(self) -> str:
        """Return the text, or else the id, of what has the focus."""
        return str(self.page.evaluate("() => document.activeElement.id || document.activeElement.textContent.trim()"))

    def check_conduct(self) -> None:
        """Raise AssertionError when a page wrote an error, broke the policy or asked another host."""
        assert self._complaints == [], self._complaints
        assert self._elsewhere == [], self._elsewhere

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in EXPECTED):
            self._complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self._home, "data:", "blob:")):
            self._elsewhere.append(request.url)


def _reveals(node: dict[str, Any]) -> bool:
    """
    Whether it is a radio button that reveals more, which says so by an attribute that ARIA does not list for it.

    GOV.UK's pattern keeps it, since screen readers tell it: github.com/alphagov/govuk-frontend/issues/979.
    """
    return "govuk-radios__input" in node["html"] and "aria-expanded" in node["html"]


def _places(nodes: Sequence[dict[str, Any]]) -> str:
    return "; ".join(str(node["target"][0]) for node in nodes[:3])
