"""Passing something on in the browser: screen by screen, drafts, the receipt, and what its sender reads afterwards."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from fourpoint.access import context
from fourpoint.access.outbox import own_sendings
from fourpoint.records.intelligence.models import Submission
from fourpoint.services.intelligence import outcomes, triage
from tests.factories.cast import load_cast, this_hour
from tests.factories.sending import WORDS, ivy, send, sol
from tests.integration.web.reading import form_token, text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
BEV, TOM, ASHA = "bev@thanet.example", "tom@thanet.example", "asha@invicta.example"


@pytest.fixture
def cast():
    return load_cast(this_hour())


def test_sender_finds_what_she_sent_and_nobody_else_does(cast):
    receipt = send(cast.bev, at=timezone.now())

    listed = text(signed_in(BEV).get("/intelligence/"))
    assert receipt.reference in listed and "Received" in listed
    assert WORDS not in listed
    for other in (TOM, ASHA, "ivy@invicta.example"):
        assert receipt.reference not in text(signed_in(other).get("/intelligence/"))


def begun(bev, danger="no"):
    """Begin a draft and return the address of its pages."""
    location = bev.post("/intelligence/new/", {"danger": danger})["Location"]
    return location.rpartition("/")[0].rpartition("/")[0] + "/"


def test_five_screens_lead_to_a_receipt_that_says_nothing_of_the_content(cast):
    bev = signed_in(BEV)
    assert "Is anyone in danger now?" in text(bev.get("/intelligence/new/"))
    draft = begun(bev)
    screens = (
        ("what", {"what": WORDS, "who": "A tall man"}),
        ("where", {"place": "Above the closed shop", "when": "Tuesdays", "soon": "On 31/31, maybe"}),
        ("you", {"comes_back": "On the neighbour", "may_contact": "yes"}),
    )
    at = f"{draft}what/"
    for name, typed in screens:
        assert at == f"{draft}{name}/"
        assert bev.get(at).status_code == 200
        at = bev.post(at, typed)["Location"]
    check = text(bev.get(at))
    for said in (WORDS, "A tall man", "Above the closed shop", "Tuesdays", "On 31/31, maybe", "On the neighbour"):
        assert said in check

    receipt = bev.post(at, {})["Location"]

    shown = text(bev.get(receipt))
    assert "within 3 days" in shown and "S-" in shown
    assert not [one for one in (WORDS, "A tall man", "closed shop") if one in shown]
    page = text(bev.get(receipt.removesuffix("receipt/")))
    assert WORDS in page and "Received" in page and "On the neighbour" in page
    assert "About to happen" in page and "On 31/31, maybe" in page
    assert bev.get(f"{draft}what/").status_code == 404
    assert bev.post(at, {})["Location"] == receipt


def test_nothing_but_the_text_is_needed(cast):
    bev = signed_in(BEV)
    draft = begun(bev)

    empty = bev.post(f"{draft}check/", {})
    assert empty.status_code == 400 and "Say what you know" in text(empty)
    bev.post(f"{draft}what/", {"what": WORDS})
    assert bev.post(f"{draft}check/", {})["Location"].endswith("/receipt/")


@pytest.mark.parametrize("danger", ["now", "unsure"])
def test_danger_stops_at_the_right_number_and_lets_her_go_on(cast, danger):
    bev = signed_in(BEV)
    response = bev.post("/intelligence/new/", {"danger": danger})

    stop = text(bev.get(response["Location"]))
    assert 'href="tel:999"' in stop and 'href="tel:101"' in stop and "sends nobody" in stop
    draft = response["Location"].removesuffix("stop/")
    assert f'href="{draft}what/"' in stop
    bev.post(f"{draft}what/", {"what": WORDS})
    receipt = bev.post(f"{draft}check/", {})["Location"]
    assert "within 15 minutes" in text(bev.get(receipt))


@pytest.mark.parametrize("channel", ["emergency", "crime", "safeguarding"])
def test_wrong_channel_is_told_where_to_go_and_how_to_go_on(cast, channel):
    bev = signed_in(BEV)

    assert f'href="/intelligence/elsewhere/{channel}/"' in text(bev.get("/intelligence/new/"))
    page = text(bev.get(f"/intelligence/elsewhere/{channel}/"))
    assert "Unconfirmed" in page and 'href="/intelligence/new/"' in page


def test_first_question_must_be_answered(cast):
    response = signed_in(BEV).post("/intelligence/new/", {})

    assert response.status_code == 400 and "or that you are not sure" in text(response)


def test_several_subjects_are_kept_apart(cast):
    bev = signed_in(BEV)
    draft = begun(bev)
    more = bev.post(f"{draft}what/", {"what": WORDS, "more": "1"})["Location"]
    assert 'name="about_words_1"' in text(bev.get(more))
    said = {"what": WORDS, "about_kind_1": "person", "about_words_1": "Synthetic Jay"}
    more = bev.post(f"{draft}what/", said | {"more": "1"})["Location"]
    assert 'name="about_words_2"' in text(bev.get(more))
    bev.post(f"{draft}what/", said | {"about_kind_2": "vehicle", "about_words_2": "A white van"})
    receipt = bev.post(f"{draft}check/", {})["Location"]

    page = text(bev.get(receipt.removesuffix("receipt/")))
    assert "Synthetic Jay" in page and "A vehicle" in page and "A white van" in page


def test_draft_is_hers_alone_and_is_there_on_another_device(cast):
    draft = begun(signed_in(BEV))
    signed_in(BEV).post(f"{draft}what/", {"what": WORDS, "later": "1"})

    other_device = signed_in(BEV)
    assert WORDS[:40] in text(other_device.get("/intelligence/"))
    assert WORDS in text(other_device.get(f"{draft}what/"))
    for other in (TOM, ASHA, "ivy@invicta.example"):
        assert signed_in(other).get(f"{draft}what/").status_code == 404
        assert signed_in(other).post(f"{draft}throw-away/").status_code == 404
    assert other_device.post(f"{draft}throw-away/").status_code == 302
    assert other_device.get(f"{draft}what/").status_code == 404


def test_older_copy_of_another_device_saves_over_nothing(cast):
    phone, desk = signed_in(BEV), signed_in(BEV)
    draft = begun(phone)
    phone.post(f"{draft}what/", {"what": "Synthetic: from the phone.", "saves": "1"})

    late = desk.post(f"{draft}what/", {"what": "Synthetic: from the desk.", "saves": "1"})

    assert late.status_code == 409
    assert "saved on another device or page since" in text(late)
    assert "from the phone" in text(late) and "from the desk" in text(late)
    assert "from the phone" in text(phone.get(f"{draft}what/"))
    kept = desk.post(f"{draft}what/", {"what": "Synthetic: from the desk.", "saves": "2"})
    assert kept.status_code == 302
    assert "from the desk" in text(phone.get(f"{draft}what/"))


def test_script_saves_and_is_given_advice(cast):
    bev = signed_in(BEV)
    draft = begun(bev)

    saved = bev.post(f"{draft}save/", {"step": "what", "what": "He probably deals. XQZ knows.", "saves": "1"}).json()
    assert saved["saves"] == 2
    assert [one for _, one in saved["advice"] if "opinion" in one]
    assert bev.post(f"{draft}save/", {"step": "what", "what": "Other.", "saves": "1"}).status_code == 409
    assert bev.post(f"{draft}save/", {"step": "dance"}).status_code == 400
    assert "probably" in text(bev.get(f"{draft}check/"))
    assert "You need not do any of it" in text(bev.get(f"{draft}check/"))


def test_question_of_the_desk_is_answered_once_and_outcomes_are_read(cast):
    receipt = send(cast.bev, at=timezone.now())
    given = {"purpose": "crime", "at": timezone.now(), "submission_id": receipt.submission_id}
    with context.acting(ivy(), at=timezone.now()) as who:
        given |= {"by": who.actor, "purpose": who.purpose}
        triage.take_step(**given, step="take")
        triage.ask_sender(**given, question="Synthetic: which shop?")
    bev, page = signed_in(BEV), f"/intelligence/sent/{receipt.reference}/"

    assert "Answer needed" in text(bev.get("/intelligence/"))
    assert "Synthetic: which shop?" in text(bev.get(page))
    assert bev.post(page, {"text": " "}).status_code == 400
    assert bev.post(page, {"text": "a" * 2001}).status_code == 400
    assert bev.post(page, {"text": "Synthetic: the old bakery."}).status_code == 302
    shown = text(bev.get(page))
    assert "Synthetic: the old bakery." in shown and "Send your answer" not in shown
    late = bev.post(page, {"text": "Synthetic: and more."})
    assert late.status_code == 409 and "no question that waits" in text(late) and "Synthetic: and more." in text(late)
    with context.acting(ivy(), at=timezone.now()) as who:
        held = outcomes.propose(**given | {"by": who.actor}, change="action-begun", words="Synthetic: it helped.")
    assert "Synthetic: it helped." not in text(bev.get(page))
    with context.acting(sol(), at=timezone.now()) as who:
        outcomes.release(**given | {"by": who.actor}, outcome_id=held)
    shown = text(bev.get(page))
    assert "An action was begun" in shown and "Synthetic: it helped." in shown
    for other in (TOM, ASHA, "ivy@invicta.example"):
        assert signed_in(other).get(page).status_code == 404
        assert signed_in(other).post(page, {"text": "Synthetic."}).status_code == 404


def test_answer_after_the_end_is_refused_in_a_sentence_and_stands_on_the_page(cast):
    receipt = send(cast.bev, at=timezone.now())
    bev, page = signed_in(BEV), f"/intelligence/sent/{receipt.reference}/"
    desk = f"/intelligence/desk/{receipt.reference}/"

    def do(act, **given):
        with context.acting(ivy(), at=timezone.now()) as who:
            given |= {"by": who.actor, "purpose": who.purpose, "at": timezone.now()}
            act(**given, submission_id=receipt.submission_id)

    do(triage.take_step, step="take")
    do(triage.ask_sender, question="Synthetic: which shop?")
    assert "The question waits for the sender" in text(signed_in("ivy@invicta.example").get(desk))
    do(triage.take_step, step="close", reason="Synthetic: nobody answered.")

    assert "Answer needed" not in text(bev.get("/intelligence/"))
    shown = text(bev.get(page))
    assert "closed this without an answer" in shown and "Send your answer" not in shown
    assert "Synthetic: nobody answered." not in shown
    assert "ended without the sender" in text(signed_in("ivy@invicta.example").get(desk))
    for words in ("Synthetic: the <old> bakery.", "a" * 2001):
        late = bev.post(page, {"text": words})
        assert late.status_code == 409
        assert "closed this without an answer" in text(late)
        assert words.replace("<", "&lt;").replace(">", "&gt;") in text(late)
    do(triage.take_step, step="reopen", reason="Synthetic: there is time.")
    assert "Answer needed" in text(bev.get("/intelligence/"))
    assert bev.post(page, {"text": "Synthetic: the old bakery."}).status_code == 302
    assert "waits for the sender" not in text(signed_in("ivy@invicta.example").get(desk))


def test_strange_characters_are_shown_and_nothing_is_lost(cast):
    bev = signed_in(BEV)
    draft = begun(bev)
    bev.post(f"{draft}what/", {"what": "Synthetic \u202e evil \x07 \u05e9\u05dc\u05d5\u05dd"})

    assert "[U+202E] evil [U+0007] \u05e9\u05dc\u05d5\u05dd" in text(bev.get(f"{draft}check/"))
    assert bev.post(f"{draft}check/", {})["Location"].endswith("/receipt/")
    null = bev.post(f"{draft}what/", {"what": "a\0b"})
    assert null.status_code == 404
    other = begun(bev)
    null = bev.post(f"{other}what/", {"what": "a\0b"})
    assert null.status_code == 400 and "(a null): type it in again" in text(null)
    with context.acting(cast.bev, at=timezone.now()), own_sendings():
        reference = Submission.objects.get().reference
    ivys = signed_in("ivy@invicta.example")
    for page in ("/intelligence/desk/", f"/intelligence/desk/{reference}/"):
        shown = text(ivys.get(page))
        assert "[U+202E] evil" in shown and "\u202e" not in shown


def test_text_too_long_to_send_is_saved_and_said_in_a_sentence(cast):
    bev = signed_in(BEV)
    draft = begun(bev)

    assert bev.post(f"{draft}what/", {"what": "a" * 20_001}).status_code == 302
    check = text(bev.get(f"{draft}check/"))
    assert "20,001 characters, and 20,000 are the most" in check and "Send it" not in check
    assert bev.post(f"{draft}check/", {}).status_code == 400
    assert bev.post(f"{draft}what/", {"what": "a" * 100_001}).status_code == 400


def test_fifty_megabytes_are_refused_in_a_sentence(cast):
    bev = signed_in(BEV)
    draft = begun(bev)

    response = bev.post(f"{draft}what/", {"what": "a" * 50_000_000}, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400
    assert "more text than a form takes" in text(response)
    bev.post(f"{draft}what/", {"what": "Synthetic: short."})
    bev.post(f"{draft}what/", {"what": "a" * 50_000_000}, content_type="application/x-www-form-urlencoded")
    assert "Synthetic: short." in text(bev.get(f"{draft}what/"))


def test_session_that_ends_midway_loses_nothing_and_saves_nothing_by_itself(cast):
    bev = signed_in(BEV)
    draft = begun(bev)
    token = form_token(bev.get(f"{draft}what/"))
    bev.logout()

    late = bev.post(f"{draft}what/", {"what": WORDS, "saves": "1", "form_token": token})

    assert late["Location"].startswith("/account/login/")
    back = parse_qs(urlsplit(late["Location"]).query)["next"][0]
    again = signed_in(BEV)
    shown = text(again.get(back))
    assert "Nothing is lost" in shown and WORDS in shown
    assert WORDS not in text(again.get(f"{draft}what/"))
    assert again.post(f"{draft}what/", {"what": WORDS, "saves": "1"}).status_code == 302
    assert WORDS in text(again.get(f"{draft}what/"))


def test_form_sent_twice_is_one_submission(cast):
    bev = signed_in(BEV)
    draft = begun(bev)
    bev.post(f"{draft}what/", {"what": WORDS})
    token = form_token(bev.get(f"{draft}check/"))

    receipts = {bev.post(f"{draft}check/", {"form_token": token})["Location"] for _ in range(3)}

    assert len(receipts) == 1
    assert text(bev.get("/intelligence/")).count("/intelligence/sent/S-") == 1
