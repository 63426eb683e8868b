"""The pages of agreements: who finds them, what they ask, and that nothing typed is lost."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from fourpoint.access import context
from fourpoint.domain.days import end_of
from fourpoint.domain.sharing import Disclosure
from fourpoint.records.agencies.models import Person
from fourpoint.records.sharing import models
from fourpoint.services.agencies.queries import find_agency
from tests.factories.cast import load_cast, this_hour
from tests.factories.records import make_record, shared
from tests.integration.web.reading import text

pytestmark = pytest.mark.django_db
DRAFT = "/agreements/drafts/draft-unlicensed-lending/"


@pytest.fixture
def cast():
    return load_cast(this_hour(), material=True)


@pytest.fixture
def browser(cast):
    def open_as(name):
        client = Client()
        client.force_login(Person.objects.get(id=getattr(cast, name)))
        return client

    return open_as


SIGNERS_ONLY = ("sign", "end", "review", "new-version", "attach")


def test_agreement_is_not_there_for_others(browser):
    for who in ("cal", "pat"):
        client = browser(who)
        for name in ("", "sign/", "sign-up/", "withdraw/", "end/", "review/", "new-version/", "attach/", "files/1/"):
            path = f"/agreements/local-profiles/{name}"
            assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}, (who, path)
        assert "local profiles" not in text(client.get("/agreements/"))
        assert client.get(DRAFT).status_code == 404


def test_members_read_and_only_those_who_sign_act(browser):
    for who in ("asha", "bev"):
        client = browser(who)
        assert client.get("/agreements/local-profiles/").status_code == 200
        for name in SIGNERS_ONLY:
            path = f"/agreements/local-profiles/{name}/"
            assert (client.get(path).status_code, client.post(path).status_code) == (403, 403), (who, path)
        assert client.get("/agreements/new/").status_code == 403
        assert client.get(DRAFT).status_code == 404


def test_every_page_can_be_drawn_for_those_who_sign(browser):
    pages = {
        "ines": ["", "new/", *(f"drafts/draft-unlicensed-lending/{part}" for part in (
            "", "parties/", "purposes/", "data/", "protection/", "rights/", "dates/", "clauses/", "send/", "discard/",
        ))],
        "tom": ["fraud-victims/sign/", "night-economy/reviews/1/sign/", "harbour-exchange/", "profile-pilot/"],
    }  # fmt: skip
    for who, paths in pages.items():
        for path in paths:
            assert browser(who).get(f"/agreements/{path}").status_code == 200, path


def test_list_says_what_waits_and_where_each_stands(browser):
    page = text(browser("tom").get("/agreements/"))

    for said in (
        "waits for your agency's signature",
        "is read-only: it was to be reviewed by 31 December 2025",
        "in 20 days",
        "Read-only: review overdue",
        "Waiting for signatures",
        "Replaced",
        "Lapsed",
    ):
        assert said in page, said
    assert "Illegal money lending" not in page
    assert "Illegal money lending" in text(browser("ines").get("/agreements/"))


def test_page_says_the_terms_in_plain_words(browser):
    page = text(browser("tom").get("/agreements/harbour-exchange-2/"))

    for said in (
        "Children Act 2004, sections 10 and 11",
        "Unconfirmed",
        "OFFICIAL-SENSITIVE",
        "It holds until midnight at the end of this day.",
        "For a child at risk",
        "What changed since version 1",
        "Bev Marlowe",
        "Company secretary (fictional)",
    ):
        assert said in page, said


def test_signing_needs_post_and_tick_and_keeps_what_was_typed(browser):
    client, path = browser("tom"), "/agreements/fraud-victims/sign/"
    assert "Yours is the last signature" in text(client.get(path))

    refused = client.post(path, {"post": "Manager of everything"})
    assert refused.status_code == 400
    assert "Tick the box to sign." in text(refused)
    assert "Manager of everything" in text(refused)

    assert client.post(path, {"post": "Manager", "meant": "on"}).status_code == 302
    assert "Signed, not begun" in text(client.get("/agreements/fraud-victims/"))
    assert client.post(path, {"post": "Manager", "meant": "on"}).status_code == 403


def test_signing_up_and_withdrawing(browser):
    client = browser("asha")
    assert client.post("/agreements/empty-homes/sign-up/", {}).status_code == 400
    assert client.post("/agreements/empty-homes/sign-up/", {"meant": "on"}).status_code == 302
    assert "You have signed up." in text(client.get("/agreements/empty-homes/"))
    assert client.post("/agreements/empty-homes/withdraw/").status_code == 302
    assert "You have not signed up" in text(client.get("/agreements/empty-homes/"))


def test_ending_closes_the_very_next_page(browser, sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    bev, tom = browser("bev"), browser("tom")
    assert bev.get("/profiles/E07000114/").status_code == 200

    assert tom.post("/agreements/local-profiles/end/", {"reason": ""}).status_code == 400
    assert bev.get("/profiles/E07000114/").status_code == 200
    assert tom.post("/agreements/local-profiles/end/", {"reason": "No longer needed"}).status_code == 302

    assert bev.get("/profiles/E07000114/").status_code == 404
    page = text(bev.get("/agreements/local-profiles/"))
    assert "Ended" in page
    assert "No longer needed" in page


def test_impossible_day_is_given_back_as_typed(browser):
    typed = {"starts_on_0": "31", "starts_on_1": "2", "starts_on_2": "2027", "ends_on_0": "1", "ends_on_1": "x"}

    refused = browser("ines").post(f"{DRAFT}dates/", typed)

    assert refused.status_code == 400
    assert "That is no day" in text(refused)
    assert 'value="31"' in text(refused)
    assert 'value="x"' in text(refused)


def test_what_was_typed_in_a_draft_is_there_again(browser):
    client = browser("ines")
    typed = {"categories": ["finance", "housing"], "data_items": "Loans", "ceiling": "OFFICIAL", "handling": ["P"]}
    assert client.post(f"{DRAFT}data/", typed).status_code == 302

    page = text(client.get(f"{DRAFT}data/"))
    assert page.count("checked") == 4
    assert "Loans" in page


@pytest.mark.parametrize("ceiling", ["SECRET", "TOP SECRET", "anything"])
def test_ceiling_above_ours_is_no_choice(browser, ceiling):
    refused = browser("ines").post(f"{DRAFT}data/", {"ceiling": ceiling})

    assert refused.status_code == 400
    assert "TOP SECRET" not in text(browser("ines").get(f"{DRAFT}data/"))


def test_incomplete_draft_is_not_sent(browser):
    client = browser("ines")
    assert "It cannot be sent yet" in text(client.get(f"{DRAFT}send/"))

    refused = client.post(f"{DRAFT}send/")

    assert refused.status_code == 400
    assert not models.Agreement.objects.filter(title__contains="Illegal money lending").exists()


def test_clauses_are_added_and_taken_out(browser):
    client, path = browser("ines"), f"{DRAFT}clauses/"
    clause = {"number": "1", "words": "We tell each other.", "purposes": ["prevent-crime"]}
    assert client.post(path, clause | {"purposes": ["safeguarding"]}).status_code == 400
    assert client.post(path, clause).status_code == 302
    assert "We tell each other." in text(client.get(path))
    assert client.post(path, {"remove": "1"}).status_code == 302
    assert "We tell each other." not in text(client.get(path))


def test_review_is_recorded_and_signed(browser):
    day = timezone.localdate() + timedelta(days=200)
    typed = {
        "review_on_0": day.day,
        "review_on_1": day.month,
        "review_on_2": day.year,
        "words": "Fine.",
        "post": "Head",
    }
    client, path = browser("ines"), "/agreements/empty-homes/review/"
    assert client.post(path, typed).status_code == 400
    late = typed | {"review_on_2": 2150, "meant": "on"}
    assert "choose a day up to then" in text(client.post(path, late))
    assert client.post(path, typed | {"meant": "on"}).status_code == 302

    signed = browser("tom").post("/agreements/empty-homes/reviews/1/sign/", {"post": "Manager", "meant": "on"})
    assert signed.status_code == 302
    assert "Read-only" not in text(client.get("/agreements/empty-homes/"))


def test_file_is_taken_by_its_content_and_given_to_keep(browser):
    client, path = browser("ines"), "/agreements/night-economy/attach/"
    wrong = SimpleUploadedFile("agreement.pdf", b"MZ not a pdf at all")
    assert client.post(path, {"file": wrong}).status_code == 400
    assert client.post(path, {}).status_code == 400
    assert client.post(path, {"file": SimpleUploadedFile("note.txt", b"Agreed.")}).status_code == 302

    given = browser("bev").get("/agreements/night-economy/files/1/")
    assert given.content.endswith(b"\r\n\r\nAgreed.")
    assert given["Fourpoint-Copy"] in given.content.decode()
    assert given["Fourpoint-Copy"] in text(browser("bev").get("/exports/"))
    assert given["Content-Disposition"].startswith("attachment")


def test_assessment_of_the_register_and_the_agreement_that_names_it_lead_to_one_another(browser):
    page = text(browser("ines").get("/agreements/local-profiles/"))
    assert "In your register of assessments" in page and "counts today" in page
    entry = page.partition("/governance/impact/")[2].partition("/")[0]

    assert "/agreements/local-profiles/" in text(browser("ines").get(f"/governance/impact/{entry}/"))
    # The register is an agency's own, and for its governance role: the other party reads the reference alone.
    for who in ("asha", "bev", "tom"):
        page = text(browser(who).get("/agreements/local-profiles/"))
        assert "DPIA-2026-03" in page and "/governance/impact/" not in page


def test_assessment_is_chosen_from_the_register_or_said_in_words(browser):
    client, path = browser("ines"), f"{DRAFT}rights/"
    assert "DPIA-2026-03: Sharing serious" in text(client.get(path))

    assert client.post(path, {"dpia_entry": "DPIA-2026-03"}).status_code == 302
    assert (_kept("dpia_reference"), 'value="DPIA-2026-03" selected' in text(client.get(path))) == (
        "DPIA-2026-03",
        True,
    )
    assert client.post(path, {"dpia_entry": "", "dpia_reference": "Council/7"}).status_code == 302
    assert _kept("dpia_reference") == "Council/7"
    both = client.post(path, {"dpia_entry": "DPIA-2026-03", "dpia_reference": "Council/7"})
    assert both.status_code == 400 and "not both" in text(both)
    assert client.post(path, {"dpia_entry": "TDC-DPIA-14"}).status_code == 400


def _kept(name):
    """What the draft holds, as its author's agency reads it."""
    with context.acting(Person.objects.get(email="ines@invicta.example").id, at=timezone.now()):
        return models.AgreementProposal.objects.get(code="draft-unlicensed-lending").content[name]


@pytest.mark.parametrize("last", [date(2026, 12, 31), date(2027, 3, 28), date(2027, 6, 30), date(2027, 10, 31)])
def test_every_page_says_the_last_day_on_which_it_is_open(browser, cast, last):
    at = timezone.now()
    kept = shared(find_agency("invicta"), find_agency("thanet"), ends_at=end_of(last))
    disclosed = Disclosure(
        agency_id=find_agency("thanet"),
        person_id=None,
        purposes=frozenset({"local-profile"}),
        gateway="cda-1998-s115",
        ends_at=end_of(last),
    )
    note = make_record(cast.asha, replace(kept, disclosures=frozenset({disclosed})), at=at)
    said, after = (f"{day:%-d %B %Y}" for day in (last, last + timedelta(days=1)))

    for path in ("/account/access/", "/sharing/", f"/profiles/E07000114/commentary/{note}/"):
        page = text(browser("bev").get(path))
        assert re.search(rf"\b{said}", page) and not re.search(rf"\b{after}", page), path


def test_access_page_tells_what_waits(browser):
    page = text(browser("tom").get("/account/access/"))

    assert "Agreements that wait for you" in page
    # In summer midnight here is the day before in UTC: the page must say 1 June.
    assert "1 June 2025" in page
    assert "31 May 2025" not in page
