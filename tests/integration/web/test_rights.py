"""The desk for rights of people in the browser: register, search, decide, answer, close; governance alone."""

import pytest

from fourpoint.records.rights.models import RightsCall
from fourpoint.services.agencies.queries import find_agency
from tests.factories.cast import load_cast
from tests.factories.records import alone, make_record
from tests.factories.sending import ivy
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
ASHA, CAL, INES, TOM = "asha@invicta.example", "cal@northmoor.example", "ines@invicta.example", "tom@thanet.example"
NEW = {"right": "access", "subject": "Zephyrine Quillwort", "received_on_0": "1", "received_on_1": "2"}


@pytest.fixture
def note(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    cast = load_cast()
    return make_record(cast.asha, alone(find_agency("invicta")), text="Zephyrine Quillwort <b>was</b> seen.")


def test_request_from_its_register_to_its_answer(note):
    ines = signed_in(INES)
    assert "Nobody has asked yet" in text(ines.get("/rights/"))
    page = ines.post("/rights/new/", NEW | {"received_on_2": "2026"})["Location"]
    assert "Check that the person is who they say they are." in text(ines.get(page))
    assert ines.get(f"{page}answer.pdf").status_code == 403

    ines.post(page, {"step": "identity", "words": "Passport seen."})
    ines.post(page, {"step": "search"})
    found = text(ines.get(page))
    assert "Zephyrine Quillwort &lt;b&gt;was&lt;/b&gt; seen." in found and "1 find" in found
    item = found.partition('id="item-')[2].partition('"')[0]
    wrong = ines.post(page, {"step": "decide", "item": item, "exemption": "others", "words": ""})
    assert wrong.status_code == 400 and "Say why it is withheld." in text(wrong)
    assert ines.post(page, {"step": "decide", "item": item}).status_code == 302
    assert ines.get(f"{page}answer.pdf").status_code == 403
    ines.post(page, {"step": "call", "item": ivy()})
    call = f"/rights/calls/{RightsCall.objects.get().pk}/"
    desk = signed_in("ivy@invicta.example")
    assert desk.post(call, {"step": "search"}).status_code == 302
    assert desk.post(call, {"step": "done"}).status_code == 200

    answered = ines.get(f"{page}answer.pdf")
    assert answered.content.startswith(b"%PDF") and answered["Fourpoint-Copy"] in text(ines.get("/exports/"))
    assert ines.post(page, {"step": "close", "state": "answered", "words": "Sent."}).status_code == 302
    assert "Close the request" not in text(ines.get(page))
    assert ines.post(page, {"step": "search"}).status_code == 403


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Give the day on which it was received."),
        ({"received_on_2": "2199"}, "cannot have been received after today"),
        ({"received_on_2": "2026", "subject": "--"}, "nothing to search for"),
        ({"received_on_2": "2026", "right": "pony"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_the_form(note, sent, said):
    given = {key: value for key, value in NEW.items() if sent or not key.startswith("received")}
    response = signed_in(INES).post("/rights/new/", given | sent)

    assert response.status_code == 400 and said in text(response)


@pytest.mark.parametrize("step", [{}, {"step": "dance"}, {"step": "decide", "item": "x"}, {"step": "close"}])
def test_step_that_is_none_is_refused_in_words(note, step):
    ines = signed_in(INES)
    page = ines.post("/rights/new/", NEW | {"received_on_2": "2026"})["Location"]

    assert ines.post(page, step).status_code == 400
    assert ines.post(page, {"step": "decide", "item": "99"}).status_code == 404
    assert ines.post(page, {"step": "restrict", "item": "99"}).status_code == 404


def test_nobody_but_the_agencys_governance_role_is_let_in(note):
    page = signed_in(INES).post("/rights/new/", NEW | {"received_on_2": "2026"})["Location"]

    for email in (ASHA, CAL):
        for path in ("/rights/", "/rights/new/", page, f"{page}answer.pdf"):
            assert signed_in(email).get(path).status_code == 403
    assert signed_in(TOM).get(page).status_code == 404
    assert "Quillwort" not in text(signed_in(TOM).get("/rights/"))
