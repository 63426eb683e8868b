"""Signing in: lock-out, limits of sessions, the second factor that production asks for, and what the trail keeps."""

from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.records.agencies.models import Lockout, Person, SignIn
from fourpoint.records.audit.models import Event
from fourpoint.services.agencies import actions, lockouts, sessions
from fourpoint.services.agencies.founding import get_steward
from tests.factories.hiring import PASSWORD, found, hire

pytestmark = pytest.mark.django_db
LOGIN, SESSIONS = "/account/login/", "/account/sessions/"
WREN, INES = "wren@force.example", "ines@force.example"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _world():
    cache.clear()
    at = timezone.now()
    found("force", at=at)
    hire(WREN, agency="force", at=at)
    hire(INES, agency="force", at=at, roles=("governance",))


def _try(client, password=PASSWORD, email=WREN):
    return client.post(LOGIN, {"login": email, "password": password})


def _open(email=WREN):
    client = Client()
    assert _try(client, email=email).status_code == 302
    return client


def _is_in(client):
    return client.get(SESSIONS).status_code == 200


def _events(action):
    ines = Person.objects.get(email=INES).id
    with context.acting(ines, at=timezone.now()):
        return list(Event.objects.filter(action=action).order_by("at").values("person_id", "object_id", "facts"))


def test_address_closes_after_repeated_failures_whoever_asks_and_opens_again():
    with time_machine.travel(datetime.fromisoformat("2026-11-20T09:00:00+00:00"), tick=False) as clock:
        for _ in range(5):
            _try(Client(), "a guess that is wrong")
        # Another process, another browser: the count is in the database.
        cache.clear()
        closed = _try(Client())
        clock.shift(timedelta(minutes=15, seconds=1))
        opened = _try(Client())

    assert closed.status_code == 200
    assert "Too many failed login attempts" in closed.content.decode()
    assert opened.status_code == 302


def test_unknown_address_closes_alike_and_is_not_written_down():
    for _ in range(6):
        response = _try(Client(), "a guess that is wrong", email="nobody@force.example")

    assert "Too many failed login attempts" in response.content.decode()
    assert "nobody" not in str(Lockout.objects.values())


def test_colleague_opens_a_closed_address_and_nobody_else_does():
    for _ in range(5):
        _try(Client(), "a guess that is wrong")
    wren = Person.objects.get(email=WREN).id
    path = f"/agencies/force/people/{wren}/unlock/"
    ines = _open(INES)

    assert "is closed for a while" in ines.get(f"/agencies/force/people/{wren}/").content.decode()
    assert Client().post(path).status_code == 302
    assert lockouts.is_closed(WREN, at=timezone.now())
    assert ines.post(path).status_code == 302
    assert not lockouts.is_closed(WREN, at=timezone.now())
    assert ines.post(f"/agencies/force/people/{Person.objects.get(email=INES).id}/unlock/").status_code == 403


def test_wrong_codes_close_the_address_too():
    TOTP.activate(Person.objects.get(email=WREN), KEY)
    client = Client()
    there = _try(client)["Location"]
    for _ in range(5):
        client.post(there, {"code": "000000"})
    code = format_hotp_value(hotp_value(KEY, next(iter(yield_hotp_counters_from_time()))))

    response = client.post(there, {"code": code})

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert {event["facts"]["step"] for event in _events("sign-in.fail")} == {"second-factor"}


def test_trail_keeps_who_came_failed_and_left():
    _try(Client(), "a guess that is wrong")
    client = _open()
    client.post("/account/logout/")
    wren = Person.objects.get(email=WREN).id

    (failed,), (came,), (left,) = _events("sign-in.fail"), _events("sign-in.enter"), _events("sign-in.leave")

    assert (failed["person_id"], failed["object_id"]) == (get_steward("force"), str(wren))
    assert (came["person_id"], came["facts"]) == (wren, {"manner": "password"})
    assert (left["person_id"], left["facts"]) == (wren, {"why": "signed-out"})
    assert SignIn.objects.get(person_id=wren).ended == "signed-out"


@pytest.mark.parametrize(("step_minutes", "lasts"), [(29, 20), (31, 1)])
def test_session_ends_when_idle_and_after_a_working_day_at_the_latest(step_minutes, lasts):
    with time_machine.travel(datetime.fromisoformat("2026-11-20T08:00:00+00:00"), tick=False) as clock:
        client, requests = _open(), 0
        while _is_in(client):
            requests += 1
            clock.shift(timedelta(minutes=step_minutes))
        shown = client.get(LOGIN).content.decode()

    assert requests == (lasts + 1 if step_minutes == 29 else lasts)
    assert "You were signed out because" in shown
    assert SignIn.objects.get().ended == ("too-long" if step_minutes == 29 else "idle")


def test_third_session_closes_the_first(settings):
    settings.FOURPOINT_LIMIT_SESSIONS = True
    first, second = _open(), _open()
    assert _is_in(first)
    assert _is_in(second)

    third = _open()

    assert _is_in(third)
    assert not _is_in(first)
    assert _is_in(second)
    assert SignIn.objects.filter(ended="too-many").count() == 1


def test_person_sees_and_closes_their_own_sessions_only():
    first, second, other = _open(), _open(), _open(INES)
    for client in (first, second, other):
        client.get(SESSIONS, headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    mine = {row.id: row for row in SignIn.objects.filter(person__email=WREN)}
    theirs = SignIn.objects.get(person__email=INES).id
    here = first.session["fourpoint_session"]
    (there,) = set(mine) - {here}

    page = first.get(SESSIONS).content.decode()

    assert "This session" in page
    assert f"{SESSIONS}{theirs}/" not in page
    assert first.post(f"{SESSIONS}{theirs}/close/").status_code == 404
    assert first.post(f"{SESSIONS}{there}/close/").status_code == 302
    assert [_is_in(client) for client in (first, second, other)] == [True, False, True]


def test_closing_all_but_this_one_leaves_this_one():
    first, second, third = _open(), _open(), _open()
    for client in (first, second, third):
        assert _is_in(client)

    first.post(f"{SESSIONS}close/")

    assert [_is_in(client) for client in (first, second, third)] == [True, False, False]


def test_cookie_of_a_closed_session_is_nobody_s():
    client = _open()
    assert _is_in(client)
    stolen = Client()
    stolen.cookies = client.cookies.copy()

    sessions.close_all(Person.objects.get(email=WREN).id, at=timezone.now())

    assert not _is_in(stolen)


def test_nobody_passes_without_a_second_factor_where_it_is_required(settings):
    settings.FOURPOINT_SECOND_FACTOR = "required"
    client = _open()

    for path in ("/", "/profiles/", SESSIONS, "/agencies/", "/account/access/", "/account/password/change/"):
        response = client.get(path)
        assert (response.status_code, response.headers.get("Location")) == (302, "/account/second-factor/"), path
    assert "This installation asks everybody for one" in client.get("/account/second-factor/").content.decode()
    TOTP.activate(Person.objects.get(email=WREN), KEY)
    assert _is_in(client)


def test_act_that_matters_asks_again_and_then_goes_on(settings):
    client, path = _open(INES), "/agencies/force/people/invite/"
    assert client.get(path).status_code == 200
    settings.FOURPOINT_FRESH_SECONDS = 0

    asked = client.get(path)
    wrong = client.post(asked["Location"], {"password": "not it"})
    settings.FOURPOINT_FRESH_SECONDS = 900
    right = client.post(asked["Location"], {"password": PASSWORD})

    assert asked["Location"].startswith("/account/reauthenticate/?next=%2Fagencies%2F")
    assert wrong.status_code == 200
    assert right["Location"] == path
    assert {event["facts"]["step"] for event in _events("sign-in.fail")} == {"confirm"}


def test_agency_is_chosen_by_who_belongs_to_several():
    at = timezone.now()
    found("second", at=at)
    post = actions.Post(roles=("reader",), clearance=Marking.OFFICIAL, default_purpose="local-profile", starts_at=at)
    wren = Person.objects.get(email=WREN).id
    with context.acting(get_steward("second"), at=at) as who:
        actions.grant_membership(by=who.actor, purpose="administration", at=at, person_id=wren, post=post)
    client = _open()
    second = who.actor.agency_id

    assert client.get("/agencies/second/").status_code == 404
    assert client.post("/account/agency/", {"agency": str(second)}).status_code == 302
    assert client.get("/agencies/second/").status_code == 200
    for wrong in ("0", "x", "", str(10**9), "9" * 40):
        assert client.post("/account/agency/", {"agency": wrong}).status_code == 400
