"""Breaking glass on the pages: the form, the banner on every page after it, the note, and the owner's review."""

import re

import pytest
from django.contrib.auth.hashers import make_password

from fourpoint.records.agencies.models import Person
from tests.factories.cast import PASSWORD, load_cast
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
OMAR, TOM, BEV, CAL = "omar@invicta.example", "tom@thanet.example", "bev@thanet.example", "cal@northmoor.example"
NEW = "/break-glass/new/"
ASKED = {
    "agency": "thanet",
    "reason": "A tenant is in danger tonight, and the council's note may say who from.",
    "purpose": "safeguarding",
    "minutes": "60",
}


@pytest.fixture(autouse=True)
def _cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    load_cast()
    # Omar has no password in the demonstration.
    Person.objects.filter(email=OMAR).update(password=make_password(PASSWORD))


def _text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def _broken(client):
    response = client.post(NEW, ASKED)
    assert response.status_code == 302, _text(response)
    return response["Location"]


def test_whoever_breaks_it_has_a_banner_on_every_page_until_the_note():
    omar = signed_in(OMAR)
    address = _broken(omar)
    during = _text(omar.get("/profiles/"))
    omar.post(f"{address}note/", {"note": "She is safe."})
    after = _text(omar.get("/profiles/"))

    assert "You broke glass, and all you open is recorded." in during
    assert "You broke glass" not in after
    assert "She is safe." in _text(omar.get(address))


def test_the_owner_is_told_on_every_page_and_reviews_what_was_asked_for():
    omar = signed_in(OMAR)
    address = _broken(omar)
    omar.get("/profiles/")
    omar.post(f"{address}note/", {"note": "She is safe."})
    tom = signed_in(TOM)
    told = _text(tom.get("/profiles/"))
    shown = _text(tom.get(address))
    wrong = tom.post(f"{address}review/", {"finding": "", "words": ""})
    tom.post(f"{address}review/", {"finding": "more-than-needed", "words": "The list of profiles was not needed."})

    assert "Someone broke glass to read your agency's records." in told.replace("&#39;", "'")
    assert "Page profiles:list" in shown
    assert ASKED["reason"] in shown.replace("&#39;", "'")
    assert wrong.status_code == 400
    assert "There is a problem Choose what you find." in _text(wrong)
    assert "The list of profiles was not needed." in _text(omar.get(address))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": "urgent"}, "in at least 30 characters"),
        ({"reason": ""}, "Say who is in danger and why it cannot wait."),
        ({"agency": "northmoor"}, "Select a valid choice"),
        ({"minutes": "100000"}, "Select a valid choice"),
    ],
)
def test_a_form_that_says_too_little_is_shown_again_with_what_was_typed(changes, sentence):
    response = signed_in(OMAR).post(NEW, ASKED | changes)

    assert response.status_code == 400
    assert sentence in _text(response)
    assert (ASKED | changes)["reason"] in response.content.decode().replace("&#39;", "'")


@pytest.mark.parametrize("email", [BEV, CAL])
def test_others_can_neither_break_it_nor_learn_of_it(email):
    address = _broken(signed_in(OMAR))
    client = signed_in(email)

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, ASKED).status_code == 403
    assert client.get(address).status_code == 404
    assert "Nobody has broken glass that you answer for." in _text(client.get("/break-glass/"))
    assert "broke glass" not in _text(client.get("/profiles/"))
    for act in ("end", "note", "review"):
        posted = client.post(f"{address}{act}/", {"note": "x", "finding": "justified", "words": "x"})
        assert posted.status_code == 404
