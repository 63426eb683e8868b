"""What anyone may read answers a stranger; everything else sends a stranger to sign in."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "Every number opens"),
        ("/accessibility/", "WCAG"),
        ("/methods/", "Unconfirmed"),
    ],
)
def test_open_page_answers_a_stranger(client: Client, address: str, words: str) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert words in response.content.decode()


def test_pages_are_kept_by_no_shared_cache(client: Client) -> None:
    assert client.get("/methods/")["Cache-Control"] == "private, no-store"


def test_fragment_has_title_and_content_and_no_frame(client: Client) -> None:
    page = client.get("/methods/", headers={"Fourpoint-Fragment": "1"}).content.decode()

    assert 'data-title="Methods' in page
    assert "<html" not in page and "fp-header" not in page


def test_unknown_address_is_refused_with_a_next_step(client: Client) -> None:
    response = client.get("/nothing-here/")

    assert response.status_code == 404
    assert "See what you may read, and why" in response.content.decode()


def test_form_without_token_is_refused_with_a_reason() -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@b.example", "password": "x"})

    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()
