"""The pages of impact assessments and equality monitoring."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.cast import load_cast
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
TOM = "tom@thanet.example"
ADDRESSES = ("/governance/impact/", "/governance/impact/new/", "/governance/equality/")
ASSESSMENT = {
    "kind": "dpia",
    "title": "The library of the partnership",
    "reference": "DPIA-9",
    "features": ["library"],
    "risks": "A paper names someone who is not told.",
    "measures": "Papers are reviewed each year.",
    "review_on_0": "1",
    "review_on_1": "1",
    "review_on_2": "2099",
}


@pytest.fixture(autouse=True)
def _cast():
    load_cast()


def _text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def _approval(year):
    day = {"approved_on_0": "1", "approved_on_1": "1", "approved_on_2": str(year)}
    return {"approved_by": "Data protection officer", **day}


def _post_return(client, content):
    return client.post("/governance/equality/", {"file": SimpleUploadedFile("return.csv", content)})


@pytest.mark.parametrize("email", ["asha@invicta.example", "bev@thanet.example", "cal@northmoor.example"])
def test_the_pages_are_for_the_governance_role(email):
    client = signed_in(email)

    assert [client.get(address).status_code for address in ADDRESSES] == [403, 403, 403]
    assert client.post("/governance/impact/new/", ASSESSMENT).status_code == 403
    assert _post_return(client, b"stage,period,characteristic,category,count,source\n").status_code == 403


def test_an_assessment_is_recorded_approved_and_retired():
    tom = signed_in(TOM)
    made = tom.post("/governance/impact/new/", ASSESSMENT)["Location"]
    draft = _text(tom.get(made))
    early = tom.post(f"{made}approve/", _approval(2090))
    tom.post(f"{made}approve/", _approval(2026))
    approved = _text(tom.get(made))
    tom.post(f"{made}retire/")

    assert "Draft" in draft
    assert early.status_code == 400
    assert "on a day that has not come yet" in _text(early)
    assert "Counts today" in approved
    assert "DPIA-9): data protection impact assessment, retired" in _text(tom.get("/governance/impact/"))


def test_a_form_with_gaps_is_shown_again_with_what_was_typed():
    response = signed_in(TOM).post("/governance/impact/new/", ASSESSMENT | {"features": [], "risks": ""})

    assert response.status_code == 400
    assert "Choose at least one feature that it covers." in _text(response)
    assert "Papers are reviewed each year." in _text(response)


def test_a_return_is_taken_and_what_was_set_aside_is_said():
    content = b"stage,period,characteristic,category,count,source\nscored,2026Q1,sex,Female,30,own count\nx,y,z,a,b,c\n"
    shown = _text(_post_return(signed_in(TOM), content))

    assert "1 count kept. 1 row set aside: Line 3:" in shown
    assert "Scored by sex, 2026Q1" in shown


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_a_file_that_is_no_return_is_refused_in_one_sentence(content):
    response = _post_return(signed_in(TOM), content)

    assert response.status_code == 400
    assert "There is a problem" in _text(response)
