"""Agencies' own systems: tokens, what they send as JSON, files of rows; and what is not taken, in one sentence."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from fourpoint.access import context
from fourpoint.records.agencies.models import Membership
from fourpoint.records.audit.models import Event
from fourpoint.records.intelligence.models import Submission, SystemToken
from fourpoint.services.agencies.queries import find_agency
from tests.factories.cast import load_cast, this_hour
from tests.factories.sending import WORDS, ivy
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
API = "/intelligence/api/submissions/"
BEV, TOM, INES = "bev@thanet.example", "tom@thanet.example", "ines@invicta.example"
SENT = {"reference": "ASB/17", "danger": "no", "what": WORDS, "place": "Above the shop"}


@pytest.fixture
def cast():
    return load_cast(this_hour())


@pytest.fixture
def token(cast):
    page = text(signed_in(TOM).post("/intelligence/systems/", {"name": "Housing", "person": cast.bev}))
    return re.search(r"fps_[\w-]{43}", page)[0]


def send(token, said=SENT, **more):
    given = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {token}"}} | more
    return Client().post(API, said, **given)


def count():
    with context.acting(ivy(), at=timezone.now()):
        return Submission.objects.count()


def test_what_is_about_to_happen_is_sent_too_and_a_wrong_day_is_no_fault(cast, token):
    assert send(token, SENT | {"soon": "2199-99-99"}).status_code == 201
    assert send(token, SENT | {"soon": "tomorrow"}).status_code == 409
    assert send(token, SENT | {"reference": "ASB/18", "soon": "tomorrow"}).status_code == 201

    with context.acting(ivy(), at=timezone.now()):
        held = dict(Submission.objects.values_list("soon", "soon_on"))
    assert held == {"2199-99-99": None, "tomorrow": timezone.localdate() + timedelta(days=1)}


def test_system_sends_in_the_name_of_a_person_who_reads_what_became_of_it(cast, token):
    response = send(token)

    assert response.status_code == 201
    assert set(response.json()) == {"reference", "desk", "received_at", "again"}
    assert WORDS in text(signed_in(BEV).get(f"/intelligence/sent/{response.json()['reference']}/"))
    assert signed_in(TOM).get(f"/intelligence/sent/{response.json()['reference']}/").status_code == 404
    with context.acting(ivy(), at=timezone.now()):
        assert Submission.objects.get().channel == "api"


def test_same_reference_is_one_submission_and_other_content_under_it_is_refused(token):
    first, again, other = send(token), send(token), send(token, SENT | {"what": "Synthetic: other."})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert (again.json()["reference"], again.json()["again"]) == (first.json()["reference"], True)
    assert "Something else was sent under that reference before" in other.json()["error"]
    assert count() == 1


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        ([], 400, "Send one object"),
        ({**SENT, "reference": ""}, 400, "Give the reference"),
        ({**SENT, "danger": "maybe"}, 400, "now, unsure or no"),
        ({**SENT, "what": " "}, 400, "Say what you know"),
        ({**SENT, "what": 7}, 400, "Give “what” as a text"),
        ({**SENT, "what": "a" * 20_001}, 400, "20,001 characters"),
        ({**SENT, "who": "a\0b"}, 400, "a null or half a character"),
        ({**SENT, "who": "\ud800"}, 400, "a null or half a character"),
        ({**SENT, "reference": "a" * 81}, 400, "Shorten your own reference"),
        ({**SENT, "grade": "A1"}, 400, "Leave out the field “grade”"),
        ({**SENT, "desk": "no-such-desk"}, 400, "Name under “desk”"),
        ({**SENT, "may_contact": "perhaps"}, 400, "yes or no"),
        ({**SENT, "what": "a" * 50_000_000}, 413, "more text than is taken"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(token, said, status, why):
    response = send(token, said)

    assert response.status_code == status
    assert why in response.json()["error"]
    assert count() == 0


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused_in_a_sentence(token, body):
    assert "no JSON that can be read" in send(token, body).json()["error"]
    assert "Send JSON" in send(token, body, content_type="text/plain").json()["error"]


def test_token_that_is_unknown_over_or_revoked_sends_nothing(cast, token):
    for wrong in ("", "fps_", f"{token}x"):
        assert send(wrong).status_code == 401
    assert Client().post(API, SENT, content_type="application/json").status_code == 401
    assert Client().get(API).status_code == 405
    SystemToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert send(token).status_code == 401
    SystemToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert send(token).status_code == 201
    number = SystemToken.objects.get().pk
    assert signed_in(INES).post("/intelligence/systems/", {"revoke": number}).status_code == 404
    assert signed_in(TOM).post("/intelligence/systems/", {"revoke": number}).status_code == 302
    assert send(token, SENT | {"reference": "2"}).status_code == 401
    assert "Ended" in text(signed_in(TOM).get("/intelligence/systems/"))


def test_token_of_somebody_who_left_sends_nothing(cast, token):
    Membership.objects.filter(person_id=cast.bev).update(ends_at=timezone.now() - timedelta(seconds=1))

    response = send(token)

    assert response.status_code == 403
    assert "member of no agency" in response.json()["error"]
    assert count() == 0


def test_token_is_kept_by_its_holder_alone_and_the_trail_knows_of_it(cast, token):
    assert token not in text(signed_in(TOM).get("/intelligence/systems/"))
    assert token not in str(SystemToken.objects.values().get())
    with context.acting(cast.tom, at=timezone.now()):
        entry = Event.objects.get(action="system-token.issue")
    assert entry.facts == {"name": "Housing", "person": cast.bev} and token not in str(vars(entry))


def test_nobody_issues_tokens_but_who_administers_the_agency(cast):
    for other in (BEV, "asha@invicta.example"):
        assert signed_in(other).get("/intelligence/systems/").status_code == 403
    tom = signed_in(TOM)
    assert tom.post("/intelligence/systems/", {"name": "", "person": cast.bev}).status_code == 400
    assert tom.post("/intelligence/systems/", {"name": "Ours", "person": cast.asha}).status_code == 400
    assert tom.post("/intelligence/systems/", {"revoke": "x"}).status_code == 404
    assert SystemToken.objects.count() == 0
    assert find_agency("thanet")


def upload(content):
    return signed_in(BEV).post("/intelligence/rows/", {"file": SimpleUploadedFile("rows.csv", content)})


def test_bad_row_never_stops_the_file_and_a_taken_row_is_taken_once(cast):
    rows = (
        b"\xef\xbb\xbfreference,danger,what,place\r\n"
        b'1,no,"Synthetic: one, with a comma",Here\r\n'
        b"2,perhaps,Synthetic: two,\r\n"
        b"\r\n"
        b"3,no,,\r\n"
        b",no,Synthetic: without a number,There\r\n"
        b"4,no,Synthetic: four,Here,too much\r\n"
        b'5,no,"Synthetic: five' + b"x" * 200_000 + b'",\r\n'
        b"6,unsure,Synthetic: six,\r\n"
    )
    page = text(upload(rows))

    assert "3 rows taken, 4 rows refused" in page
    for line, why in ((3, "now, unsure or no"), (5, "Say what you know"), (7, "more cells"), (8, "far too long")):
        assert re.search(rf"Line {line}: [^<]*{why}", page), why
    assert "Synthetic" not in page
    assert count() == 3
    again = text(upload(rows))
    assert again.count("sent before") == 3 and count() == 3
    changed = text(upload(rows.replace(b"Synthetic: six", b"Synthetic: other")))
    assert "Line 9: Something else was sent under that reference before" in changed


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "must name the columns"),
        (b"PK\x03\x04\xff\xff", "not in UTF-8"),
        (b"one,two\n1,2\n", "must name the columns"),
        (b"what,danger,grade\n", "columns that can be read"),
        (b"what,danger,what\n", "columns that can be read"),
        (b"what,danger\n" + b"a" * 2 * 1024 * 1024, "more than 2 MB"),
    ],
)
def test_file_that_is_none_is_refused_in_a_sentence(cast, content, why):
    response = upload(content)

    assert response.status_code == 400 and why in text(response)
    assert count() == 0
