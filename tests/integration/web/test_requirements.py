"""The pages of requirements: raised, answered by those asked, judged at the desk, closed; nothing to anybody else."""

import re
from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.records.intelligence.models import Answer, Requirement, Submission
from fourpoint.services.agencies.queries import find_agency
from tests.factories.cast import load_cast, this_hour
from tests.factories.requiring import QUESTION, raise_it
from tests.factories.sending import IVY, ivy
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
HOME, AREA = "/intelligence/requirements/", "E07000114"
ASHA, BEV, CAL = "asha@invicta.example", "bev@thanet.example", "cal@northmoor.example"
SAID = "Synthetic: the old bakery, every Tuesday."


@pytest.fixture
def cast(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(this_hour())


@pytest.fixture
def asked(cast):
    return raise_it(ivy(), at=this_hour())


def filled(**changes):
    day = this_hour().date() + timedelta(days=9)
    given = {
        "question": QUESTION,
        "due_on_0": str(day.day),
        "due_on_1": str(day.month),
        "due_on_2": str(day.year),
        "areas": [AREA],
        "ask-local-profiles": [str(find_agency("thanet"))],
    }
    return given | changes


def answered(number, email=BEV):
    client = signed_in(email)
    form = client.get(f"{HOME}{number}/answer/")
    key = text(form).partition('name="key" value="')[2].partition('"')[0]
    return client.post(f"{HOME}{number}/answer/", {"key": key, "what": SAID, "danger": "no"})


@pytest.mark.parametrize("email", [ASHA, IVY])
def test_raised_from_a_profile_and_shown_there(cast, email):
    client = signed_in(email)
    address = f"{HOME}new/?area={AREA}"
    assert f'value="{AREA}" checked' in text(client.get(address)).replace("  ", " ")

    made = client.post(address, filled())

    assert made.status_code == 302, text(made)
    page = text(client.get(made["Location"]))
    assert QUESTION in page
    assert "The profile it was raised from" in page
    profile = text(client.get(f"/profiles/{AREA}/"))
    assert "What is known, and what is required" in profile
    assert QUESTION in profile
    assert QUESTION in text(signed_in(BEV).get(f"/profiles/{AREA}/"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"question": ""}, "Ask your question."),
        ({"ask-local-profiles": []}, "Choose at least one agency to ask."),
        ({"due_on_2": "1999"}, "Choose a day to come"),
        ({"due_on_0": "31", "due_on_1": "2"}, "That is no day"),
        ({"due_on_0": "", "due_on_1": "", "due_on_2": ""}, "Say by which day you need answers."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_asked(cast, changes, said):
    response = signed_in(IVY).post(f"{HOME}new/", filled(**changes))

    assert response.status_code == 400
    assert said in text(response)
    with context.acting(ivy(), at=this_hour()):
        assert Requirement.objects.count() == 0


def test_who_will_see_it_is_told_before_it_is_asked_and_nothing_is_lost_or_kept(cast):
    client = signed_in(IVY)
    form = text(client.get(f"{HOME}new/"))
    told = client.post(f"{HOME}new/", filled(question="", why="Half written.", check="1"))
    page = " ".join(text(told).split())
    unchosen = text(client.post(f"{HOME}new/", filled(check="1") | {"ask-local-profiles": []}))

    assert "data-sharing-choice" in form
    assert "Choose its readers, and you are told here" in form
    assert "Choose its readers, and you are told here" in unchosen
    assert (told.status_code, "There is a problem" in page) == (200, False)
    assert re.search(
        r"Thanet District Council \(fictional team\)</h3> <p[^>]*><strong>\d+ of \d+ people</strong> can read it", page
    )
    assert "Half written." in page
    assert f'value="{filled()["due_on_2"]}"' in page
    assert re.search(rf'value="{AREA}" +checked', page)
    with context.acting(ivy(), at=this_hour()):
        assert Requirement.objects.count() == 0


def test_who_is_asked_answers_and_the_desk_judges(cast, asked):
    listed = text(signed_in(BEV).get(HOME))
    assert "Asked of your agency" in listed
    assert QUESTION in listed

    sent = answered(asked)

    assert sent.status_code == 302, text(sent)
    assert "Received" in text(signed_in(BEV).get(sent["Location"]))
    with context.acting(ivy(), at=this_hour()):
        row = Submission.objects.get()
        assert (row.what, row.requirement_id) == (SAID, asked)
    desk = signed_in(IVY)
    assert row.reference in text(desk.get(f"{HOME}{asked}/"))
    judged = desk.post(f"{HOME}{asked}/judge/", {"reference": row.reference, "worth": "answers"})
    assert judged.status_code == 302
    page = text(desk.get(f"{HOME}{asked}/"))
    assert "1 of 1" in page
    assert "0 days" in page
    with context.acting(ivy(), at=this_hour()):
        assert Answer.objects.get().worth == "answers"
    assert "You answered" in text(signed_in(BEV).get(f"{HOME}{asked}/"))


def test_answer_needs_its_text_and_the_first_question(cast, asked):
    response = signed_in(BEV).post(f"{HOME}{asked}/answer/", {"key": "", "what": " "})

    assert response.status_code == 400
    assert "Write what you know" in text(response)
    assert "Say whether anyone is in danger now." in text(response)


def test_others_of_the_owner_see_no_answers(cast, asked):
    answered(asked)

    page = text(signed_in(ASHA).get(f"{HOME}{asked}/"))

    assert "How it was answered" not in page
    assert "S-" not in page
    assert "see who answered" in page


def test_agency_not_asked_finds_nothing(cast, asked):
    client = signed_in(CAL)

    assert QUESTION not in text(client.get(HOME))
    for part in ("", "answer/"):
        assert client.get(f"{HOME}{asked}/{part}").status_code == 404
    for part in ("answer/", "judge/", "ask-again/", "close/"):
        sent = {"reference": "S-none", "worth": "helps", "outcome": "x", "what": "x"}
        assert client.post(f"{HOME}{asked}/{part}", sent).status_code == 404


def test_partner_changes_nothing(cast, asked):
    client, day = signed_in(BEV), filled()
    assert client.get(f"{HOME}new/").status_code == 403
    assert client.post(f"{HOME}{asked}/judge/", {"reference": "S-none", "worth": "helps"}).status_code == 403
    assert client.post(f"{HOME}{asked}/ask-again/", day).status_code == 403
    assert client.post(f"{HOME}{asked}/close/", {"outcome": "Synthetic."}).status_code == 403
    assert "Raise a requirement" not in text(client.get(HOME))


def test_asked_again_and_closed_with_what_came_of_it(cast, asked):
    client = signed_in(IVY)
    wrong = client.post(f"{HOME}{asked}/ask-again/", filled(due_on_2="1999"))
    assert wrong.status_code == 400
    assert "Choose a day to come" in text(wrong)
    assert client.post(f"{HOME}{asked}/ask-again/", filled()).status_code == 302
    empty = client.post(f"{HOME}{asked}/close/", {"outcome": ""})
    assert empty.status_code == 400
    assert "Say what came of it" in text(empty)

    assert client.post(f"{HOME}{asked}/close/", {"outcome": "Synthetic: the plan changed."}).status_code == 302

    assert "Synthetic: the plan changed." in text(signed_in(BEV).get(f"{HOME}{asked}/"))
    assert signed_in(BEV).get(f"{HOME}{asked}/answer/").status_code == 403


def test_stranger_is_asked_to_sign_in(client, cast, asked):
    for path in (HOME, f"{HOME}new/", f"{HOME}{asked}/", f"{HOME}{asked}/answer/"):
        assert client.get(path)["Location"].startswith("/account/login/")
