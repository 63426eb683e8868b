"""Passing something on in the browser: screen by screen, drafts, the receipt, and what its sender reads afterwards."""

import re

import pytest
from django.utils import timezone

from tests.factories.cast import load_cast, this_hour
from tests.factories.sending import WORDS, send
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
BEV, TOM, ASHA = "bev@thanet.example", "tom@thanet.example", "asha@invicta.example"


@pytest.fixture
def cast():
    return load_cast(this_hour())


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_sender_finds_what_she_sent_and_nobody_else_does(cast):
    receipt = send(cast.bev, at=timezone.now())

    listed = text(signed_in(BEV).get("/intelligence/"))
    assert f"{receipt.reference}: Received" in listed
    assert WORDS not in listed
    for other in (TOM, ASHA, "ivy@invicta.example"):
        assert receipt.reference not in text(signed_in(other).get("/intelligence/"))
