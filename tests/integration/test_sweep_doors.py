"""Every address as a stranger, as Bev and as Cal, by every method: who is let in, and what is never said."""

import re

import pytest

from tests.factories.addresses import AREA, FOR_OWNER, FOR_WRITERS, NOT_THERE_YET, OPEN, addresses
from tests.factories.pages import Page
from tests.factories.sweeping import BEV, CAL, METHODS, STRANGER, open_site

pytestmark = pytest.mark.django_db

ADDRESSES = addresses()
CLOSED = [address for address in ADDRESSES if address.name not in OPEN]
OF_AREAS = [address for address in ADDRESSES if "area" in address.arguments]
OF_RECORDS = [address for address in ADDRESSES if {"area", "paper", "comment"} & set(address.arguments)]


@pytest.fixture
def site(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return open_site()


def test_every_address_has_examples_of_its_arguments():
    assert ADDRESSES
    for address in ADDRESSES:
        assert address.paths(), f"{address.name}: give examples of its arguments in tests/factories/addresses.py"


def test_every_open_address_is_there():
    assert {address.name for address in ADDRESSES} >= OPEN


def test_stranger_is_sent_to_sign_in(site):
    client, wrong = site.visitor(STRANGER), []

    for method, path, response in _sweep(client, CLOSED):
        sent = response.status_code == 302 and response["Location"].startswith("/account/login/")
        if not (sent or response.status_code in (403, 404, 405)) or _told(response, site.guarded - {AREA}):
            wrong.append((method, path, response.status_code))

    assert wrong == []


def test_nothing_of_kent_exists_for_cal(site):
    wrong = []

    for address in ADDRESSES:
        for method, path, response in _sweep(site.visitor(CAL), [address]):
            told = _told(response, site.guarded)
            there = address in OF_RECORDS and response.status_code not in (404, 405)
            if there or told or response.status_code >= 500:
                wrong.append((method, path, response.status_code, told))

    assert OF_AREAS
    assert wrong == []


def test_guarded_words_are_those_bev_is_told(site):
    """The sweep of Cal proves something only if the words it looks for are really on the pages."""
    page = site.visitor(BEV).get(f"/profiles/{AREA}/")

    told = _told(page, site.guarded)

    assert {AREA, "Thanet"} <= set(told)
    assert sum(word.startswith("E01") for word in told) > 20
    assert any("," in word for word in told)


def test_no_method_breaks_an_address_for_bev(site):
    wrong = []

    for address in ADDRESSES:
        for method, path, response in _sweep(site.visitor(BEV), [address]):
            if response.status_code >= 500:
                wrong.append((method, path, response.status_code))

    assert wrong == []


def test_bev_reads_what_is_there_and_changes_nothing_of_another_agency(site):
    client, wrong = site.visitor(BEV), []

    for address in OF_AREAS:
        path = address.real_path()
        shown = {getattr(client, method)(path).status_code for method in ("get", "head")}
        changed = {getattr(client, method)(path).status_code for method in ("post", "put", "delete")}
        expected = {404} if address.name in NOT_THERE_YET else {403} if address.name in FOR_OWNER else {200, 302}
        refused = {400, 405} if address.name in FOR_WRITERS else {403, 405}
        if not (shown <= expected and changed <= refused):
            wrong.append((path, shown, changed))

    assert wrong == []


@pytest.mark.parametrize("who", [STRANGER, BEV])
def test_every_answer_carries_the_policy_and_keeps_it(site, who):
    wrong = []

    for address in ADDRESSES:
        client = site.visitor(who)
        for path in address.paths():
            wrong += [(path, fault) for fault in _faults(client.get(path))]

    assert wrong == []


def _sweep(client, given):
    for address in given:
        for method in METHODS:
            for path in address.paths():
                yield method, path, getattr(client, method)(path)


def _told(response, guarded):
    """The guarded words that an answer holds; a figure counts only as a whole number, not within a longer one."""
    text = response.content.decode(errors="replace") + str(dict(response.headers))
    # What the visitor sent, and tokens made at random, are not told.
    text = re.sub(r'(csrfmiddlewaretoken" value=|next=|next" value=)"?[^"& ]*', "", text)
    return sorted(
        word for word in guarded if word in text and re.search(rf"(?<![\w.,]){re.escape(word)}(?![\w]|[.,]\d)", text)
    )


def _faults(response):
    policy = response["Content-Security-Policy"]
    if "default-src 'none'" not in policy or "script-src 'self'" not in policy:
        yield f"policy without its floor: {policy}"
    if re.search(r"https?:|unsafe-|\*", policy):
        yield f"policy lets in more than ourselves: {policy}"
    if (response["X-Content-Type-Options"], response["X-Frame-Options"]) != ("nosniff", "DENY"):
        yield "headers missing"
    if "html" in response["Content-Type"]:
        yield from Page(response.content.decode()).blocked
