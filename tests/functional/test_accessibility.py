"""axe-core finds nothing on any kind of page, at the width of a desk and of a phone; nothing spills off the screen."""

import pytest
from django.utils import timezone

from fourpoint.access import context
from fourpoint.records.intelligence.models import Report
from fourpoint.services.audit import declaring
from fourpoint.services.search import saved
from fourpoint.services.search.asking import Asked
from tests.factories.freezing import freeze
from tests.factories.giving import found as found_forum
from tests.factories.giving import give
from tests.factories.linking import released
from tests.factories.producing import begin, cite_report, issued, submitted, write
from tests.factories.sending import ivy, send

THANET = "/profiles/E07000114/"
NOWHERE = "/nothing-here/"
OPEN = ("/", "/account/login/", "/accessibility/", "/methods/", NOWHERE)
PRODUCTS = "/intelligence/products/"
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
        if reader.open(address) in {403, 404} and address != NOWHERE:
            found.append(f"{address} is not shown")
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


@pytest.fixture
def made(cast):
    """What the newer pages show: a report given to a forum, products at each stage, a kept search, a declaration."""
    at = timezone.now()
    report, forum = released(at=at), found_forum(cast.ines, at=at)
    dissemination = give(report, at=at, forum=forum, words="Synthetic: about the van.")
    with context.acting(ivy(), at=at) as who:
        reference = Report.objects.get(pk=report).reference
        given = {"by": who.actor, "purpose": who.purpose, "at": at}
        saved.save(**given, name="Vans by night", asked=Asked(words="van"), alerts=True)
        declaring.declare(**given, kind="home", words="Kittiwake Parade", postcode="CT9 1AA")
    freeze(cast.asha, at=at)
    draft = begin("problem-profile", at=at)
    write(draft, "summary", at=at)
    cite_report(draft, reference, section="summary", at=at)
    product = issued(reference, at=at)
    give(product, kind="product", at=at, words="Synthetic: for the wardens of the van.")
    send(cast.bev, at=at, soon="Synthetic: the van comes back on Friday")
    return {
        "report": report,
        "draft": draft,
        "review": submitted(at=at),
        "product": product,
        "forum": forum,
        "given": dissemination,
    }


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_search_products_and_forums_have_no_fault(reader, made, width):
    ivy_, sol, bev, ines = (reader(name, width=width) for name in ("ivy", "sol", "bev", "ines"))
    report, given = made["report"], f"/sharing/disseminations/{made['given']}/"
    draft, review, product = (f"{PRODUCTS}{made[name]}/" for name in ("draft", "review", "product"))
    section = f"{draft}sections/summary/"
    edition = "area=E07000114&edition=2025Q4.partner.1"
    chosen = ("", "?step=area", "?area=E07000114", f"?{edition}", f"?{edition}&within=threat")
    desk = (
        *(f"{section}cite/figure/{steps}" for steps in chosen),
        f"{PRODUCTS}use-figure/?{edition}&figure=count",
        *("/search/", "/search/?q=van", "/search/?q=nothing+here", "/search/?q=%22", "/search/saved/"),
        *(PRODUCTS, f"{PRODUCTS}new/", draft, f"{draft}terms/", section, f"{section}cite/", review, product),
        *("/declared/", "/sharing/several/", f"/sharing/bundle/?record=report-{report}"),
        *(f"/sharing/report/{report}/disseminate/", given, "/intelligence/desk/"),
    )
    partner = ("/search/?q=van", PRODUCTS, product, "/sharing/", given, "/declared/")

    found = faults(ivy_, desk) + faults(bev, partner) + faults(sol, (f"{product}further/", f"{review}review/"))

    assert found + faults(ines, ("/sharing/forums/", f"/sharing/forums/{made['forum']}/")) == []


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
