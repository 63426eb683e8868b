"""Somebody who cannot sign in: her own agency lets her set a password or factor anew, and nobody else gains by it."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.records.agencies.models import HelpAsked, Letter, Membership, Person, Reset
from fourpoint.records.audit.models import Event
from fourpoint.services.agencies import actions, help_asked, leaving, letters, resets
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.caseload.registered import CASELOADS
from tests.factories.hiring import PASSWORD, found, hire

pytestmark = pytest.mark.django_db
LOGIN, SESSIONS, FORGOTTEN = "/account/login/", "/account/sessions/", "/account/forgotten/"
INES, NELL, WREN, TOM = (f"{name}@force.example" for name in ("ines", "nell", "wren", "tom"))
NEW = {"password": "four gulls on a weir", "again": "four gulls on a weir"}
SAID = {"what": "password", "reason": "Met at the station, knew her."}
SPENT = "This link has been used, was withdrawn or is too old"


@pytest.fixture(autouse=True)
def _world():
    cache.clear()
    at = timezone.now()
    found("force", at=at)
    hire(WREN, agency="force", at=at)
    hire(TOM, agency="force", at=at, roles=("duty-officer",))
    hire(INES, agency="force", at=at, roles=("governance",))
    hire(NELL, agency="force", at=at, roles=("agency-administrator",))


def _number(email):
    return Person.objects.get(email=email).id


def _page(email):
    return f"/agencies/force/people/{_number(email)}/"


def _open(email, password=PASSWORD):
    cache.clear()
    client = Client()
    client.post(LOGIN, {"login": email, "password": password})
    return client


def _is_in(client):
    return client.get(SESSIONS).status_code == 200


def _begin(client, email, **changed):
    return client.post(f"{_page(email)}reset/", SAID | changed)


def _link():
    letters.send_due(at=timezone.now())
    return re.search(r"http://localhost:8000(/account/reset/[^/]+/)", mail.outbox[-1].body).group(1)


def _events(prefix):
    with context.acting(_number(INES), at=timezone.now()):
        held = Event.objects.filter(action__startswith=prefix).order_by("at")
        return list(held.values_list("action", "person_id", "object_id", "reason"))


def test_colleague_who_forgot_her_password_sets_another_with_the_link_in_her_mail():
    wren, nell = _open(WREN), _open(NELL)
    assert _is_in(wren)

    begun = _begin(nell, WREN)

    assert begun["Location"] == _page(WREN)
    assert "on its way to their own address" in nell.get(_page(WREN)).content.decode()
    assert not _is_in(wren)
    link = _link()
    assert mail.outbox[-1].to == [WREN]
    shown = Client().get(link).content.decode()
    assert "Wren, your agency let you do this" in shown
    assert "passkeys" not in shown
    assert Client().post(link, NEW)["Location"] == LOGIN
    assert not _is_in(_open(WREN))
    assert _is_in(_open(WREN, NEW["password"]))
    assert SPENT in Client().get(link).content.decode()
    number = str(_number(WREN))
    assert _events("reset") == [
        ("reset.begin", _number(NELL), number, SAID["reason"]),
        ("reset.grant", _number(NELL), number, ""),
        ("reset.use", _number(WREN), number, ""),
    ]


def test_link_is_shown_to_nobody_who_made_it():
    nell = _open(NELL)
    _begin(nell, WREN)

    assert "/account/reset/" not in nell.get(_page(WREN)).content.decode()
    assert "/account/reset/" not in str(list(Letter.objects.values()))


@pytest.mark.parametrize(("what", "left"), [("password", 1), ("factor", 0), ("both", 0)])
def test_only_what_was_lost_is_set_anew(what, left):
    wren = Person.objects.get(email=WREN)
    TOTP.activate(wren, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    _begin(_open(NELL), WREN, what=what)
    link = _link()

    page = Client().get(link).content.decode()
    assert ("Remove my second factor" in page) == (what == "factor")
    assert Client().post(link, {} if what == "factor" else NEW).status_code == 302

    wren.refresh_from_db()
    assert Authenticator.objects.filter(user=wren).count() == left
    assert wren.check_password(PASSWORD if what == "factor" else NEW["password"])


@pytest.mark.parametrize(
    "wrong", [{"password": ""}, {"password": "short", "again": "short"}, {**NEW, "again": "four gulls"}]
)
def test_password_that_will_not_do_leaves_the_link_as_it_was(wrong):
    _begin(_open(NELL), WREN)
    link = _link()

    assert Client().post(link, wrong).status_code == 400
    assert Client().post(link, NEW).status_code == 302


def test_governance_role_needs_a_second_person_who_is_neither_she_nor_who_began_it():
    nell, ines, tom = _open(NELL), _open(INES), _open(TOM)
    _begin(nell, TOM)
    row = Reset.objects.get()
    confirm = f"{_page(TOM)}reset/{row.id}/confirm/"

    letters.send_due(at=timezone.now())
    assert {(one.to[0], "/account/reset/" in one.body) for one in mail.outbox} == {(INES, False), (TOM, False)}
    assert _is_in(tom)
    assert "Confirm the reset" not in nell.get(_page(TOM)).content.decode()
    assert nell.post(confirm).status_code == 403
    assert tom.post(confirm).status_code == 403
    assert "Confirm the reset" in ines.get(_page(TOM)).content.decode()
    assert ines.post(confirm.replace(f"/{_number(TOM)}/", f"/{_number(WREN)}/")).status_code == 404
    assert ines.post(confirm)["Location"] == _page(TOM)
    assert not _is_in(tom)
    assert ines.post(confirm).status_code == 403
    assert Client().post(_link(), NEW).status_code == 302
    assert [action for action, *_ in _events("reset")] == ["reset.begin", "reset.grant", "reset.use"]


def test_power_held_in_another_agency_needs_two_people_as_well():
    at = timezone.now()
    found("second", at=at)
    post = actions.Post(
        roles=("governance",), clearance=Marking.OFFICIAL, default_purpose="local-profile", starts_at=at
    )
    with context.acting(get_steward("second"), at=at) as who:
        actions.grant_membership(by=who.actor, purpose="administration", at=at, person_id=_number(WREN), post=post)

    _begin(_open(NELL), WREN)

    assert Reset.objects.get().granted_at is None


def test_database_holds_that_two_people_stand_behind_it():
    _begin(_open(NELL), TOM)
    digest = {"granted_at": timezone.now(), "expires_at": timezone.now(), "digest": "x"}

    for granted_by in (_number(NELL), _number(TOM)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reset.objects.update(**digest, granted_by=granted_by)


def test_where_no_mail_is_sent_two_people_hand_the_link_over(settings):
    settings.FOURPOINT_MAIL_BACKEND = ""
    nell, ines = _open(NELL), _open(INES)
    _begin(nell, WREN)

    page = ines.post(f"{_page(WREN)}reset/{Reset.objects.get().id}/confirm/").content.decode()

    link = re.search(r'value="http://testserver(/account/reset/[^"]+)"', page).group(1)
    assert Client().post(link, NEW).status_code == 302


@pytest.mark.parametrize(
    ("who", "whom", "status"), [(NELL, NELL, 400), (WREN, TOM, 403), (TOM, WREN, 403), (INES, "cal@other.example", 404)]
)
def test_nobody_resets_themselves_nor_without_keeping_the_people_nor_of_another_agency(who, whom, status):
    at = timezone.now()
    found("other", at=at)
    hire("cal@other.example", agency="other", at=at)

    assert _begin(_open(who), whom).status_code == status
    assert not Reset.objects.exists()


def test_reset_asks_again_who_it_is(settings):
    nell = _open(NELL)
    settings.FOURPOINT_FRESH_SECONDS = 0

    assert _begin(nell, WREN)["Location"].startswith("/account/reauthenticate/")
    assert not Reset.objects.exists()


@pytest.mark.parametrize("changed", [{"reason": " "}, {"what": "everything"}, {"reason": "x" * 501}])
def test_reset_without_a_reason_or_of_nothing_known_is_refused(changed):
    assert _begin(_open(NELL), WREN, **changed).status_code == 400


def test_link_lives_for_two_hours_and_waits_for_a_second_person_for_a_day():
    with time_machine.travel(datetime.fromisoformat("2026-11-20T09:00:00+00:00"), tick=False) as clock:
        at = timezone.now()
        Membership.objects.update(starts_at=at)
        nell = _open(NELL)
        _begin(nell, WREN)
        _begin(nell, TOM)
        letters.send_due(at=at)
        link = next(re.search(r"/account/reset/[^/]+/", one.body) for one in mail.outbox if one.to == [WREN]).group()
        clock.shift(timedelta(minutes=119))
        assert Client().get(link).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert Client().get(link).status_code == 404
        assert Client().post(link, NEW).status_code == 404
        clock.shift(timedelta(hours=22))
        confirm = f"{_page(TOM)}reset/{Reset.objects.get(person__email=TOM).id}/confirm/"
        assert _open(INES).post(confirm).status_code == 403


def test_withdrawn_reset_later_one_and_leaver_open_nothing():
    nell, links = _open(NELL), []
    for _ in range(3):
        _begin(nell, WREN)
        links.append(_link())
    assert [Client().get(link).status_code for link in links] == [404, 404, 200]
    withdraw = f"{_page(WREN)}reset/{Reset.objects.latest('id').id}/withdraw/"

    assert nell.post(withdraw).status_code == 302
    assert Client().get(links[-1]).status_code == 404
    assert nell.post(withdraw).status_code == 403
    refused = _begin(nell, WREN)
    assert refused.status_code == 400
    assert "as often as it may be in a day" in refused.content.decode()


def test_who_has_left_since_is_not_let_in():
    _begin(_open(NELL), WREN)
    link, at = _link(), timezone.now()
    with context.acting(_number(INES), at=at) as who:
        membership_id = Membership.objects.get(person__email=WREN).id
        going = leaving.Going(
            membership_id=membership_id, successor_id=_number(NELL), reason="left", caseloads=CASELOADS
        )
        leaving.close_leaver(by=who.actor, purpose="administration", at=at, going=going)

    assert Client().post(link, NEW).status_code == 404


def test_one_keeper_begins_only_so_many_in_a_day():
    at = timezone.now()
    people = [hire(f"p{number}@force.example", agency="force", at=at) for number in range(11)]
    said = {"what": "password", "reason": "Met."}
    with context.acting(_number(NELL), at=at) as who:
        for person in people[:10]:
            resets.begin(by=who.actor, purpose="administration", at=at, person_id=person, **said)
        with pytest.raises(resets.TooManyResets, match="ask a colleague"):
            resets.begin(by=who.actor, purpose="administration", at=at, person_id=people[10], **said)


def test_forgotten_password_page_says_the_same_of_every_address_and_tells_the_keepers_of_a_known_one():
    known = Client().post(FORGOTTEN, {"email": "Wren@force.example"})
    unknown = Client().post(FORGOTTEN, {"email": "nobody@force.example"})

    assert known["Location"] == unknown["Location"] == f"{FORGOTTEN}?asked=1"
    assert "If that address has an account here" in Client().get(known["Location"]).content.decode()
    assert "force.example" not in str(HelpAsked.objects.values())
    assert not Letter.objects.exists()
    assert help_asked.tell_keepers(at=timezone.now()) == 1
    letters.send_due(at=timezone.now())
    assert {(one.to[0], _page(WREN) in one.body) for one in mail.outbox} == {(INES, True), (NELL, True)}
    assert _events("sign-in.ask") == [("sign-in.ask-for-help", get_steward("force"), str(_number(WREN)), "")]
    assert "Wren" not in mail.outbox[0].body.replace(_page(WREN), "")


def test_address_is_passed_on_once_an_hour_however_often_it_asks():
    at = timezone.now()
    for _ in range(3):
        help_asked.ask_for_help(WREN, at=at)

    assert help_asked.tell_keepers(at=at) == 1
    help_asked.ask_for_help(WREN, at=at)
    assert help_asked.tell_keepers(at=at + timedelta(minutes=59)) == 0
    help_asked.forget_old(at=at + timedelta(hours=3))
    assert not HelpAsked.objects.exists()
    help_asked.ask_for_help(WREN, at=at + timedelta(hours=3))
    assert help_asked.tell_keepers(at=at + timedelta(hours=3)) == 1


def test_asking_from_one_place_is_limited_and_a_bad_address_is_said_to_be(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "reset_password": "2/m/ip"}

    answers = [Client().post(FORGOTTEN, {"email": f"a{number}@force.example"}).status_code for number in range(3)]

    assert answers == [302, 302, 429]
    assert Client().post(FORGOTTEN, {"email": "no address"}).status_code == 400
