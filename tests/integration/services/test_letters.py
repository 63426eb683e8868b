"""Mail: sent after the act was committed, to addresses the system knows, with nothing in it, and failing in sight."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import resolve
from django.utils import timezone

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.domain.markings import Marking
from fourpoint.records.agencies.models import Letter, Person
from fourpoint.records.audit.models import Event
from fourpoint.records.canaries.models import Alarm, Canary
from fourpoint.services.agencies import invitations, letters, signing_in
from fourpoint.services.agreements.notices import give_notices
from fourpoint.services.canaries import planting
from fourpoint.services.demo.disclosures import load_disclosures
from tests.factories.cast import WORLD, load_cast, this_hour
from tests.factories.hiring import found, hire

pytestmark = pytest.mark.django_db
ENDING = "You get this mail because of your work with Fourpoint. It carries nothing of what it is about."


class Refusing(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("of wren@force.example")


@pytest.fixture
def force():
    at = timezone.now()
    found("force", at=at)
    return {
        name: hire(f"{name}@force.example", agency="force", at=at, roles=(role,))
        for name, role in (("ines", "governance"), ("wren", "reader"))
    }


def _invite(person_id, at, email="new@force.example"):
    offer = invitations.Offer(
        email=email, name="New", roles=("reader",), clearance=Marking.OFFICIAL, default_purpose="local-profile"
    )
    with context.acting(person_id, at=at) as who:
        return invitations.invite(by=who.actor, purpose="administration", at=at, offer=offer)


def _failed(person_id):
    with context.acting(person_id, at=timezone.now()) as who:
        return letters.list_failed(who.actor)


def test_invitation_goes_to_the_address_invited_and_its_link_is_forgotten_once_sent(force):
    at = timezone.now()
    link = _invite(force["ines"], at)

    assert mail.outbox == []
    assert link.secret not in str(Letter.objects.values())
    assert letters.send_due(at=at) == 1

    (sent,) = mail.outbox
    assert sent.to == ["new@force.example"]
    assert sent.body.splitlines() == [
        letters.KINDS["invitation"].sentence,
        "",
        f"http://localhost:8000/account/invitation/{link.secret}/",
        "",
        ENDING,
    ]
    assert bytes(Letter.objects.get().sealed) == b""
    assert letters.send_due(at=at + timedelta(days=1)) == 0


def test_letter_of_an_act_that_was_undone_is_never_sent(force):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _invite(force["ines"], timezone.now())
        raise ZeroDivisionError

    assert letters.send_due(at=timezone.now()) == 0


def test_person_whose_address_closes_is_told_once_and_a_stranger_s_is_not(force):
    at = timezone.now()
    for _ in range(5):
        signing_in.note_failure("Wren@force.example", at=at, step="password")
        signing_in.note_failure("nobody@force.example", at=at, step="password")

    assert letters.send_due(at=at) == 1
    assert mail.outbox[0].to == ["wren@force.example"]


def test_mail_that_fails_is_tried_again_by_its_clock_and_then_stands_with_the_keepers(force, settings):
    settings.FOURPOINT_MAIL_BACKEND = f"{__name__}.Refusing"
    at = timezone.now()
    _invite(force["ines"], at)

    for wait in (0, 2, 4, 8, 16):
        at += timedelta(minutes=wait)
        assert letters.send_due(at=at - timedelta(seconds=1)) == 0
        tries = Letter.objects.get().tries
        letters.send_due(at=at)
        assert Letter.objects.get().tries == tries + 1
    assert _failed(force["ines"]) == ()
    letters.send_due(at=at + timedelta(minutes=32))

    (failed,) = _failed(force["ines"])
    assert (failed.to, failed.why) == ("new@force.example", "The mail server did not take it (ConnectionRefusedError).")
    settings.FOURPOINT_MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with context.acting(force["ines"], at=at) as who:
        letters.try_again(by=who.actor, purpose="administration", at=at, letter_id=failed.letter_id)
    assert letters.send_due(at=at) == 1
    assert _failed(force["ines"]) == ()


def test_only_keepers_of_its_own_people_see_and_retry_an_agency_s_mail(force, settings):
    settings.FOURPOINT_MAIL_BACKEND = f"{__name__}.Refusing"
    at = timezone.now()
    _invite(force["ines"], at)
    Letter.objects.update(tries=5)
    letters.send_due(at=at)
    found("other", at=at)
    other = hire("olga@other.example", agency="other", at=at, roles=("governance",))

    assert len(_failed(force["ines"])) == 1
    assert _failed(other) == ()
    with pytest.raises(NotAllowed):
        _failed(force["wren"])
    with context.acting(other, at=at) as who, pytest.raises(NotOpen):
        letters.try_again(by=who.actor, purpose="administration", at=at, letter_id=Letter.objects.get().id)


def test_mail_with_a_decoy_in_it_is_held_back_and_said_to_be(force, monkeypatch):
    at = timezone.now()
    planting.plant("force", at=at)
    token = Canary.objects.values_list("token", flat=True)[0]
    leaking = letters.Words(subject="Something", sentence=f"About {token}")
    monkeypatch.setitem(letters.KINDS, "request", leaking)
    agency_id = Person.objects.get(id=force["wren"]).memberships.get().agency_id
    letters.write_to([force["wren"]], kind="request", path="/sharing/", agency_id=agency_id, at=at)

    assert letters.send_due(at=at) == 0

    assert mail.outbox == []
    assert [one.why for one in _failed(force["ines"])] == ["It was held back: it carried a decoy record."]
    with context.acting(force["ines"], at=at):
        assert Alarm.objects.count() == 1


def test_nothing_is_written_where_no_mail_is_sent(force, settings):
    settings.FOURPOINT_MAIL_BACKEND = ""

    _invite(force["ines"], timezone.now())

    assert not Letter.objects.exists()


def test_letter_whose_key_is_gone_leads_to_the_first_page(force, settings):
    at = timezone.now()
    _invite(force["ines"], at)
    settings.SECRET_KEY = "another key"

    letters.send_due(at=at)

    assert "http://localhost:8000/\n" in mail.outbox[0].body


def test_what_was_sent_is_forgotten_after_a_month_and_what_waits_is_not(force):
    at = timezone.now()
    _invite(force["ines"], at)
    letters.send_due(at=at)
    _invite(force["ines"], at, email="later@force.example")

    assert letters.forget_old(at=at + timedelta(days=29)) == 0
    assert letters.forget_old(at=at + timedelta(days=31)) == 1
    assert Letter.objects.get().address == "later@force.example"


def test_every_notice_of_the_demonstration_reaches_those_it_concerns_and_says_nothing(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    at = this_hour()
    load_cast(at, material=True)
    load_disclosures(path=WORLD.with_name("sharing.toml"), at=at)
    give_notices(at=at + timedelta(days=30))
    known = set(Person.objects.filter(kind=Person.PERSON).values_list("email", flat=True))
    invited = set(Letter.objects.filter(kind="invitation").values_list("address", flat=True))

    while letters.send_due(at=at + timedelta(days=30)):
        pass

    kinds = set(Letter.objects.filter(state="sent").values_list("kind", flat=True))
    assert kinds >= {"invitation", "request", "recall", "agreement"}
    for sent in mail.outbox:
        assert set(sent.to) <= known | invited
        sentence, address, ending = re.split(r"\n+", sent.body.strip())
        assert sentence in {words.sentence for words in letters.KINDS.values()}
        assert resolve(address.removeprefix("http://localhost:8000"))
        assert ending == ENDING
        assert sent.attachments == []
        assert sent.content_subtype == "plain"
    requests = [sent.to[0] for sent in mail.outbox if "request waits" in sent.body]
    assert "ines@invicta.example" in requests
    assert not [address for address in requests if not address.endswith("@invicta.example")]


def test_trying_again_is_in_the_trail(force, settings):
    settings.FOURPOINT_MAIL_BACKEND = f"{__name__}.Refusing"
    at = timezone.now()
    _invite(force["ines"], at)
    Letter.objects.update(tries=5)
    letters.send_due(at=at)

    with context.acting(force["ines"], at=at) as who:
        letters.try_again(by=who.actor, purpose="administration", at=at, letter_id=Letter.objects.get().id)
        assert Event.objects.get(action="mail.retry").facts == {"kind": "invitation"}
