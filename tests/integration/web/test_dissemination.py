"""The pages of dissemination and of forums: who will see it is told before, and each agency confirms that it has it."""

import re

import pytest

from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.sharing.actions import find_terms
from tests.factories.cast import load_cast, this_hour
from tests.factories.giving import choice, found, give
from tests.factories.linking import released
from tests.factories.sending import IVY, SOL
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
BEV, CAL, INES = "bev@thanet.example", "cal@northmoor.example", "ines@invicta.example"


@pytest.fixture
def cast(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(this_hour())


@pytest.fixture
def report(cast):
    return released(at=this_hour())


def route(**changes):
    number = find_terms("local-profiles").agreement_id
    held = {
        "agreement": str(number),
        f"agency-{number}": [str(find_agency("thanet"))],
        f"purpose-{number}": ["local-profile"],
        "necessity": "Synthetic: their night team passes there.",
    }
    return held | changes


def test_a_report_is_given_read_and_confirmed(report):
    desk, address = signed_in(SOL), f"/sharing/report/{report}/disseminate/"
    assert "Disseminate it" in text(desk.get(f"/intelligence/reports/{report}/"))

    checked = text(desk.post(address, route(check="1")))
    made = desk.post(address, route(condition=["S2"]))

    assert "1 agency will read more than now" in checked
    assert "their night team passes there" in checked
    assert made.status_code == 302, text(made)
    assert "Awaited" in text(desk.get(made["Location"]))

    partner = signed_in(BEV)
    assert "once its conditions are accepted" in text(partner.get("/sharing/"))
    assert partner.get(f"/intelligence/reports/{report}/").status_code == 404
    shut = text(partner.get(made["Location"]))
    assert "Ask the originator" in shut
    assert "Deliveries" not in shut
    key = re.search(r'name="key" value="([^"]+)"', text(partner.get("/sharing/conditions/")))[1]
    partner.post("/sharing/conditions/", {"key": key})
    shown = text(partner.get(f"/intelligence/reports/{report}/"))
    assert "Confirm that we have it" in shown
    assert "What the grades mean" in shown
    sent = partner.post(made["Location"], {"use": "Synthetic: our wardens look."})
    assert sent.status_code == 302

    told = text(desk.get(made["Location"]))
    for page in (told, text(partner.get(made["Location"]))):
        assert "How it is to be handled" in page
        assert "Ask the originator before passing it on" in page
    assert "Received" in told
    assert "1 of its people has read it" in told
    assert "our wardens look" in told
    assert "1 of 1 receipt in" in text(desk.get(f"/intelligence/reports/{report}/"))


def test_what_cannot_be_is_said_in_one_sentence_and_nothing_typed_is_lost(report):
    desk, address = signed_in(SOL), f"/sharing/report/{report}/disseminate/"

    nowhere = desk.post(address, {"necessity": "Synthetic: kept words."})
    without = desk.post(address, route(necessity=""))
    late = desk.post(address, route(until_0="30", until_1="2", until_2="2030"))

    assert [one.status_code for one in (nowhere, without, late)] == [400, 400, 400]
    assert "Choose a forum, or an agreement" in text(nowhere)
    assert "Synthetic: kept words." in text(nowhere)
    assert "necessity is recorded" in text(without)
    shown = text(late)
    assert "The last day is no date: write it as numbers, for example 27 3 2027." in shown
    assert re.search(r'name="until_0"[^>]*value="30"', shown)
    thanet, number = find_agency("thanet"), find_terms("local-profiles").agreement_id
    assert re.search(rf'name="agency-{number}"[^>]*value="{thanet}"[^>]*checked', shown)
    assert "their night team passes there" in shown


def test_nobody_else_finds_it(report):
    reference = give(report, at=this_hour())
    for email in (CAL, INES):
        client = signed_in(email)
        assert client.get(f"/sharing/disseminations/{reference}/").status_code in (200 if email == INES else 404, 404)
        assert client.post(f"/sharing/disseminations/{reference}/", {}).status_code in (404, 400)
    assert signed_in(CAL).get(f"/sharing/report/{report}/disseminate/").status_code == 404
    assert signed_in(BEV).get(f"/sharing/report/{report}/disseminate/").status_code == 403
    assert signed_in(IVY).get("/sharing/commentary/1/disseminate/").status_code == 404


def test_a_forum_is_founded_given_to_and_ended(cast, report):
    keeper = signed_in(INES)
    number = find_terms("local-profiles").agreement_id
    bad = keeper.post("/sharing/forums/", {"name": "Harbour forum", "words": "", "agreement": str(number)})
    sent = {"name": "Harbour forum", "words": "Synthetic: meets monthly.", "agreement": str(number)}
    made = keeper.post("/sharing/forums/", sent | {f"agency-{number}": [str(find_agency("thanet"))]})

    assert bad.status_code == 400
    assert made.status_code == 302
    assert "Harbour forum" in text(signed_in(BEV).get("/sharing/forums/"))
    assert "Harbour forum" not in text(signed_in(CAL).get("/sharing/forums/"))
    form = {"agreement": "forum-harbour-forum", "purpose-forum-harbour-forum": ["local-profile"]}
    given = signed_in(SOL).post(f"/sharing/report/{report}/disseminate/", form | {"necessity": "Synthetic: for all."})
    assert given.status_code == 302, text(given)
    assert "Given to Harbour forum" in text(signed_in(SOL).get(given["Location"]))

    refused = signed_in(BEV).post("/sharing/forums/harbour-forum/", {"end": "1"})
    assert refused.status_code in (400, 403)
    assert keeper.post("/sharing/forums/harbour-forum/", {"member": []}).status_code == 400
    assert keeper.post("/sharing/forums/harbour-forum/", {"end": "1"}).status_code == 302
    assert keeper.get("/sharing/forums/harbour-forum/").status_code == 404


def test_what_is_given_again_to_more_agencies_keeps_its_first_readers(cast, report):
    found(cast.ines, at=this_hour())
    give(report, at=this_hour(), choice=choice())

    page = text(signed_in(SOL).get(f"/sharing/report/{report}/disseminate/"))

    assert "Harbour forum" in page
    assert "take it back" in page
