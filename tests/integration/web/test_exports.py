"""Files leave as numbered copies; my copies, copies out, and the forms that end a copy."""

import csv
import io

import pytest

from fourpoint.services.library.contents import Uploaded
from tests.factories.cast import load_cast
from tests.factories.papers import write
from tests.factories.records import KIND, make_record, shared
from tests.integration.services.exports.test_leasing import find_agency, take
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
ASHA, BEV, CAL = "asha@invicta.example", "bev@thanet.example", "cal@northmoor.example"
INES, TOM = "ines@invicta.example", "tom@thanet.example"


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(material=True)


@pytest.fixture
def note(cast):
    return make_record(cast.asha, shared(find_agency("invicta"), find_agency("thanet")))


@pytest.fixture
def held(cast, note):
    return take(cast.bev, note, name="Harbour note.txt")


def copy_of(email):
    page = text(signed_in(email).get("/exports/"))
    return int(page.partition('id="copy-')[2].partition('"')[0])


def test_holder_is_told_what_she_holds_and_until_when(held):
    page = text(signed_in(BEV).get("/exports/"))

    assert held.number in page and "Destroy by" in page and "31 May 2026" in page
    assert "OFFICIAL: 90 days" in page and "Unconfirmed" in page


def test_whoever_holds_nothing_is_told_so(held):
    assert "You hold no copy" in text(signed_in(CAL).get("/exports/"))


def test_holder_confirms_by_the_form(held):
    bev, number = signed_in(BEV), copy_of(BEV)
    page = text(bev.get(f"/exports/{number}/destroyed/"))
    assert held.number in page and "cannot be taken back" in page

    wrong = bev.post(f"/exports/{number}/destroyed/", {"how": "eaten"})
    empty = bev.post(f"/exports/{number}/destroyed/", {})
    sent = bev.post(f"/exports/{number}/destroyed/", {"how": "shredded"})

    assert (wrong.status_code, empty.status_code, sent["Location"]) == (400, 400, "/exports/")
    assert "Say how the copy was destroyed." in text(empty)
    assert "Confirmed destroyed" in text(bev.get("/exports/"))
    assert bev.post(f"/exports/{number}/destroyed/", {"how": "shredded"}).status_code == 403
    assert "Every print shredded" in text(signed_in(INES).get("/exports/out/?only=destroyed"))


def test_governance_of_the_owner_finds_a_copy_and_calls_it_back(held):
    ines, number = signed_in(INES), copy_of(BEV)
    page = text(ines.get("/exports/out/", {"number": held.number.lower()}))
    assert "Bev Marlowe (fictional), Thanet District Council" in page and "Harbour note" not in page

    assert ines.post(f"/exports/{number}/recall/", {"reason": " "}).status_code == 400
    assert ines.post(f"/exports/{number}/recall/", {"reason": "Wrong name."}).status_code == 302

    assert "Wrong name." in text(signed_in(BEV).get("/exports/"))
    assert "Destroy now" in text(signed_in(BEV).get("/exports/"))
    assert "Bev Marlowe" in text(signed_in(TOM).get("/exports/held/"))
    assert "Call it back" not in text(ines.get(f"/exports/{number}/recall/")).partition("<h1")[2].partition("</h1>")[2]


def test_unknown_number_is_answered_like_anothers(held):
    page = text(signed_in(INES).get("/exports/out/", {"number": "FP-2026-1111-1111"}))
    assert "No such copy is known to your agency" in page


@pytest.mark.parametrize("email", [ASHA, CAL])
def test_nobody_else_reaches_a_copy(held, email):
    client, number = signed_in(email), copy_of(BEV)

    for path in (f"/exports/{number}/destroyed/", f"/exports/{number}/recall/", "/exports/999999999/recall/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"how": "deleted", "reason": "x"}).status_code == 404
    assert client.get("/exports/out/").status_code == client.get("/exports/held/").status_code == 403


def test_copies_of_one_record_are_for_its_owner(held, note):
    assert held.number in text(signed_in(ASHA).get(f"/exports/of/{KIND}/{note}/"))
    assert held.number not in text(signed_in(BEV).get(f"/exports/of/{KIND}/{note}/"))
    assert signed_in(CAL).get(f"/exports/of/{KIND}/{note}/").status_code == 404
    assert signed_in(ASHA).get("/exports/of/nothing/1/").status_code == 404


def test_trail_leaves_as_a_copy_of_the_agencys_own(cast):
    ines = signed_in(INES)
    response = ines.get("/governance/trail/trail.csv")

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert ["Copy number", response["Fourpoint-Copy"]] in rows
    assert ["Marking", "OFFICIAL-SENSITIVE"] in rows
    assert response["Fourpoint-Copy"] in text(ines.get("/exports/"))
    assert "Copies out" in text(ines.get("/governance/"))


def test_paper_leaves_as_a_copy(cast):
    bev = signed_in(BEV)
    listed = bev.get("/library/?q=referral").content.decode()
    paper = listed.partition('class="fp-paper__title"')[2].partition("/library/")[2].partition("/")[0]
    response = bev.get(f"/library/{paper}/versions/1/file/")

    assert response.status_code == 200, paper
    assert response["Fourpoint-Copy"].startswith("FP-")
    assert response["Fourpoint-Copy"] in text(bev.get("/exports/"))


@pytest.mark.parametrize(
    "header", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}]
)
def test_copy_is_taken_by_nobody_who_did_not_ask(cast, header):
    paper = write(cast.asha, content=Uploaded(name="gulls.txt", data=b"Gulls"))
    bev = signed_in(BEV)

    refused = bev.get(f"/library/{paper}/versions/1/file/", headers=header)

    assert refused.status_code == 403 and "not by a link from elsewhere" in text(refused)
    assert "You hold no copy" in text(bev.get("/exports/"))
    assert bev.get(f"/library/{paper}/versions/1/file/", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
