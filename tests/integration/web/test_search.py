"""The box and its pages: found, narrowed, asked why, kept, opened and removed; kindly where nothing can be found."""

import re

import pytest

from tests.factories.cast import load_cast, this_hour
from tests.factories.linking import released
from tests.factories.papers import write
from tests.factories.sending import send
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
ASHA, BEV, CAL = "asha@invicta.example", "bev@thanet.example", "cal@northmoor.example"


@pytest.fixture
def cast(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(this_hour(), material=True)


def ask(email, **asked):
    return signed_in(email).get("/search/", asked)


def test_box_stands_on_every_page_and_finds_what_is_open(cast):
    at = this_hour()
    released("Synthetic: a zorbal in Quay Lane.", at=at)
    paper = write(cast.asha, title="Zorbals of the coast", at=at, area_codes=("E07000114",), threat="drugs")
    receipt = send(cast.bev, at=at, what="Synthetic: another zorbal.")
    assert 'action="/search/"' in text(signed_in(BEV).get("/account/access/"))

    bev, asha, cal = (text(ask(email, q="zorbal")) for email in (BEV, ASHA, CAL))

    assert "2 records with “zorbal”" in bev
    assert f"/library/{paper}/" in bev
    assert f"/intelligence/sent/{receipt.reference}/" in bev
    assert "You sent this" in bev
    assert "2 records" in asha
    assert "<mark>zorbal</mark>" in asha
    assert "0 records" in cal
    assert "Nothing that you may see answers this" in cal
    assert "<mark>" not in cal


def test_places_are_found_among_open_profiles_only(cast):
    assert "/profiles/E07000114/" in text(ask(BEV, q="thanet"))
    assert "Places of that name" not in text(ask(CAL, q="thanet"))


def test_what_cannot_be_searched_is_said_and_the_words_stay(cast):
    client = signed_in(ASHA)
    for words, said in (
        ("the of", "Those words stand in almost every text"),
        ('""', "Type a word to search for"),
        ("v" * 201, "200 characters are the most"),
    ):
        page = client.get("/search/", {"q": words})
        assert page.status_code == 400
        assert said in text(page)
    assert "That is no day" in text(
        client.get("/search/", {"q": "van", "since_0": "32", "since_1": "1", "since_2": "2026"})
    )
    assert "One box over everything" in text(client.get("/search/"))
    assert client.get("/search/", {"q": "van", "page": "99999999"}).status_code == 200
    assert client.get("/search/", {"q": "van", "kind": "no-such"}).status_code == 400


def test_search_for_a_person_asks_why(cast):
    client = signed_in(ASHA)
    page = text(client.get("/search/", {"q": "Kathryn"}))
    assert "Say why you are looking for this person" in page
    assert "records with" not in page

    assert "records with" in text(client.get("/search/", {"q": "Kathryn", "reason": "Answering a referral."}))


def test_search_is_kept_opened_and_removed(cast):
    write(cast.asha, title="Zorbals of the coast", at=this_hour())
    client = signed_in(BEV)
    page = text(client.get("/search/", {"q": "zorbal"}))
    token = re.findall(r'name="(csrfmiddlewaretoken|once)" value="([^"]+)"', page)

    kept = client.post("/search/saved/keep/", dict(token) | {"q": "zorbal", "name": "My zorbals", "alerts": "on"})

    assert kept["Location"] == "/search/saved/", text(kept)
    listed = text(client.get("/search/saved/"))
    number = re.search(r"/search/saved/(\d+)/", listed)[1]
    assert "My zorbals" in listed
    assert client.post(f"/search/saved/{number}/")["Location"] == "/search/?q=zorbal"
    assert signed_in(ASHA).post(f"/search/saved/{number}/").status_code == 404
    again = client.post("/search/saved/keep/", {"q": "zorbal", "name": "My zorbals"})
    assert again.status_code == 400
    assert "already" in text(again)
    assert client.post(f"/search/saved/{number}/remove/").status_code == 302
    assert "My zorbals" not in text(client.get("/search/saved/"))
