"""The pages of subjects: searched before one is made, confirmed by a person, and closed to others."""

import re
from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.records.intelligence.models import Report
from fourpoint.records.subjects.models import Identity, Statement, Subject
from tests.factories.cast import load_cast, this_hour
from tests.factories.linking import create, original, released, share, state, take_back
from tests.factories.sending import IVY, ivy
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
HOME = "/subjects/"
ASHA, BEV, CAL = "asha@invicta.example", "bev@thanet.example", "cal@northmoor.example"


@pytest.fixture(autouse=True)
def _cast(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    load_cast(this_hour())


@pytest.fixture
def report():
    return released(at=this_hour())


def made(report, name="Jay Hollow", **given):
    return create(report, name, at=this_hour(), **given)


def seen(read):
    with context.acting(ivy(), at=this_hour()):
        return read()


def reference(subject):
    return seen(lambda: Subject.objects.get(pk=subject).reference)


def test_what_a_report_names_is_suggested_and_made_by_a_person_alone(report):
    client = signed_in(IVY)
    page = text(client.get(f"{HOME}link/?report={report}"))
    for words in (
        "Jay Hollow",
        "AB12 CDE",
        "07700 900123",
        "Nothing is made of it until you confirm it",
        "Nothing yet",
    ):
        assert words in page
    assert seen(Statement.objects.count) == 0
    address = f"{HOME}confirm/?report={report}&item=1&suggestion=1"
    first = {"kind": "person", "code": "name", "text": "Jay Hollow"}
    assert 'value="Jay Hollow"' in text(client.get(address))

    looked = text(client.post(address, first | {"search": "1"}))
    assert "None of these: make a new subject" in looked
    assert seen(Statement.objects.count) == 0
    assert client.post(address, first | {"save": "1"}).status_code == 400

    kept = client.post(address, first | {"save": "1", "chosen": "new"})

    assert kept["Location"] == f"{HOME}link/?report={report}"
    assert "Stated</strong>" in text(client.get(kept["Location"]))
    assert seen(lambda: Statement.objects.get().made_by_id) == ivy()


def test_candidates_come_with_reasons_and_one_of_them_is_chosen(report):
    held = made(report)
    client = signed_in(IVY)
    address = f"{HOME}confirm/?report={report}&item=1"
    said = {"kind": "person", "code": "name", "text": "Jay Holow"}

    assert "one letter" in text(client.post(address, said | {"search": "1"}))
    assert client.post(address, said | {"save": "1", "chosen": str(held)}).status_code == 302

    assert seen(lambda: set(Statement.objects.values_list("subject_id", "text"))) == {
        (held, "Jay Hollow"),
        (held, "Jay Holow"),
    }


def test_readers_search_and_see_the_picture_of_what_is_open_to_them(report):
    subject = made(report)
    state(subject, original(at=this_hour()), "describes", "Wears a grey coat", at=this_hour())
    client = signed_in(ASHA)

    assert "Same name" in text(client.get(f"{HOME}?name=Jay+Hollow"))
    page = text(client.get(f"{HOME}{subject}/"))

    assert "Jay Hollow" in page
    assert "One source" in page
    assert "grey coat" not in page
    assert "State something" not in page
    assert "grey coat" in text(signed_in(IVY).get(f"{HOME}{subject}/"))


@pytest.mark.parametrize("email", [BEV, CAL])
def test_to_other_agencies_there_is_no_such_subject_or_report(report, email):
    subject = made(report)
    statement = seen(lambda: Statement.objects.get().pk)
    client = signed_in(email)

    for page in (
        f"{subject}/",
        f"{subject}/state/",
        f"{subject}/join/",
        f"statements/{statement}/withdraw/",
        f"link/?report={report}",
        f"confirm/?report={report}&item=1",
        "judgements/1/take-back/",
    ):
        assert client.get(HOME + page).status_code == 404
    assert "Hollow" not in text(client.get(HOME))
    assert "Nothing that you may read is like it" in text(client.get(f"{HOME}?name=Jay+Hollow"))


def test_colleague_without_the_duty_reads_and_changes_nothing(report):
    subject = made(report)
    client = signed_in(ASHA)

    assert "Look and confirm" not in text(client.get(f"{HOME}link/?report={report}"))
    for page in (f"{subject}/state/", f"{subject}/join/", f"confirm/?report={report}&item=1"):
        assert client.get(HOME + page).status_code == 403


def test_stranger_signs_in_first(client):
    assert client.get(HOME).status_code == 302


def test_something_is_stated_contradicted_and_withdrawn(report):
    subject = made(report)
    client = signed_in(IVY)
    with context.acting(ivy(), at=this_hour()):
        number = Report.objects.get(pk=report).reference
    sent = {"report": number, "item": "1", "code": "date-of-birth", "text": "1990-03-12"}

    for birth in ("1990-03-12", "1990-03-21"):
        assert client.post(f"{HOME}{subject}/state/", sent | {"text": birth}).status_code == 302
    page = text(client.get(f"{HOME}{subject}/"))
    assert page.count("Contradicted</strong>") == 2
    wrong = re.findall(r"statements/(\d+)/withdraw/", page)[-1]
    assert client.post(f"{HOME}statements/{wrong}/withdraw/", {"reason": ""}).status_code == 400
    assert client.post(f"{HOME}statements/{wrong}/withdraw/", {"reason": "A slip."}).status_code == 302
    shown = text(client.get(f"{HOME}{subject}/"))
    assert "Contradicted" not in shown
    assert "1 statement was withdrawn" in shown


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"report": "R-NONE-NONE"}, "check the references"),
        ({"code": "category", "category": "suspect", "text": ""}, "looked at again"),
        ({"code": "drives", "text": ""}, "check the references"),
        ({"text": "12 March"}, "year, month and day"),
    ],
)
def test_what_is_wrong_is_said(report, changes, said):
    subject = made(report)
    with context.acting(ivy(), at=this_hour()):
        number = Report.objects.get(pk=report).reference
    sent = {"report": number, "item": "1", "code": "date-of-birth", "text": "1990-03-12"}

    response = signed_in(IVY).post(f"{HOME}{subject}/state/", sent | changes)

    assert response.status_code == 400
    assert said in text(response)


def test_two_are_judged_to_be_one_and_the_judgement_is_taken_back(report):
    one, other = made(report), made(report, "Bill Marsh")
    client = signed_in(IVY)

    joined = client.post(f"{HOME}{one}/join/", {"other": reference(other), "why": "The same tattoo."})

    assert joined.status_code == 302
    assert "Bill Marsh" in text(client.get(f"{HOME}{one}/"))
    judgement = seen(lambda: Identity.objects.get().pk)
    assert client.post(f"{HOME}judgements/{judgement}/take-back/", {"reason": "Two tattoos."}).status_code == 302
    assert "Bill Marsh" not in text(client.get(f"{HOME}{one}/"))
    assert client.get(f"{HOME}judgements/{judgement}/take-back/").status_code == 404


def test_list_of_suspects_says_whom_it_leaves_out(report):
    soon = this_hour().date() + timedelta(days=30)
    one, other = made(report), made(report, "Bill Marsh")
    for subject in (one, other):
        state(subject, report, "category", category="suspect", basis="Seen there.", recheck_on=soon, at=this_hour())
    state(other, report, "category", category="child", at=this_hour())

    page = text(signed_in(IVY).get(f"{HOME}?category=suspect"))

    assert "Jay Hollow" in page
    assert "Bill Marsh" not in page
    assert "1 person is left out, because they are also a child or a victim" in page


def test_partner_reads_what_a_shared_report_states_with_why_and_loses_it_with_the_recall(report):
    subject, hidden = made(report), made(original(at=this_hour()), "Moll Reed")
    share(report, at=this_hour())
    address = f"{HOME}{subject}/"

    client = signed_in(BEV)
    page = text(client.get(address))
    why = page.partition("/why/")[0].rpartition('"')[2] + "/why/"

    assert "Jay Hollow" in page and reference(subject) not in page
    assert why.startswith("/sharing/statement/")
    assert client.get(why).status_code == 200
    assert f"/sharing/subject/{subject}/why/" in text(signed_in(IVY).get(address))
    for found in (client.get(HOME), client.get(HOME, {"name": "Jay Hollow"})):
        assert address in text(found) and reference(subject) not in text(found) and "Moll Reed" not in text(found)
    assert client.get(f"{HOME}{hidden}/").status_code == 404
    assert client.get(f"/sharing/subject/{subject}/why/").status_code == 404
    assert client.get(f"{address}state/").status_code == 403
    assert signed_in(CAL).get(address).status_code == 404

    take_back(report, at=this_hour())

    assert client.get(address).status_code == 404
    assert "Jay Hollow" not in text(client.get(HOME))
