"""The pages of products: begun, written with sources, reviewed, issued, given, and taken away as PDF and Word."""

import io
import re
import zipfile

import docx
import pytest
from pypdf import PdfReader

from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.sharing.actions import find_terms
from tests.factories.cast import load_cast, this_hour
from tests.factories.linking import create, released
from tests.factories.producing import issued, submitted
from tests.factories.sending import IVY, SOL, sol
from tests.integration.services.products.test_products import reference
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
HOME = "/intelligence/products/"
ASHA, BEV, CAL = "asha@invicta.example", "bev@thanet.example", "cal@northmoor.example"


@pytest.fixture
def cast(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(this_hour())


def terms(**changes):
    day = {"0": "1", "1": "2"}
    held = {
        "template": "briefing",
        "title": "Deliveries by night",
        "question": "Synthetic: who brings parcels?",
        "scope": "Synthetic: the flat.",
        "requester": "Synthetic: tasking",
        "senior": str(sol()),
        "threat": "",
    }
    for name, year in (("period_from", "2025"), ("period_to", "2026"), ("due_on", "2030")):
        held |= {f"{name}_{part}": number for part, number in day.items()} | {f"{name}_2": year}
    return held | changes


def number_in(response):
    assert response.status_code == 302, text(response)
    return int(re.search(r"/products/(\d+)/", response["Location"])[1])


def test_a_product_is_begun_written_reviewed_issued_and_given(cast):
    desk, senior = signed_in(IVY), signed_in(SOL)
    source = reference(released(at=this_hour()))
    assert "Begin a product" in text(desk.get(HOME))
    product = number_in(desk.post(f"{HOME}new/", terms()))
    at = f"{HOME}{product}/"

    unready = desk.post(f"{at}submit/")
    assert (unready.status_code, "Write these sections first" in text(unready)) == (400, True)
    for code in ("summary", "detail", "asked"):
        assert desk.post(f"{at}sections/{code}/", {"text": f"Synthetic: what {code} says."}).status_code == 302
    cites = {"kind": "report", "item": "1"}
    assert desk.post(f"{at}sections/detail/cite/", cites | {"reference": "R-2222-2222"}).status_code == 400
    assert desk.post(f"{at}sections/detail/cite/", cites | {"reference": source}).status_code == 302
    assert "2AP" in text(desk.get(f"{at}sections/detail/"))
    assert desk.get(f"{at}copy/copy.pdf").status_code == 400
    assert desk.post(f"{at}submit/").status_code == 302
    assert "It waits for its review" in text(desk.get(at))
    assert desk.get(f"{at}review/").status_code == 403

    bad = senior.post(f"{at}review/", {"marking": "O", "reason": ""})
    assert (bad.status_code, "what was checked" in text(bad)) == (400, True)
    sent = {"marking": "O", "subject": "none", "reason": "Synthetic: checked.", "review_on_0": "1", "review_on_1": "2"}
    assert senior.post(f"{at}review/", sent | {"review_on_2": "2031"}).status_code == 302
    shown = text(signed_in(ASHA).get(at))
    for words in (
        "Synthetic: what detail says.",
        "2AP",
        "What the grades mean",
        "To be looked at again",
        "Take a copy as Word",
    ):
        assert words in shown, words

    agreement = find_terms("local-profiles").agreement_id
    route = {
        "agreement": str(agreement),
        f"agency-{agreement}": [str(find_agency("thanet"))],
        f"purpose-{agreement}": ["local-profile"],
        "necessity": "Synthetic: their wardens pass there.",
    }
    refused = senior.post(f"/sharing/product/{product}/disseminate/", route)
    assert (refused.status_code, "more widely than its source 1" in text(refused)) == (400, True)
    assert signed_in(BEV).get(at).status_code == 404
    decided = {"agencies": [str(find_agency("thanet"))], "reason": "Synthetic: nothing points to a source."}
    assert senior.post(f"{at}further/", decided).status_code == 302
    assert senior.post(f"/sharing/product/{product}/disseminate/", route).status_code == 302
    partner = text(signed_in(BEV).get(at))
    assert "Confirm that we have it" in partner
    assert "nothing points to a source" not in partner
    assert "/intelligence/reports/" not in partner.partition("<main")[2].partition("</main>")[0]


def test_copies_are_numbered_marked_on_every_page_and_say_it_all(cast):
    product = issued(reference(released(at=this_hour())), at=this_hour())
    client = signed_in(ASHA)

    pdf = client.get(f"{HOME}{product}/copy/copy.pdf")
    word = client.get(f"{HOME}{product}/copy/copy.docx")

    read = PdfReader(io.BytesIO(pdf.content))
    assert read.metadata.title == "Intelligence briefing: Deliveries by night"
    assert read.trailer["/Root"]["/Lang"] == "en-GB"
    assert b"pdfuaid" in pdf.content or "/StructTreeRoot" in read.trailer["/Root"]
    for page in read.pages:
        said = page.extract_text()
        assert pdf["Fourpoint-Copy"] in said
        assert "OFFICIAL, HANDLING CODE P" in said
    whole = " ".join(page.extract_text() for page in read.pages)
    assert "2AP" in whole
    assert "What the grades mean" in whole

    assert word["Content-Type"].startswith("application/vnd.openxmlformats")
    held = docx.Document(io.BytesIO(word.content))
    assert held.core_properties.title == "Intelligence briefing: Deliveries by night"
    assert held.core_properties.language == "en-GB"
    assert next(one.text for one in held.paragraphs if one.style.name == "Heading 2") == "About this document"
    assert all(b"w:tblHeader" in table._tbl.xml.encode() for table in held.tables)
    foot = " ".join(one.text for one in held.sections[0].footer.paragraphs)
    assert word["Fourpoint-Copy"] in foot
    assert held.sections[0].header.paragraphs[0].text == "OFFICIAL"
    with zipfile.ZipFile(io.BytesIO(word.content)) as parts:
        assert word["Fourpoint-Copy"].encode() in parts.read("docProps/core.xml")
        assert b'w:val="en-GB"' in parts.read("word/styles.xml")
    assert word["Fourpoint-Copy"] in text(client.get("/exports/"))
    assert client.get(f"{HOME}{product}/copy/other.txt").status_code == 404


def test_a_released_report_is_copied_and_an_original_is_not(cast):
    report = released(at=this_hour())
    client = signed_in(IVY)

    pdf = client.get(f"/intelligence/reports/{report}/copy/copy.pdf")
    said = PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()

    assert "Item 1, graded 2AP" in said
    assert "What the grades mean" in said
    assert pdf["Fourpoint-Copy"] in said
    assert client.get(f"/intelligence/reports/{report - 1}/copy/copy.pdf").status_code == 400
    assert signed_in(BEV).get(f"/intelligence/reports/{report}/copy/copy.docx").status_code == 404


def test_nobody_else_finds_a_product(cast):
    product = submitted(at=this_hour())
    for email, status in ((ASHA, 404), (BEV, 404), (CAL, 404)):
        client = signed_in(email)
        for part in (
            "",
            "review/",
            "further/",
            "terms/",
            "sections/summary/",
            "sections/summary/cite/",
            "copy/copy.pdf",
        ):
            assert client.get(f"{HOME}{product}/{part}").status_code == status, (email, part)
        assert "Deliveries by night" not in text(client.get(HOME))
    assert signed_in(BEV).get(f"{HOME}new/").status_code == 403


def test_a_profile_is_begun_from_a_subject_and_cites_its_statements(cast):
    subject = create(released(at=this_hour()), "Jay Hollow", at=this_hour())
    desk = signed_in(IVY)
    page = text(desk.get(f"/subjects/{subject}/"))
    link = re.search(r'href="(/intelligence/products/new/[^"]+)"', page)[1]
    assert "subject-profile" in text(desk.get(link.replace("&amp;", "&")))
    named = re.search(r"subject=([A-Z0-9-]+)", link)[1]

    wrong = desk.post(f"{HOME}new/", terms(template="subject-profile", subject="N-2222-2222"))
    assert (wrong.status_code, "No subject of that reference" in text(wrong)) == (400, True)
    assert "Synthetic: who brings parcels?" in text(wrong)
    product = number_in(desk.post(f"{HOME}new/", terms(template="subject-profile", subject=named)))
    cites = text(desk.get(f"{HOME}{product}/sections/identity/cite/"))
    statement = re.search(r'name="statement" value="(\d+)"', cites)[1]
    made = desk.post(f"{HOME}{product}/sections/identity/cite/", {"kind": "statement", "statement": statement})
    assert made.status_code == 302
    assert "Name: Jay Hollow" in text(desk.get(f"{HOME}{product}/"))


def test_forms_say_what_is_wrong_and_lose_nothing(cast):
    desk = signed_in(IVY)
    for changes in ({"title": ""}, {"due_on_0": "40"}, {"senior": "0"}, {"template": ""}, {"threat": "x"}):
        made = desk.post(f"{HOME}new/", terms(**changes))
        assert made.status_code == 400, changes
        assert "Synthetic: who brings parcels?" in text(made)
    senior, product = signed_in(SOL), submitted(at=this_hour())
    kept = senior.post(f"{HOME}{product}/review/", {"return": "1", "return-reason": ""})
    assert (kept.status_code, "what is to be changed" in text(kept)) == (400, True)
    back = senior.post(f"{HOME}{product}/review/", {"return": "1", "return-reason": "Synthetic: say how sure."})
    assert back.status_code == 302
    assert "Synthetic: say how sure." in text(desk.get(f"{HOME}{product}/"))
