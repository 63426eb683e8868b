"""Signing in and out, what errors do not tell, and the page that says what I may see and why."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fourpoint.access import context
from fourpoint.records.agencies.models import Person
from fourpoint.services.agencies.actions import end_membership
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.agencies.queries import find_person
from tests.factories.cast import PASSWORD, load_cast, this_hour

pytestmark = pytest.mark.django_db

LOGIN, ACCESS = "/account/login/", "/account/access/"


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


@pytest.fixture
def cast():
    return load_cast(this_hour(), material=True)


def _sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def _text(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("email", ["bev@thanet.example", "BEV@Thanet.example"])
def test_right_password_signs_in_whatever_the_capitals_of_the_address(client, cast, email):
    response = _sign_in(client, email)

    assert response.status_code == 302
    assert int(client.session["_auth_user_id"]) == cast.bev


@pytest.mark.parametrize("email", ["bev@thanet.example", "nobody@thanet.example", "ines@invicta.example"])
def test_wrong_password_unknown_address_and_closed_door_look_the_same(client, cast, email):
    response = _sign_in(client, email, "not the password at all")

    assert response.status_code == 200
    assert "The email address and/or password you specified are not correct." in _text(response)
    assert "_auth_user_id" not in client.session


def test_steward_cannot_sign_in(client, cast):
    for password in ("!steward", "!", ""):
        _sign_in(client, "steward@invicta.invalid", password)

    assert "_auth_user_id" not in client.session
    assert not Person.objects.get(id=get_steward("invicta")).check_password("!steward")


def test_guessing_is_stopped(client, cast):
    for _ in range(6):
        response = _sign_in(client, "bev@thanet.example", "a guess that is wrong")
    right = _sign_in(client, "bev@thanet.example")

    assert "Too many failed login attempts" in _text(response)
    assert right.status_code == 200
    assert "_auth_user_id" not in client.session


def test_closed_account_is_refused_at_its_next_request(client, cast):
    _sign_in(client, "bev@thanet.example")
    Person.objects.filter(id=cast.bev).update(is_active=False)

    response = client.get(ACCESS)

    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)


def test_signing_out_needs_a_form(client, cast):
    _sign_in(client, "bev@thanet.example")

    shown = client.get("/account/logout/")
    still = "_auth_user_id" in client.session
    client.post("/account/logout/")

    assert shown.status_code == 200
    assert still
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_or_resets_by_mail(client):
    for path in ("signup/", "password/reset/", "email/", "confirm-email/"):
        assert client.get(f"/account/{path}").status_code in (302, 404)
        assert client.post(f"/account/{path}", {"email": "new@example.example"}).status_code in (302, 404)
    assert not Person.objects.filter(email="new@example.example").exists()


def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client, cast):
    cookie = _sign_in(client, "bev@thanet.example").cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


def test_sign_in_makes_a_new_session(client, cast):
    client.get(LOGIN)
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key

    _sign_in(client, "bev@thanet.example")

    assert client.session.session_key != before


def test_access_page_gives_the_rules_reasons(client, cast):
    _sign_in(client, "bev@thanet.example")

    page = _text(client.get(ACCESS))

    assert "Thanet District Council (fictional team)" in page
    assert "Your agency is named, and Sharing of local profiles" in page
    assert "ended on 31 December 2024." in page
    assert "Only the agency that owns it may change it." in page
    assert "Crime and Disorder Act 1998, section 115" in page


def test_access_page_of_another_force_names_nothing_of_the_first(client, cast):
    _sign_in(client, "cal@northmoor.example")

    page = _text(client.get(ACCESS))

    assert "Northmoor Constabulary (fictional)" in page
    assert "Invicta" not in page
    assert "Thanet" not in page


def test_purpose_is_chosen_from_the_catalogue_and_changes_the_answer(client, cast):
    _sign_in(client, "bev@thanet.example")

    client.post(reverse("account_purpose"), {"purpose": "safeguarding"})
    page = _text(client.get(ACCESS))

    assert "You are reading for: <strong>Safeguarding</strong>" in page
    assert "The owner did not share it for this purpose." in page


@pytest.mark.parametrize("purpose", ["administration", "", "'; DROP TABLE x; --", "\0"])
def test_purpose_that_cannot_be_chosen_is_refused(client, cast, purpose):
    _sign_in(client, "bev@thanet.example")

    response = client.post(reverse("account_purpose"), {"purpose": purpose})

    assert response.status_code == 400
    assert context.person(cast.bev, at=timezone.now()).purpose == "local-profile"


def test_purpose_planted_in_the_session_is_not_believed(client, cast):
    _sign_in(client, "bev@thanet.example")
    session = client.session
    session["fourpoint_purpose"] = "administration"
    session.save()

    assert "You are reading for: <strong>Local profile</strong>" in _text(client.get(ACCESS))


def test_ended_membership_closes_everything_at_the_next_request(client, cast):
    _sign_in(client, "bev@thanet.example")
    at = timezone.now()
    with context.acting(find_person("tom@thanet.example"), at=at) as who:
        held = Person.objects.get(id=cast.bev).memberships.get().id
        end_membership(by=who.actor, purpose=who.purpose, at=at, membership_id=held, reason="left the council")

    page = _text(client.get(ACCESS))

    assert "None at present, so nothing is open to you" in page
    assert "Invicta" not in page


def test_second_factor_is_asked_for_once_it_is_set_up(client, cast):
    person = Person.objects.get(id=cast.bev)
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)

    response = _sign_in(client, "bev@thanet.example")
    before = "_auth_user_id" in client.session
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(response["Location"], {"code": code})

    assert response["Location"].startswith(reverse("mfa_authenticate"))
    assert not before
    assert int(client.session["_auth_user_id"]) == cast.bev
    assert Authenticator.objects.filter(user=person).count() == 1
    assert get_adapter().decrypt(Authenticator.objects.get(user=person).data["secret"]) == secret
    assert secret not in Authenticator.objects.get(user=person).data["secret"]


def test_code_of_an_app_works_once_in_every_process_and_a_step_early_or_late(cast, settings):
    person = Person.objects.get(id=cast.bev)
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    before, now, after = (format_hotp_value(hotp_value(secret, step)) for step in yield_hotp_counters_from_time())

    def comes_in(code):
        # What one process remembers of used codes another does not.
        cache.clear()
        browser = Client()
        browser.post(_sign_in(browser, "bev@thanet.example")["Location"], {"code": code})
        return "_auth_user_id" in browser.session

    assert [comes_in(code) for code in (before, before, now, now, before, after, after)] == [
        True, False, True, False, False, True, False,
    ]  # fmt: skip


def test_second_factor_pages_are_ours(client, cast):
    _sign_in(client, "bev@thanet.example")

    assert "Your account is protected by its password alone." in _text(client.get(reverse("mfa_index")))
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "we ask for your password again" in _text(asked)
    client.post(asked.redirect_chain[-1][0], {"password": PASSWORD})
    assert "Add an authenticator app" in _text(client.get(reverse("mfa_activate_totp")))
    assert "Change password" in _text(client.get(reverse("account_change_password")))


def test_somebody_without_a_password_here_is_told_where_to_change_it(client, cast):
    person = Person.objects.get(email="dev@invicta.example")
    client.force_login(person)

    answered = client.get(reverse("account_change_password"))

    assert answered.status_code == 403
    assert "You have no password here" in _text(answered)
