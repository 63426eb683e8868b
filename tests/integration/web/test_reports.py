"""The pages of intelligence reports: written from a submission, sanitised beside it, released, and closed to others."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fourpoint.access import context
from fourpoint.records.intelligence.models import Item, Report, Source, Triage
from tests.factories.cast import load_cast, this_hour
from tests.factories.sending import IVY, SOL, ivy, send, sol
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
HOME = "/intelligence/reports/"
ITEM = {
    "items": "1",
    "item-0-text": "Synthetic: boxes are carried into a flat at night.",
    "item-0-source": "2",
    "item-0-information": "A",
    "item-0-handling": "P",
}
REPORT = {"title": "Night deliveries", "collection": "volunteered", "provenance": "She saw it.", **ITEM}
OTHERS = ("asha@invicta.example", "bev@thanet.example", "cal@northmoor.example")


@pytest.fixture
def cast(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(this_hour())


@pytest.fixture
def receipt(cast):
    return send(cast.bev, at=this_hour(), who="Synthetic: Jay Hollow, 07700 900123")


def written(email=IVY, **changes):
    """Write a report through the page and return its number."""
    made = signed_in(email).post(f"{HOME}new/", REPORT | changes)
    assert made.status_code == 302, text(made)
    return int(made["Location"].rstrip("/").rpartition("/")[2])


def sanitised(number):
    made = signed_in(IVY).post(f"{HOME}{number}/sanitise/", {"title": "Deliveries", **ITEM})
    assert made.status_code == 302, text(made)
    return int(made["Location"].rstrip("/").rpartition("/")[2])


def test_submission_becomes_a_report_and_is_evaluated(receipt):
    client = signed_in(IVY)
    address = f"{HOME}new/?submission={receipt.reference}"
    page = text(client.get(address))
    assert "two men carry boxes" in page
    assert "07700 900123" in page

    made = client.post(address, REPORT)

    assert made.status_code == 302
    shown = text(client.get(made["Location"]))
    for words in (
        "Night deliveries",
        "2AP",
        "She saw it.",
        receipt.reference,
        "stays on its desk",
        "What the grades mean",
    ):
        assert words in shown
    with context.acting(ivy(), at=this_hour()):
        assert Triage.objects.get().state == "evaluated"


def test_items_are_added_and_taken_out_without_losing_what_was_typed(cast):
    client = signed_in(IVY)

    more = text(client.post(f"{HOME}new/", REPORT | {"add": "1"}))
    fewer = text(client.post(f"{HOME}new/", REPORT | {"items": "2", "item-1-text": "Synthetic: two.", "remove": "0"}))

    assert 'name="items" value="2"' in more
    assert "boxes are carried" in more
    assert "There is a problem" not in more
    assert 'name="items" value="1"' in fewer
    assert "Synthetic: two." in fewer
    assert "boxes are carried" not in fewer
    with context.acting(ivy(), at=this_hour()):
        assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Give the report a title."),
        ({"item-0-text": ""}, "Item 1: Write what the item says"),
        ({"item-0-source": ""}, "Item 1: Grade the source."),
        ({"item-0-handling": "C"}, "Handling code C needs at least one condition"),
        ({"item-0-from_on_0": "31", "item-0-from_on_1": "2", "item-0-from_on_2": "2026"}, "That is no day"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, changes, said):
    response = signed_in(IVY).post(f"{HOME}new/", REPORT | changes)

    assert response.status_code == 400
    assert said in text(response)
    assert "She saw it." in text(response)


def test_check_shows_the_difference_and_saves_nothing(cast):
    number = written()

    page = text(
        signed_in(IVY).post(
            f"{HOME}{number}/sanitise/",
            {"title": "Deliveries", **ITEM, "item-0-text": "His sister saw boxes.", "check": "1"},
        )
    )

    assert 'class="fp-differs"' in page
    assert "To weigh again" in page
    assert "There is a problem" not in page
    assert "sister" in page
    with context.acting(ivy(), at=this_hour()):
        assert Report.objects.count() == 1


def test_second_person_releases_and_then_the_agency_reads_it(cast):
    number = sanitised(written())
    sent = {"marking": "O", "reason": "Nothing points to the source."}
    assert signed_in(IVY).post(f"{HOME}{number}/release/", sent).status_code == 403
    assert "Both texts" in text(signed_in(SOL).get(f"{HOME}{number}/release/"))

    assert signed_in(SOL).post(f"{HOME}{number}/release/", sent).status_code == 302

    page = text(signed_in("asha@invicta.example").get(f"{HOME}{number}/"))
    assert "Deliveries" in page
    assert "She saw it." not in page
    assert "Original R-" not in page


def test_draft_is_written_anew_beside_its_original(cast):
    number = sanitised(written())
    assert "boxes are carried" in text(signed_in(IVY).get(f"{HOME}{number}/rewrite/"))

    changed = {"title": "Deliveries again", **ITEM, "item-0-text": "Synthetic: shorter."}
    assert signed_in(IVY).post(f"{HOME}{number}/rewrite/", changed).status_code == 302

    with context.acting(sol(), at=this_hour()):
        assert Item.objects.get(report_id=number).text == "Synthetic: shorter."


@pytest.mark.parametrize("email", OTHERS)
def test_to_others_an_original_and_a_submission_do_not_exist(receipt, email):
    number = written()
    client = signed_in(email)

    for page in ("", "sanitise/", "rewrite/", "release/"):
        assert client.get(f"{HOME}{number}/{page}").status_code == 404
    assert client.get(f"{HOME}new/?submission={receipt.reference}").status_code == 403
    assert "Night deliveries" not in text(client.get(HOME))


def test_unknown_submission_is_not_found(cast):
    assert signed_in(IVY).get(f"{HOME}new/?submission=S-AAAA-AAAA").status_code == 404


def test_source_is_entered_and_shown_for_a_reason(cast):
    number = written(SOL)
    client = signed_in(SOL)
    with context.acting(sol(), at=this_hour()):
        reference = Report.objects.get(pk=number).reference
    assert (
        client.post(f"{HOME}sources/", {"identity": "Synthetic: W. Quill", "report": "R-NONE-NONE"}).status_code == 400
    )

    assert client.post(f"{HOME}sources/", {"identity": "Synthetic: W. Quill", "report": reference}).status_code == 302

    with context.acting(sol(), at=this_hour()):
        source = Source.objects.get().pk
    page = f"{HOME}sources/{source}/"
    assert "Quill" not in text(client.get(page))
    assert client.post(page, {"reason": ""}).status_code == 400
    assert "Quill" in text(client.post(page, {"reason": "The court asks."}))
    assert signed_in(IVY).get(page).status_code == 403
    assert signed_in(IVY).get(f"{HOME}sources/").status_code == 403


def test_older_register_is_brought_in_through_the_page_and_colleagues_are_refused(cast):
    rows = "number,title,grade,text\n2009/17,Boats,B24,Synthetic: a boat without lights.\n9,Vans,2BP,Synthetic: vans.\n"
    client = signed_in(IVY)
    assert "letter for letter" in text(client.get(f"{HOME}older/"))

    shown = text(client.post(f"{HOME}older/", {"file": SimpleUploadedFile("older.csv", rows.encode())}))

    assert "1 report brought in, 1 report refused" in shown
    assert "is not a 5x5x5 grade" in shown
    assert "2009/17" in shown
    assert client.post(f"{HOME}older/").status_code == 400
    for email in OTHERS:
        assert signed_in(email).get(f"{HOME}older/").status_code in {403, 404}


def test_list_is_narrowed_by_part_and_threat(cast):
    number = written(threat="drugs")

    shown = text(signed_in(IVY).get(f"{HOME}?show=originals&threat=drugs"))

    assert f"{HOME}{number}/" in shown
    assert "No report that you may read answers this" in text(signed_in(IVY).get(f"{HOME}?threat=weapons&page=x"))
