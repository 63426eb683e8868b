"""Signs one of the cast in, for tests that ask pages."""

from django.test import Client

from tests.factories.cast import PASSWORD


def signed_in(email: str) -> Client:
    """Return a client that has signed in through the page."""
    client = Client()
    assert client.post("/account/login/", {"login": email, "password": PASSWORD}).status_code == 302
    return client
