"""Signing in by an agency's own provider: real protocols, and everybody whom a provider must not let in."""

from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from fourpoint.config import providers
from fourpoint.records.agencies.models import Membership, Person
from tests.factories.hiring import found, hire
from tests.factories.identity import CLIENT, SECRET, SAMLProvider, openid_provider

pytestmark = pytest.mark.django_db
HOST = "soc.force.example"
OIDC, SAML = "/account/by/oidc/force-oidc/login/", "/account/by/saml/force-saml/"
FILE = """
agency = "{agency}"
name = "Force sign-in"
domains = ["force.example"]
protocol = "{protocol}"
second_factor = {vouches}
"""


@pytest.fixture(autouse=True)
def _world(settings):
    cache.clear()
    settings.ALLOWED_HOSTS = [HOST, "testserver"]
    at = timezone.now()
    for code in ("force", "other"):
        found(code, at=at)
    hire("wren@force.example", agency="force", at=at)
    hire("owl@force.example", agency="other", at=at)
    hire("rook@other.example", agency="other", at=at)


@pytest.fixture
def configure(settings, tmp_path):
    """Write a provider's file and use it, as the settings do at the start of a process."""

    def write(code, protocol, table, *, files=(), agency="force", vouches="false"):
        text = FILE.format(agency=agency, protocol=protocol, vouches=vouches)
        lines = "".join(f'{key} = "{value}"\n' for key, value in table.items())
        (tmp_path / f"{code}.toml").write_text(f"{text}[{protocol}]\n{lines}")
        for name, content in files:
            (tmp_path / name).write_text(content)
        settings.FOURPOINT_IDENTITY_PROVIDERS = providers.read_providers(tmp_path)
        made = providers.allauth_settings(settings.FOURPOINT_IDENTITY_PROVIDERS, folder=tmp_path)
        settings.SOCIALACCOUNT_PROVIDERS = made

    return write


@pytest.fixture
def oidc(configure):
    with openid_provider() as provider:
        table = {
            "server": f"{provider.address}/.well-known/openid-configuration",
            "client_id": CLIENT,
            "secret_file": "secret.txt",
        }
        configure("force-oidc", "oidc", table, files=[("secret.txt", SECRET + "\n")])
        yield provider


@pytest.fixture
def saml(configure):
    provider = SAMLProvider()
    table = {"entity_id": "https://idp.example/", "sso_url": "https://idp.example/sso", "certificate_file": "idp.pem"}
    configure("force-saml", "saml", table, files=[("idp.pem", provider.certificate)])
    return provider


def _by_oidc(client):
    sent = client.get(OIDC)
    there = httpx.get(sent["Location"], follow_redirects=False)
    back = urlsplit(there.headers["location"])
    return client.get(f"{back.path}?{back.query}")


def _by_saml(provider, client, *, email="wren@force.example", **changed):
    sent = client.get(f"{SAML}login/", secure=True, headers={"host": HOST})
    given = provider.answer(sent["Location"], **({"email": email, "host": HOST, "code": "force-saml"} | changed))
    return _post(client, given)


def _post(client, given):
    # A browser brings no cookie of ours with a form that another site posts.
    posted = client.post(f"{SAML}acs/", {"SAMLResponse": given}, secure=True, headers={"host": HOST})
    return client.get(posted["Location"], secure=True, headers={"host": HOST})


def _signed_in(client):
    return int(client.session.get("_auth_user_id", 0))


def test_person_who_was_invited_comes_by_oidc_and_stays_one_person(oidc, client):
    before = Person.objects.count()

    _by_oidc(client)
    again = Client()
    _by_oidc(again)

    wren = Person.objects.get(email="wren@force.example").id
    assert (_signed_in(client), _signed_in(again)) == (wren, wren)
    assert Person.objects.count() == before
    assert SocialAccount.objects.get().user_id == wren
    assert oidc.refused == []


def test_oidc_lets_in_nobody_else(oidc):
    """Unknown, of another agency, of another domain, not vouched for, and another's account taken over."""
    for email, verified in (
        ("nobody@force.example", True),
        ("owl@force.example", True),
        ("rook@other.example", True),
        ("wren@force.example", False),
        ("steward@force.invalid", True),
    ):
        oidc.email, oidc.verified, client = email, verified, Client()
        response = _by_oidc(client)
        assert (response.status_code, _signed_in(client)) == (403, 0), email
        assert "You could not be signed in" in response.content.decode()
    assert not SocialAccount.objects.exists()


def test_link_ends_with_the_place_and_does_not_follow_a_changed_address(oidc, client):
    _by_oidc(client)
    oidc.email = "owl@force.example"
    assert _by_oidc(renamed := Client()).status_code == 403
    oidc.email = "wren@force.example"
    Membership.objects.filter(person__email="wren@force.example").update(ends_at=timezone.now() - timedelta(minutes=1))

    left = Client()

    assert _by_oidc(left).status_code == 403
    assert (_signed_in(renamed), _signed_in(left)) == (0, 0)


def test_code_of_another_browser_is_no_use(oidc, client):
    there = httpx.get(client.get(OIDC)["Location"], follow_redirects=False)
    back = urlsplit(there.headers["location"])

    thief = Client()
    response = thief.get(f"{back.path}?{back.query}")

    assert response.status_code == 403
    assert _signed_in(thief) == 0


def test_signed_assertion_lets_the_invited_person_in(saml, client):
    _by_saml(saml, client)

    assert _signed_in(client) == Person.objects.get(email="wren@force.example").id


def test_saml_lets_in_nobody_else(saml):
    """Unsigned, signed by another, for another site, of somebody unknown or of another agency."""
    other = SAMLProvider()
    for provider, changed in (
        (saml, {"signed": False}),
        (other, {}),
        (saml, {"host": "elsewhere.example"}),
        (saml, {"email": "nobody@force.example"}),
        (saml, {"email": "owl@force.example"}),
        (saml, {"email": "rook@other.example"}),
    ):
        client = Client()
        response = _by_saml(provider, client, **changed)
        assert (response.status_code, _signed_in(client)) == (403, 0), changed


def test_assertion_is_of_one_browser_and_one_question(saml):
    asking, other = Client(), Client()
    sent = asking.get(f"{SAML}login/", secure=True, headers={"host": HOST})
    given = saml.answer(sent["Location"], email="wren@force.example", host=HOST, code="force-saml")

    assert _post(other, given).status_code == 403
    assert _signed_in(other) == 0
    _post(asking, given)
    assert _signed_in(asking)
    late = Client()
    assert _post(late, given).status_code == 403


def test_sign_in_page_offers_the_providers(saml, client):
    page = client.get("/account/login/").content.decode()

    assert "Force sign-in" in page
    assert f"{SAML}login/" in page


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"server": "https://x", "client_id": "y"}, "'oidc.secret_file': is missing"),
        ({}, "'oidc': is missing|'oidc.server': is missing"),
    ],
)
def test_file_that_cannot_be_used_says_why(configure, table, said):
    with pytest.raises(providers.CatalogueError, match=said):
        configure("broken", "oidc", table)


def test_secret_that_is_not_there_is_named(configure):
    table = {"server": "https://x", "client_id": "y", "secret_file": "gone.txt"}

    with pytest.raises(providers.CatalogueError, match=r"gone\.txt: cannot be read"):
        configure("broken", "oidc", table)


def test_provider_that_asks_for_a_second_factor_itself_is_enough(configure, settings, client):
    settings.FOURPOINT_SECOND_FACTOR = "required"
    with openid_provider() as provider:
        table = {
            "server": f"{provider.address}/.well-known/openid-configuration",
            "client_id": CLIENT,
            "secret_file": "secret.txt",
        }
        for vouches, expected in (("true", 200), ("false", 302)):
            configure("force-oidc", "oidc", table, files=[("secret.txt", SECRET)], vouches=vouches)
            browser = Client()
            _by_oidc(browser)
            assert browser.get("/account/access/").status_code == expected, vouches
