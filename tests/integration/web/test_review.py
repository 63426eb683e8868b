"""The review desk in the browser: due records, the decision, two people for a disposal, its certificate."""

import pytest

from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.review import rules
from tests.factories.cast import load_cast
from tests.factories.records import KIND, make_record, shared
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
ASHA, BEV, CAL, INES, PAT = (
    "asha@invicta.example",
    "bev@thanet.example",
    "cal@northmoor.example",
    "ines@invicta.example",
    "pat@invicta.example",
)


@pytest.fixture
def note(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    cast = load_cast(material=True)
    return make_record(cast.asha, shared(find_agency("invicta"), find_agency("thanet")), text="Saw sundew there.")


def test_record_goes_in_steps_by_two_people_and_is_proved(note):
    asha, ines, page = signed_in(ASHA), signed_in(INES), f"/review/records/{KIND}/{note}/"
    assert "Saw sundew there." in text(asha.get(page))

    proposed = asha.post(page, {"outcome": "dispose", "reason": "Out of date."})["Location"]
    assert "somebody else who writes or governs" in text(asha.get(proposed))
    assert "It is proposed for disposal." in text(asha.get(page))
    assert "Disposals that wait" in text(ines.get("/review/"))
    assert asha.post(proposed, {"step": "carry-out"}).status_code == 403
    assert asha.post(proposed, {"step": "confirm"}).status_code == 403
    assert ines.post(proposed, {"step": "confirm"}).status_code == 302
    assert "Somebody who writes for your agency carries it out." in text(ines.get(proposed))
    assert asha.post(proposed, {"step": "carry-out"}).status_code == 302

    certificate = text(asha.get(proposed))
    assert "Certificate of disposal DC-" in certificate and "What went" in certificate
    assert "sundew" not in certificate and "Out of date." not in certificate
    assert asha.get(page).status_code == 404
    assert "Done" in text(asha.get("/review/disposals/"))


def test_refusal_says_why(note):
    asha = signed_in(ASHA)
    proposed = asha.post(f"/review/records/{KIND}/{note}/", {"outcome": "dispose", "reason": "Old."})["Location"]

    empty = signed_in(INES).post(proposed, {"step": "refuse", "words": " "})
    signed_in(INES).post(proposed, {"step": "refuse", "words": "Wanted by a court."})

    assert empty.status_code == 400 and "why it is not disposed of" in text(empty)
    assert "Wanted by a court." in text(asha.get(proposed))
    assert asha.post(proposed, {"step": "dance"}).status_code == 400


def test_keep_asks_the_whole_assessment(note):
    asha, page = signed_in(ASHA), f"/review/records/{KIND}/{note}/"
    given = {"outcome": "keep", "reason": "Still needed."}
    assert "Answer every question" in text(asha.post(page, given))

    held = given | {f"yes-{one.id}": "no" for one in rules.criteria()} | {"yes-serious-harm": "yes"}
    assert "Say why, at each question" in text(asha.post(page, held))
    bad = asha.post(
        page, held | {"why-serious-harm": "Armed.", "next_on_0": "1", "next_on_1": "1", "next_on_2": "2199"}
    )
    assert bad.status_code == 400 and "no later than its review group asks" in text(bad)
    assert asha.post(page, held | {"why-serious-harm": "Armed."})["Location"] == "/review/"

    assert "Capacity for serious harm: Armed." in text(asha.get(page))


def test_partner_reads_the_record_and_not_its_review(note):
    assert signed_in(BEV).get(f"/review/records/{KIND}/{note}/").status_code == 403
    assert signed_in(CAL).get(f"/review/records/{KIND}/{note}/").status_code == 404
    assert signed_in(CAL).get("/review/records/nothing/1/").status_code == 404
    assert signed_in(PAT).get("/review/").status_code == 403
    assert signed_in(ASHA).get("/review/disposals/999999/").status_code == 404


def test_retention_of_every_table_is_shown(note):
    page = text(signed_in(BEV).get("/review/retention/"))

    assert "Marked records" in page and "papers" in page and "Unconfirmed" in page
    assert "agencies" in page and "emergencies" in page and "agencys" not in page


def test_empty_desk_says_so(note):
    assert "Nothing is overdue" in text(signed_in(CAL).get("/review/"))
