"""A real headless Chromium, a served site with the sample and the cast in it, and a watch over all that pages do."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from fourpoint.access import context
from fourpoint.config.adapters.printing import print_edition
from fourpoint.services.profiles import actions
from fourpoint.services.profiles.printing import Press
from tests.factories.cast import Cast, load_cast, this_hour
from tests.functional.reader import Reader

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
THANET = "E07000114"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here: it drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True, scope="module")
def _clock_of_the_browser() -> Iterator[None]:
    """A browser has the machine's own clock, and holds what it is served against it: so the server has that one too."""
    with time_machine.travel(time_machine.escape_hatch.datetime.datetime.now(UTC)):
        yield


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, whose loop runs in this thread: Django must be told that the tests beside it are not asynchronous."""
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as running:
        yield running
    patch.undo()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser that FOURPOINT_CHROMIUM names, or the one of the PATH; without one the tests fail."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    path = os.environ.get("FOURPOINT_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail("There is no Chromium: run the tests by `./fourpoint test`, which looks for one and installs it.")
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def axe(checkout: Path) -> str:
    """The source of axe-core, from the npm lock file."""
    file = checkout / "node_modules" / "axe-core" / "axe.min.js"
    built = checkout / "src/fourpoint/web/frame/static/built/fourpoint.js"
    if not (file.is_file() and built.is_file()):
        pytest.fail("The front end is not built: run the tests by `./fourpoint test`, which builds it.")
    return file.read_text(encoding="utf-8")


@pytest.fixture
def cast(sample_warehouse, settings, transactional_db) -> Cast:
    """The cast, over the sample."""
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(this_hour(), material=True)


@pytest.fixture
def edition(cast: Cast) -> str:
    """The address of an edition that Asha froze, with a real PDF."""
    press = Press(printer=print_edition, cuts=("partner",))
    with context.acting(cast.asha, at=this_hour()) as who:
        given = {"by": who.actor, "purpose": who.purpose, "at": who.at, "press": press}
        actions.build_editions(areas=(THANET,), label="2025Q4", **given)
    return f"/profiles/{THANET}/editions/2025Q4/partner/v1/"


@pytest.fixture
def reader(chromium: Browser, live_server, cast: Cast, axe: str) -> Iterator["Readers"]:
    """Makes readers of the site, and holds at the end that no page of theirs did what it must not."""
    readers = Readers(chromium, live_server.url, axe)
    yield readers
    readers.close()


class Readers:
    """Makes readers: `reader("asha")`, `reader("asha", width=390)`, `reader("asha", scripts=False)`."""

    def __init__(self, browser: Browser, home: str, axe: str) -> None:
        self._browser, self._home, self._axe = browser, home, axe
        self._contexts: list[tuple[BrowserContext, Reader]] = []

    def __call__(self, name: str = "", *, width: int = 1280, scripts: bool = True) -> Reader:
        """Return a reader in a browser of her own; signed in when a name of the cast is given."""
        opened = self._browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, base_url=self._home
        )
        opened.set_default_timeout(20_000)
        made = Reader(opened.new_page(), home=self._home, axe=self._axe)
        self._contexts.append((opened, made))
        if name:
            made.sign_in(name)
        return made

    def close(self) -> None:
        """Close every browser window; raises AssertionError when a page complained or asked another host."""
        for opened, made in self._contexts:
            opened.close()
            made.check_conduct()
