"""The desk for rights of people in the browser: register, search, decide, answer, close; governance alone."""

import re

import pytest
from django.utils import timezone

from fourpoint.records.rights.models import RightsCall
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.rights import pages
from tests.factories.cast import load_cast
from tests.factories.records import alone, make_record
from tests.factories.sending import ivy, send
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


@pytest.fixture
def two_a_page(monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)


@pytest.fixture
def three(note, two_a_page):
    """A request with three finds on two pages: who handles it, its address, and the numbers of the first page."""
    cast = load_cast()
    for more in range(2):
        make_record(cast.asha, alone(find_agency("invicta")), text=f"Zephyrine Quillwort, again {more}.")
    ines = signed_in(INES)
    page = ines.post("/rights/new/", NEW | {"received_on_2": "2026"})["Location"]
    ines.post(page, {"step": "search"})
    return ines, page, boxes(ines.get(page))


def boxes(response):
    return re.findall(r'name="ticked" value="(\d+)"', text(response))


def test_finds_are_on_pages_and_a_step_leads_back_to_its_page(three):
    ines, page, first = three
    shown = text(ines.get(page))
    assert "3 of 3 to decide" in shown and "Page 1 of 2" in shown and 'href="?page=2#found"' in shown
    assert len(first) == 2 and "<details open" not in shown
    second = ines.get(f"{page}?page=2")
    assert boxes(second) and f'action="{page}?page=2"' in text(second)

    gone = ines.post(f"{page}?page=2", {"step": "decide", "item": boxes(second)[0]})
    assert gone["Location"] == f"{page}?page=2#found"
    assert "2 of 3 to decide" in text(ines.get(page))


def test_several_are_ticked_and_withheld_at_the_foot_of_the_page(three):
    ines, page, first = three
    assert "checked" not in text(ines.get(page)).partition('id="found"')[2].partition("several-title")[0]
    every = text(ines.get(f"{page}?tick=all"))
    assert all(f'value="{number}" form="several" checked' in every for number in first)

    sent = {"step": "withhold", "exemption": "not-the-person", "words": "Another of that name."}
    none = ines.post(page, sent)
    assert none.status_code == 400 and "Tick at least one find to withhold." in text(none)
    assert f'href="#tick-{first[0]}"' in text(none) and 'value="Another of that name."' in text(none)
    assert ines.post(page, sent | {"ticked": ["x"]}).status_code == 400
    assert ines.post(page, sent | {"ticked": [*first, "99"]}).status_code == 404
    assert "3 of 3 to decide" in text(ines.get(page))
    assert ines.post(page, sent | {"ticked": first}).status_code == 302
    assert "1 of 3 to decide" in text(ines.get(page))


def test_refused_decision_keeps_what_was_typed_in_its_form_which_alone_is_open(three):
    ines, page, first = three
    wrong = text(ines.post(page, {"step": "decide", "item": first[1], "exemption": "others", "words": "x" * 1001}))

    assert f'href="#reason-{first[1]}"' in wrong and "x" * 1001 in wrong
    opened = wrong.partition('<details class="govuk-details" open>')
    assert opened[1] and f'id="reason-{first[1]}"' in opened[2].partition("</details>")[0]
    assert wrong.count('<details class="govuk-details" open>') == 1
    assert '<option value="others" selected>' in opened[2].partition("</select>")[0]


@pytest.mark.parametrize(
    ("sent", "field", "kept"),
    [
        ({"step": "identity", "words": "y" * 201}, "identity", "y" * 201),
        ({"step": "close", "words": "Told them by post."}, "state", "Told them by post."),
        ({"step": "close", "state": "refused"}, "closing", 'value="refused" checked'),
        ({"step": "close", "state": "answered", "words": "Told them by post."}, "state", "Told them by post."),
    ],
)
def test_other_step_that_is_refused_keeps_what_was_typed(three, sent, field, kept):
    ines, page, _ = three
    wrong = ines.post(page, sent)

    assert wrong.status_code in (400, 403)
    assert f'href="#{field}"' in text(wrong) and f'id="{field}"' in text(wrong) and kept in text(wrong)


def test_rectification_that_is_refused_keeps_what_was_typed(three):
    ines, page, first = three
    wrong = text(ines.post(page, {"step": "rectify", "item": first[0], "words": "She lives there.", "after": " "}))

    assert f'href="#after-{first[0]}"' in wrong and "She lives there." in wrong
    assert wrong.count('<details class="govuk-details" open>') == 1


def test_colleague_is_shown_the_same_and_keeps_her_extract(three):
    ines, page, _ = three
    for more in range(3):
        send(load_cast().bev, what=f"Synthetic: Zephyrine Quillwort carries boxes, {more}.", at=timezone.now())
    ines.post(page, {"step": "call", "item": ivy()})
    call = f"/rights/calls/{RightsCall.objects.get().pk}/"
    desk = signed_in("ivy@invicta.example")
    desk.post(call, {"step": "search"})
    first = boxes(desk.get(call))
    assert len(first) == 2 and "3 of 3 to decide" in text(desk.get(call))

    long = {"step": "decide", "item": first[0], "after": "z" * 4001}
    wrong = text(desk.post(call, long))
    assert f'href="#extract-{first[0]}"' in wrong and "z" * 4001 in wrong
    early = desk.post(call, {"step": "done"})
    assert early.status_code == 403 and "decide on everything" in text(early)
    sent = {"step": "withhold", "exemption": "not-the-person", "words": "Another.", "ticked": first}
    assert desk.post(f"{call}?page=2", sent)["Location"] == f"{call}?page=2#found"
    assert "1 of 3 to decide" in text(desk.get(call))
