"""What was written without a network is sent once, by its writer alone; what cannot be sent becomes a draft."""

import uuid

import pytest
from django.utils import timezone

from fourpoint.access import context
from fourpoint.access.outbox import own_sendings
from fourpoint.records.intelligence.models import Desk, Draft, Submission
from fourpoint.services.intelligence.drafts import MOST_DRAFTS
from tests.factories.cast import load_cast
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
BEV, ASHA = "bev@thanet.example", "asha@invicta.example"
SEND, WORDS = "/intelligence/offline/send/", "Synthetic: boxes are carried in at night."


@pytest.fixture
def cast():
    return load_cast()


def bring(person, key, **fields):
    return signed_in(person).post(SEND, {"key": str(key), "danger": "no", "what": WORDS} | fields)


def count(person):
    with context.acting(person, at=timezone.now()), own_sendings():
        return Submission.objects.count(), Draft.objects.count()


def test_it_is_sent_once_however_often_it_is_brought(cast):
    key = uuid.uuid4()
    first, again = bring(BEV, key).json(), bring(BEV, key).json()

    assert first["kept"] and first["text"].startswith("S-")
    assert again["text"] == first["text"]
    assert count(cast.bev) == (1, 0)


@pytest.mark.parametrize("fields", [{"what": " "}, {"what": "a" * 20_001}, {"danger": ""}, {"who": "a\0b"}])
def test_what_cannot_be_sent_becomes_a_draft_and_says_so(cast, fields):
    answered = bring(BEV, uuid.uuid4(), **fields)

    if "\0" in fields.get("who", ""):
        assert answered.status_code == 400 and "still kept in this browser" in answer_of(answered)
        return
    assert answered.json()["kept"] and "Saved as a draft" in answered.json()["words"]
    assert count(cast.bev) == (0, 1)


def answer_of(response):
    return response.json()["error"]


def test_without_a_desk_of_her_own_it_waits_as_a_draft(cast):
    Desk.objects.update(area_codes=[])
    Desk.objects.create(**_another(Desk.objects.get()))

    assert "Saved as a draft" in bring(BEV, uuid.uuid4()).json()["words"]


def _another(desk):
    held = {field.attname: getattr(desk, field.attname) for field in Desk._meta.fields if field.name != "id"}
    return held | {"code": "second"}


def test_far_too_long_or_one_too_many_stays_in_the_browser(cast):
    assert "still kept in this browser" in answer_of(bring(BEV, uuid.uuid4(), what="a" * 100_001))
    for _ in range(MOST_DRAFTS):
        bring(BEV, uuid.uuid4(), danger="")

    assert "still kept in this browser" in answer_of(bring(BEV, uuid.uuid4()))


def test_key_of_somebody_else_is_not_taken_and_tells_nothing(cast):
    key = uuid.uuid4()
    bring(BEV, key, danger="")

    answered = bring(ASHA, key)

    assert answered.status_code == 400
    assert "That key is in use" in answer_of(answered)
    assert count(cast.bev) == (0, 1)


def test_page_that_is_kept_is_the_same_for_everybody(cast):
    pages = [signed_in(who).get("/intelligence/offline/").content for who in (BEV, ASHA)]

    assert pages[0] == pages[1]
    assert b"csrf" not in pages[0] and b"Marlowe" not in pages[0]


def test_writers_are_told_apart_by_a_sign_of_nothing(cast):
    signs = {signed_in(who).get("/intelligence/").content.split(b'data-writer="')[1][:24] for who in (BEV, ASHA)}

    assert len(signs) == 2
