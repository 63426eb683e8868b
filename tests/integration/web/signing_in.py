"""Signs one of the cast in, for tests that ask pages."""

from django.core.cache import cache
from django.test import Client

from tests.factories.cast import PASSWORD


def signed_in(email: str) -> Client:
    """Return a client that has signed in through the page; earlier tests' sign-ins do not count against it."""
    cache.clear()
    client = Client()
    assert client.post("/account/login/", {"login": email, "password": PASSWORD}).status_code == 302
    return client
