"""A partner passes something on from a phone, with and without scripts; drafts outlive a lost network."""

import pytest

from tests.factories.files import make_png

pytestmark = pytest.mark.browser
WORDS = "Synthetic: he probably sells from the flat above the closed shop, every Tuesday after midnight."
GO_ON = "Save and go on"


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def check(reader, faults):
    faults += reader.violations()
    if reader.overflow() > 0:
        faults.append(f"{reader.page.url} is {reader.overflow()} pixels wider than its window")


def begin(page, danger="No"):
    page.goto("/intelligence/")
    page.get_by_role("button", name="Pass something on").click()
    page.get_by_label(danger, exact=True).check()
    press(page, "Go on")


def test_bev_passes_something_on_in_five_screens_on_a_phone_without_scripts(reader):
    bev = reader("bev", width=390, scripts=False)
    page, screens, wide = bev.page, [], []
    page.on("framenavigated", lambda frame: screens.append(frame.url))
    begin(page)
    for fields in ({"what": WORDS, "who": "A tall man"}, {"place": "Above the closed shop"}, {"contact": "By mail"}):
        for name, said in fields.items():
            page.fill(f"[name={name}]", said)
        wide.append(bev.overflow())
        press(page, GO_ON)
    assert page.get_by_text("“probably”").first.is_visible()
    wide.append(bev.overflow())
    press(page, "Send it")

    assert page.get_by_role("heading", name="Received").is_visible()
    assert page.get_by_text(WORDS).count() == 0
    asked = [url for url in screens if "/intelligence/new/" in url]
    assert len(asked) == 5
    assert max(wide) <= 0


def test_bev_sends_words_and_a_photograph_in_one_press_on_a_phone_without_scripts(reader):
    bev = reader("bev", width=390, scripts=False)
    page = bev.page
    begin(page)
    page.fill("[name=what]", WORDS)
    press(page, GO_ON)
    page.fill("[name=place]", "Above the closed shop")
    page.locator("[name=place]").press("Enter")
    assert page.get_by_role("heading", name="Keeping everyone safe").is_visible()
    press(page, GO_ON)
    wide = [bev.overflow()]
    page.get_by_label("Add photographs or documents (optional)").set_input_files(
        [
            {"name": "yard.png", "mimeType": "image/png", "buffer": make_png()},
            {"name": "setup.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(100)},
        ]
    )
    press(page, "Send it")

    assert page.get_by_role("heading", name="Received").is_visible()
    assert page.get_by_text("1 file went with it.").is_visible()
    assert page.get_by_text("The file is a Windows program").is_visible()
    wide.append(bev.overflow())
    page.get_by_role("link", name="See what you sent").click()
    assert page.get_by_text("yard.png").is_visible() and page.get_by_text("setup.exe").count() == 0
    assert max(wide) <= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_screens_of_passing_on_have_no_fault(reader, width):
    bev, faults = reader("bev", width=width), []
    page = bev.page
    begin(page, "I am not sure")
    check(bev, faults)
    page.get_by_role("button", name="Go on and write it down").click()
    page.fill("[name=what]", WORDS)
    press(page, "Add a subject")
    check(bev, faults)
    draft = page.url.partition("what/")[0]
    page.fill("[name=about_words_1]", "Synthetic Jay")
    for _ in range(3):
        press(page, GO_ON)
        check(bev, faults)
    begun = ("/intelligence/", "/intelligence/new/", "/intelligence/elsewhere/crime/", "/intelligence/offline/")
    for address in (*begun, f"{draft}map/", f"{draft}throw-away/"):
        bev.open(address)
        check(bev, faults)
    bev.open(f"{draft}check/")
    chosen = {"name": f"{'long' * 40}.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(100)}
    page.set_input_files("[name=attached]", [chosen])
    press(page, "Send it")
    assert page.get_by_text("1 file not taken").is_visible()
    check(bev, faults)
    page.get_by_role("link", name="See what you sent").click()
    check(bev, faults)
    for address in (f"{page.url}attach/", "/intelligence/rows/", "/intelligence/"):
        bev.open(address)
        check(bev, faults)

    assert faults == []


def test_what_is_typed_without_a_network_is_there_again_and_saved(reader):
    bev = reader("bev", width=390)
    page = bev.page
    begin(page)
    page.fill("[name=what]", "Synthetic: the first line.")
    page.get_by_text("Saved.", exact=True).wait_for()
    page.context.set_offline(True)
    page.fill("[name=what]", WORDS)
    page.get_by_text("Not saved yet: kept in this browser").wait_for()
    page.context.set_offline(False)
    page.reload()

    assert page.input_value("[name=what]") == WORDS
    page.get_by_text("Saved.", exact=True).wait_for()
    assert page.locator("[data-advice] li").first.is_visible()
    # Only by whom the browser was used last stays, so that nobody is shown another's words.
    assert page.evaluate("() => Object.keys(localStorage).join()") == "fourpoint-writer"
    page.fill("[name=what]", "Synthetic: left in the browser.")
    press(page, "Menu")
    press(page, "Sign out")
    page.wait_for_url("**/account/**")
    assert page.evaluate("() => Object.keys(localStorage).length") == 0


def test_what_is_written_without_a_network_is_sent_when_back_by_its_writer_alone(reader):
    bev = reader("bev", width=390)
    page = bev.page
    page.goto("/intelligence/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto("/intelligence/requirements/")
    assert page.get_by_role("heading", name="Write it down without a network").is_visible()
    assert bev.overflow() <= 0
    faults = bev.violations()
    page.get_by_label("I am not sure", exact=True).check()
    assert page.get_by_text("Stop: call").is_visible()
    page.get_by_label("No", exact=True).check()
    page.fill("[name=what]", WORDS)
    press(page, "Keep it, and send it when I am back online")
    page.get_by_text("1 kept in this browser").wait_for()
    page.evaluate(
        "() => localStorage.setItem('fourpoint-waiting:other',"
        " JSON.stringify({key: 'other', writer: 'somebody else', fields: {what: 'Synthetic: theirs.'}}))"
    )
    # With something typed the page does not lead on by itself once there is a network again.
    page.fill("[name=what]", "Synthetic: not kept.")
    page.context.set_offline(False)
    page.goto("/intelligence/")

    page.get_by_text("Sent now.").wait_for()
    assert page.get_by_text("Somebody else wrote 1 here").is_visible()
    assert page.get_by_text("Synthetic: theirs.").count() == 0
    left = page.evaluate("() => Object.keys(localStorage).sort().join()")
    assert left == "fourpoint-waiting:other,fourpoint-writer"
    kept = page.evaluate(
        "() => caches.open('fourpoint-offline-1').then(c => c.keys()).then(k => k.map(r => new URL(r.url).pathname))"
    )
    assert all(one == "/intelligence/offline/" or one.startswith("/static/") for one in kept)
    press(page, "Menu")
    press(page, "Sign out")
    page.wait_for_url("**/account/**")
    assert page.evaluate("() => Object.keys(localStorage).length") == 0
    assert faults == []
