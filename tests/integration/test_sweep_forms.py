"""Every form that Asha or a stranger can find, and every argument and choice in an address, with hostile input."""

from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories.addresses import AREA, addresses
from tests.factories.pages import Page
from tests.factories.sweeping import ASHA, BEV, CAL, STRANGER, open_site

pytestmark = pytest.mark.django_db

ADDRESSES = addresses()
HOSTILE = {
    "empty": "",
    "long": "a" * 20_000,
    "null byte": "a\0b",
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "SQL": "'; DROP TABLE profiles_profile; --",
    "template": "{{ 7 * 7 }}{% raw %}",
    "path": "../../../../etc/passwd",
    "elsewhere": "//evil.example/",
    "line break": "a\r\nSet-Cookie: stolen=1",
    "unicode": "\u202e\u0000\ufffd\U0001f480 Ünïcödé ﷽",
    "lone surrogate": "\ud800",
    "number": "-1e999",
    "month": "2025-13",
}
# The choices that the pages read from an address.
CHOICES = ("threat", "from", "to", "compare", "domain", "page", "sort", "next")


@pytest.fixture
def site(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return open_site()


def _fault(response):
    """What is wrong with an answer to hostile input, if anything."""
    text = response.content.decode(errors="replace")
    if response.status_code >= 500:
        return f"answered {response.status_code}"
    if "<script>alert" in text or 'onmouseover="alert' in text:
        return "gave the script back alive"
    if "stolen" in response.cookies or urlsplit(response.headers.get("Location", "")).netloc:
        return "went where it was sent"
    if "49{" in text or "root:x:" in text:
        return "ran or read what it was given"
    if "html" in response["Content-Type"] and Page(text).blocked:
        return f"holds {Page(text).blocked}"
    return None


def _text(value):
    """The value as a browser can send it: a lone surrogate cannot be encoded."""
    return value.encode("utf-8", "replace").decode()


def _forms(client):
    found = {}
    for address in ADDRESSES:
        path = address.real_path()
        response = client.get(path, follow=True)
        if "html" in response["Content-Type"]:
            for form in Page(response.content.decode()).forms:
                found[(form.action or path, form.method, tuple(form.fields))] = form
    return found


@pytest.mark.parametrize("who", [STRANGER, ASHA])
def test_every_form_withstands_hostile_input(site, who):
    forms, wrong = _forms(site.visitor(who)), []

    for (action, method, _), form in forms.items():
        for field in form.fields:
            for kind, value in HOSTILE.items():
                client = site.visitor(who)
                cache.clear()
                response = getattr(client, method)(action, form.fields | {field: _text(value)})
                if fault := _fault(response):
                    wrong.append((method, action, field, kind, fault))

    assert forms
    assert wrong == []


def test_every_choice_of_a_profile_withstands_hostile_input(site):
    client, wrong = site.visitor(BEV), []

    for choice in CHOICES:
        for kind, value in HOSTILE.items():
            if fault := _fault(client.get(f"/profiles/{AREA}/", {choice: _text(value)})):
                wrong.append((choice, kind, fault))

    assert wrong == []


def test_every_address_withstands_hostile_choices(site):
    wrong = []

    for address in ADDRESSES:
        client = site.visitor(BEV)
        for kind, value in HOSTILE.items():
            if fault := _fault(client.get(address.real_path(), dict.fromkeys(CHOICES, _text(value)))):
                wrong.append((address.name, kind, fault))

    assert wrong == []


@pytest.mark.parametrize("who", [STRANGER, BEV, CAL])
def test_every_argument_of_an_address_withstands_hostile_input(site, who):
    client, wrong = site.visitor(who), []

    for address in ADDRESSES:
        for argument in address.arguments:
            for kind, value in HOSTILE.items():
                # Put in as a browser would send it, whatever the address itself would take.
                path = address.real_path().replace(str(address.examples(argument)[0]), quote(_text(value), safe=""))
                if fault := _fault(client.get(path)):
                    wrong.append((path[:80], argument, kind, fault))

    assert wrong == []


def test_form_without_its_token_is_refused(site):
    client = Client(enforce_csrf_checks=True)
    client.force_login(site.visitor(BEV).get("/account/access/").wsgi_request.user)

    refused = [
        client.post(path, {"purpose": "safeguarding"}).status_code for path in ("/account/purpose/", "/account/logout/")
    ]

    assert refused == [403, 403]


def test_sign_in_goes_to_no_other_site(site):
    for target in ("//evil.example/", "https://evil.example/", "/\\evil.example", f"/profiles/{AREA}/"):
        client = site.visitor(STRANGER)
        response = client.post(
            "/account/login/",
            {"login": "bev@thanet.example", "password": "a long demonstration password", "next": target},
        )
        assert "evil" not in response["Location"]
