"""A form sent after its session ended loses nothing and acts for nobody else; a form sent twice acts once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone

from fourpoint.records.agencies.models import Contact, FormUse, KeptForm, Person
from fourpoint.services.agencies import kept_forms
from fourpoint.services.agencies.kept_forms import Sent
from fourpoint.web.frame.tokens import make_token
from tests.factories.hiring import PASSWORD, found, hire
from tests.factories.pages import Page

pytestmark = pytest.mark.django_db
LOGIN, AGENCY = "/account/login/", "/agencies/force/"
FORM = f"{AGENCY}contacts/new/"
INES, WREN = "ines@force.example", "wren@force.example"
ENTERED = {
    "kind": "general",
    "name": 'The "front" desk',
    "email": "desk@force.example",
    "hours": "Weekdays",
    "starts_on_0": "3",
    "starts_on_1": "3",
    "starts_on_2": "2026",
}


@pytest.fixture(autouse=True)
def _world():
    _hire()


def _hire():
    at = timezone.now()
    found("force", at=at)
    hire(INES, agency="force", at=at, roles=("governance",))
    hire(WREN, agency="force", at=at, roles=("governance",))


def _open(email=INES, client=None):
    cache.clear()
    client = client or Client()
    assert client.post(LOGIN, {"login": email, "password": PASSWORD}).status_code == 302
    return client


def _shown(client, path=FORM):
    """The form as its page shows it, its kind taken from the page: the last one that posts there."""
    page = client.get(path).content.decode()
    fields = next(form.fields for form in Page(page).forms if "kind" in form.fields)
    return {**ENTERED, "kind": fields["kind"], "form_token": fields["form_token"]}


def _ended(client):
    """End the session as time does, and forget the cookie as a closed browser does."""
    client.cookies.pop("sessionid")


def _sent_late(client, sent, path=FORM, **more):
    response = client.post(path, sent, **more)
    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)
    return parse_qs(urlsplit(response["Location"]).query)["next"][0]


def test_form_sent_after_the_session_ended_is_filled_in_after_signing_in_and_acts_once_sent():
    client = _open()
    sent = _shown(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=45)):
        back = _sent_late(client, sent, headers={"referer": f"http://testserver{FORM}"})
        assert not Contact.objects.exists()
        there = client.post(LOGIN, {"login": INES, "password": PASSWORD, "next": back})

        page = client.get(there["Location"]).content.decode()

        assert there["Location"] == back
        assert "You were signed out before this form was sent. Nothing is lost" in page
        filled = next(form.fields for form in Page(page).forms if "kind" in form.fields)
        assert {name: filled[name] for name in ENTERED if name != "kind"} == {
            name: value for name, value in ENTERED.items() if name != "kind"
        }
        assert filled["form_token"] == sent["form_token"]
        again = client.post(there["Location"], sent | {"kept_form": filled["kept_form"]})
    assert again["Location"] == AGENCY
    assert Contact.objects.count() == 1
    assert not KeptForm.objects.exists()


def test_somebody_else_who_signs_in_finds_the_empty_page():
    client = _open()
    sent = _shown(client)
    _ended(client)
    back = _sent_late(client, sent)

    page = _open(WREN, client).get(back).content.decode()

    assert "signed out before" not in page
    assert "front" not in page
    assert KeptForm.objects.count() == 1


def test_what_was_kept_is_sealed_and_goes_when_its_time_is_over():
    client = _open()
    sent, at = _shown(client), timezone.now()
    _ended(client)
    back = _sent_late(client, sent)
    row = KeptForm.objects.get()

    assert b"front" not in bytes(row.sealed)
    assert kept_forms.forget_old(at=at + timedelta(minutes=30)) == 0
    with time_machine.travel(at + timedelta(minutes=61)):
        assert "signed out before" not in _open(INES, client).get(back).content.decode()
    assert kept_forms.forget_old(at=at + timedelta(minutes=61)) == 1


@pytest.mark.parametrize("token", ["", "1.made-up:x", "\0", "x" * 5000])
def test_what_no_form_of_ours_sent_is_not_kept(token):
    response = Client().post(FORM, ENTERED | {"form_token": token})

    assert response["Location"] == f"{LOGIN}?next={FORM}"
    assert not KeptForm.objects.exists()


def test_only_the_last_few_are_kept_and_none_that_is_huge():
    ines, at = Person.objects.get(email=INES).id, timezone.now()
    sent = Sent(path=FORM, page=FORM, fields=(("a", "b"),))

    kept = [kept_forms.keep(sent, person_id=ines, at=at + timedelta(seconds=number)) for number in range(8)]

    assert KeptForm.objects.count() == 5
    assert [bool(kept_forms.find(str(one), person_id=ines, at=at)) for one in kept] == [False] * 3 + [True] * 5
    huge = Sent(path=FORM, page=FORM, fields=(("a", "b" * 600_000),))
    assert kept_forms.keep(huge, person_id=ines, at=at) is None
    assert kept_forms.find("no number", person_id=ines, at=at) is None


def test_form_of_an_address_that_only_takes_forms_is_offered_on_a_page_of_its_own():
    client = _open()
    contact = client.post(FORM, _shown(client)) and Contact.objects.get()
    path = f"{AGENCY}contacts/{contact.id}/end/"
    ines = Person.objects.get(email=INES).id
    _ended(client)
    back = _sent_late(client, {"form_token": make_token(ines), "why": "<b>Moved"}, path)

    page = _open(INES, client).get(back).content.decode()

    assert "Send it now?" in page
    assert "&lt;b&gt;Moved" in page
    fields = next(form for form in Page(page).forms if form.action == path).fields
    assert client.post(path, fields)["Location"] == AGENCY
    assert Contact.objects.get().ended_at is not None
    assert not KeptForm.objects.exists()


def test_page_left_open_over_another_sign_in_is_filled_in_again():
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(email=INES))
    sent = _shown(client) | {"csrfmiddlewaretoken": "of before"}

    refused = client.post(FORM, sent)
    stolen = client.post(FORM, sent | {"form_token": make_token(Person.objects.get(email=WREN).id)})

    assert refused.status_code == 302
    assert "Nothing is lost" in client.get(refused["Location"]).content.decode()
    assert stolen.status_code == 403
    assert not Contact.objects.exists()


def test_form_that_is_sent_twice_acts_once_and_one_that_was_changed_acts_again():
    client = _open()
    sent = _shown(client)

    answers = [client.post(FORM, sent) for _ in range(3)]
    changed = client.post(FORM, sent | {"name": "The night desk"})

    assert {answer["Location"] for answer in answers} == {AGENCY}
    assert changed["Location"] == AGENCY
    assert sorted(Contact.objects.values_list("name", flat=True)) == ['The "front" desk', "The night desk"]


def test_form_that_was_refused_may_be_sent_again():
    client = _open()
    sent = _shown(client)

    wrong = client.post(FORM, sent | {"email": ""} | {"name": ""})
    assert wrong.status_code == 400
    assert not FormUse.objects.exists()
    assert client.post(FORM, sent).status_code == 302
    assert Contact.objects.count() == 1


def test_same_words_in_a_new_form_act_anew():
    client = _open()

    for _ in range(2):
        assert client.post(FORM, _shown(client)).status_code == 302

    assert Contact.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_form_sent_twice_at_once_acts_once():
    first = _open()
    sent = _shown(first)

    def send(_):
        client = Client()
        client.cookies = first.cookies.copy()
        try:
            return client.post(FORM, sent)["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    assert answers == [AGENCY] * 4
    assert Contact.objects.count() == 1


def test_token_stands_in_every_form_of_somebody_signed_in_and_in_none_of_a_stranger():
    posting = [form for form in Page(_open().get(FORM).content.decode()).forms if form.method == "post"]

    assert posting
    assert all(re.fullmatch(r"\d+\.[\w-]+:[\w-]+", form.fields["form_token"]) for form in posting)
    assert "form_token" not in Client().get(LOGIN).content.decode()


def test_form_that_is_only_a_button_is_pressed_again_on_its_page():
    client = _open()
    contact = client.post(FORM, _shown(client)) and Contact.objects.get()
    path = f"{AGENCY}contacts/{contact.id}/end/"
    token = {"form_token": make_token(Person.objects.get(email=INES).id)}
    _ended(client)
    back = _sent_late(client, token, path, headers={"referer": f"http://testserver{AGENCY}"})

    page = _open(INES, client).get(back).content.decode()

    assert back.startswith(f"{AGENCY}?kept=")
    assert "Nothing was changed: press the button again." in page
    assert Contact.objects.get().ended_at is None
    fields = next(form for form in Page(page).forms if form.action == path).fields
    assert fields["form_token"] == token["form_token"]
    assert client.post(path, fields)["Location"] == AGENCY
    assert not KeptForm.objects.exists()


def test_page_of_another_site_is_never_gone_back_to():
    client = _open()
    sent = _shown(client)
    _ended(client)

    for elsewhere in ("https://evil.example/x", "http://testserver//evil.example/", "http://testserver/account/login/"):
        assert _sent_late(client, sent, headers={"referer": elsewhere}).startswith(f"{FORM}?kept=")
