"""Pages of agencies: whom each reader finds, and what whoever keeps the people of an agency does there."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fourpoint.records.agencies.models import Contact, Invitation, Membership, Person, SignIn
from tests.factories.cast import load_cast, this_hour
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db

INES, TOM, ASHA, BEV, CAL, PAT = (
    f"{name}.example"
    for name in ("ines@invicta", "tom@thanet", "asha@invicta", "bev@thanet", "cal@northmoor", "pat@invicta")
)
INVICTA, PEOPLE = "/agencies/invicta/", "/agencies/invicta/people/"
INVITED = {
    "name": "Wren Alder",
    "email": "Wren@invicta.example",
    "roles": ["reader"],
    "clearance": "O",
    "default_purpose": "local-profile",
}


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(this_hour(), material=True)


def _text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def _number(email):
    return Person.objects.get(email=email).id


def _invite(client, **changed):
    return client.post(f"{PEOPLE}invite/", INVITED | changed)


def _link(response):
    return re.search(r'value="http://testserver(/account/invitation/[^"]+)"', response.content.decode()).group(1)


def test_partner_finds_contacts_by_name_and_no_people(cast):
    client = signed_in(BEV)

    page = _text(client.get(INVICTA))

    assert "Ines Calder (fictional)" in page
    assert "Kent" in page
    assert "Jon Sedley" not in page
    assert client.get(PEOPLE).status_code == 403


def test_agency_without_an_agreement_is_not_there_unless_it_is_listed(cast):
    client = signed_in(CAL)

    page = _text(client.get("/agencies/"))

    assert "Northmoor Constabulary" in page
    assert "Invicta Fire and Rescue" in page
    assert "Invicta Constabulary" not in page
    assert client.get(INVICTA).status_code == 404
    assert client.get(PEOPLE).status_code == 404


def test_listed_agency_tells_a_stranger_its_desk_and_nobody_s_name(cast):
    Contact.objects.filter(agency__code="harbour-homes").update(name="Sam Person (fictional)")

    page = _text(signed_in(CAL).get("/agencies/harbour-homes/"))

    assert "enforcement@harbour-homes.example" in page
    assert "Sam Person" not in page
    assert "Covers" not in page


@pytest.mark.parametrize("email", [ASHA, PAT])
def test_member_without_the_role_keeps_no_people(cast, email):
    client = signed_in(email)

    assert client.get(INVICTA).status_code == 200
    for path in (PEOPLE, f"{PEOPLE}due/", f"{PEOPLE}invite/", f"{PEOPLE}{cast.asha}/", f"{PEOPLE}{cast.asha}/close/"):
        assert client.get(path).status_code == 403, path


def test_administrator_sees_what_wants_seeing_to(cast):
    page = _text(signed_in(INES).get(PEOPLE))

    assert "Training has lapsed: Information sharing" in page
    assert "Vetting has lapsed" in page
    assert "Recertification is due" in page
    assert "Robin Hale" in page
    assert "Bev Marlowe" not in page
    assert "steward" not in page.lower()


def test_invitation_makes_an_account_once_and_for_whoever_it_is_for(cast):
    shown = _invite(signed_in(INES))
    link, newcomer = _link(shown), Client()

    assert "Invicta Constabulary" in _text(newcomer.get(link))
    short = newcomer.post(link, {"password": "short", "again": "short"})
    sent = newcomer.post(link, {"password": "a good long password", "again": "a good long password"})
    again = Client().post(link, {"password": "another long password", "again": "another long password"})

    assert short.status_code == 400
    assert sent["Location"].startswith("/account/login/?next=")
    assert again.status_code == 404
    person = Person.objects.get(email="wren@invicta.example")
    assert person.check_password("a good long password")
    assert Membership.objects.get(person=person).roles == ["reader"]
    signed = newcomer.post("/account/login/", {"login": "wren@invicta.example", "password": "a good long password"})
    assert signed.status_code == 302
    assert "You are a member of Invicta" in _text(newcomer.get(link))
    assert link.split("/")[-2] not in str(Invitation.objects.values())


def test_known_address_is_neither_told_nor_changed(cast):
    """Who invites somebody of another agency learns nothing, and cannot set their password."""
    before = Person.objects.get(email=CAL).password
    shown = _invite(signed_in(INES), email=CAL)
    link = _link(shown)
    new = _link(_invite(signed_in(INES)))

    known = Client().post(link, {"password": "a good long password", "again": "a good long password"})
    unknown = Client().post(new, {"password": "a good long password", "again": "a good long password"})

    assert known.status_code == unknown.status_code == 302
    assert known["Location"].partition("=")[0] == unknown["Location"].partition("=")[0]
    assert Person.objects.get(email=CAL).password == before
    assert Membership.objects.filter(person_id=cast.cal).count() == 1
    cal = signed_in(CAL)
    assert "Take the place up" in _text(cal.get(link))
    cal.post(link)
    assert Membership.objects.filter(person_id=cast.cal, agency__code="invicta").count() == 1


def test_link_is_nobody_else_s(cast):
    link = _link(_invite(signed_in(INES)))
    bev = signed_in(BEV)

    assert "for another address" in _text(bev.get(link))
    assert bev.post(link).status_code == 403
    assert not Membership.objects.filter(person_id=cast.bev, agency__code="invicta").exists()


def test_link_runs_out_and_is_withdrawn(cast):
    ines = signed_in(INES)
    first = _link(_invite(ines))
    Invitation.objects.filter(email="wren@invicta.example").update(
        made_at=timezone.now() - timedelta(days=5), expires_at=timezone.now() - timedelta(seconds=1)
    )
    second = _link(_invite(ines))
    row = Invitation.objects.get(email="wren@invicta.example", withdrawn_at=None)

    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    ines.post(f"{PEOPLE}invitations/{row.id}/withdraw/")
    assert Client().get(second).status_code == 404
    assert ines.post(f"{PEOPLE}invitations/{row.id}/withdraw/").status_code == 403


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "nothing"}, "Enter a valid email address."),
        ({"name": " "}, "Enter the person"),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["steward"]}, "Select a valid choice"),
        ({"roles": ["analyst", "platform-administrator"]}, "held alone"),
        ({"email": "asha@invicta.example"}, "a member of your agency already"),
        ({"ends_on_0": "31", "ends_on_1": "2", "ends_on_2": "2027"}, "That is no day"),
        ({"ends_on_0": "1", "ends_on_1": "2", "ends_on_2": "2020"}, "has passed"),
    ],
)
def test_invitation_that_cannot_be_says_why(cast, changed, said):
    response = _invite(signed_in(INES), **changed)

    assert response.status_code == 400
    assert said in _text(response)
    assert "There is a problem" in _text(response)
    assert not Invitation.objects.filter(email="wren@invicta.example").exists()


def test_roles_change_and_what_was_held_stays_on_record(cast):
    client, person = signed_in(INES), _number("jon@invicta.example")
    changed = {key: INVITED[key] for key in ("clearance", "default_purpose")} | {
        "roles": ["analyst"],
        "reason": "moved",
    }

    client.post(f"{PEOPLE}{person}/roles/", changed)

    page = _text(client.get(f"{PEOPLE}{person}/"))
    assert "The roles are changed" in page
    assert "Earlier places in this agency Reader" in page
    assert [row.roles for row in Membership.objects.filter(person_id=person).order_by("id")] == [
        ["reader"],
        ["analyst"],
    ]


def test_vetting_and_training_are_recorded_and_withdrawn(cast):
    client, path = signed_in(INES), f"{PEOPLE}{cast.asha}/"
    day = {
        f"{name}_{part}": str(value) for name in ("held_from", "taken_on") for part, value in enumerate((1, 2, 2026))
    }
    until = {"held_until_0": "1", "held_until_1": "2", "held_until_2": "2030"}

    client.post(f"{path}vetting/", {"level": "management-vetting", **day, **until})
    client.post(f"{path}training/", {"course": "unconscious-bias", **day})
    page = _text(client.get(path))

    assert "Management vetting: held from 1 February 2026, counts until 1 February 2030" in page
    assert "Fair decisions: taken on 1 February 2026, counts until 1 February 2029" in page
    proof = re.search(r"vetting/(\d+)/withdraw/", client.get(path).content.decode()).group(1)
    assert client.post(f"{path}training/{proof}/withdraw/", {"reason": "x"}).status_code in (302, 404)
    assert client.post(f"{path}vetting/{proof}/withdraw/", {"reason": ""}).status_code == 400
    assert client.post(f"{path}vetting/{proof}/withdraw/", {"reason": "a slip"}).status_code == 302
    assert "Withdrawn" in _text(client.get(path))
    assert client.get(f"{path}nonsense/{proof}/withdraw/").status_code == 404


def test_place_is_confirmed_by_a_colleague_and_not_by_oneself(cast):
    client, jon = signed_in(INES), _number("jon@invicta.example")

    assert "Jon Sedley" in _text(client.get(f"{PEOPLE}due/"))
    client.post(f"{PEOPLE}{jon}/recertify/")

    client.get(f"{PEOPLE}due/")
    assert "Jon Sedley" not in _text(client.get(f"{PEOPLE}due/"))
    assert client.post(f"{PEOPLE}{cast.ines}/recertify/").status_code == 403


def test_leaver_is_closed_the_same_moment(cast):
    asha, ines = signed_in(ASHA), signed_in(INES)
    assert asha.get("/account/sessions/").status_code == 200
    Contact.objects.filter(email="dev@invicta.example").update(email=ASHA)

    refused = ines.post(f"{PEOPLE}{cast.asha}/close/", {"successor": "", "reason": "left"})
    closed = ines.post(f"{PEOPLE}{cast.asha}/close/", {"successor": str(cast.ines), "reason": "left the force"})

    assert refused.status_code == 400
    assert closed.status_code == 302
    page = _text(ines.get(f"{PEOPLE}{cast.asha}/"))
    assert "Closed: opens nothing of this agency" in page
    assert "Contacts ended: 1" in page
    assert asha.get("/account/sessions/").status_code == 302
    assert not SignIn.objects.filter(person_id=cast.asha, ended_at=None).exists()
    assert ines.get(f"{PEOPLE}{cast.asha}/roles/").status_code == 403


def test_contact_is_named_and_ended(cast):
    client = signed_in(INES)
    day = {f"starts_on_{part}": str(value) for part, value in enumerate((1, 1, 2026))}
    nobody = {"kind": "duty", "name": "Nobody's desk", **day}

    assert "needs an e-mail address or a telephone number" in _text(client.post(f"{INVICTA}contacts/new/", nobody))
    client.post(f"{INVICTA}contacts/new/", {**nobody, "name": "Night desk", "telephone": "01632 960111"})
    row = Contact.objects.get(name="Night desk")

    assert "Night desk" in _text(client.get(INVICTA))
    assert signed_in(TOM).post(f"{INVICTA}contacts/{row.id}/end/").status_code == 403
    client.post(f"{INVICTA}contacts/{row.id}/end/")
    assert "Night desk" not in _text(client.get(INVICTA))
    assert client.post(f"{INVICTA}contacts/{row.id}/end/").status_code == 404


def test_agency_says_what_it_covers(cast):
    client = signed_in(TOM)

    wrong = client.post("/agencies/thanet/describe/", {"districts": "Thanet"})
    client.post("/agencies/thanet/describe/", {"districts": "e07000114, E07000108", "listed": "on"})

    assert "is not a published area code" in _text(wrong)
    page = _text(client.get("/agencies/thanet/"))
    assert "Thanet, Dover" in page
    assert "Every agency on this system" in page
