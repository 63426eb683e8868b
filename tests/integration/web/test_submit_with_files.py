"""Words and files are sent in one press: the words first, and never lost for a file's sake."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from fourpoint.access import context
from fourpoint.records.agencies.models import Letter
from fourpoint.records.intelligence.models import Submission, SubmissionFile
from fourpoint.services.intelligence import attaching
from fourpoint.web.intelligence import submit_files
from tests.factories.cast import load_cast, this_hour
from tests.factories.files import make_pdf, make_png
from tests.factories.sending import WORDS, ivy
from tests.integration.web.reading import form_token, text
from tests.integration.web.signing_in import signed_in

# What happens on commit is what is proved here.
pytestmark = pytest.mark.django_db(transaction=True)
BEV = "bev@thanet.example"
PROGRAM = ("photo.exe", b"MZ" + b"\0" * 100)


@pytest.fixture
def bev():
    load_cast(this_hour())
    return signed_in(BEV)


def drafted(bev, danger="no"):
    """Write a draft and return the address of its last page."""
    location = bev.post("/intelligence/new/", {"danger": danger})["Location"]
    draft = location.rpartition("/")[0].rpartition("/")[0] + "/"
    bev.post(f"{draft}what/", {"what": WORDS})
    return f"{draft}check/"


def files(*named):
    return [SimpleUploadedFile(name, data) for name, data in named]


def pictures(number):
    return [(f"gannet {one}.pdf", make_pdf(text=f"A made-up gannet, number {one}.")) for one in range(number)]


def at_desk():
    """Return what lies at the desk: how many submissions, and the names of their files."""
    with context.acting(ivy(), at=timezone.now()):
        return Submission.objects.count(), list(SubmissionFile.objects.order_by("id").values_list("name", flat=True))


def test_page_offers_several_files_and_says_how_many(bev):
    page = text(bev.get(drafted(bev)))

    assert 'enctype="multipart/form-data"' in page and "5 files of 20 MB each" in page
    assert 'name="attached"' in page and " multiple" in page and ".jpeg" in page


def test_several_files_go_with_the_words_and_one_that_is_not_taken_holds_up_nothing(bev):
    chosen = files(("gannet.pdf", make_pdf()), PROGRAM, ("gannet.png", make_png()))

    receipt = bev.post(drafted(bev), {"attached": chosen})["Location"]

    assert at_desk() == (1, ["gannet.pdf", "gannet.png"])
    shown = text(bev.get(receipt))
    assert "2 files went with it" in shown and "1 file not taken" in shown
    assert "photo.exe" in shown and "a Windows program" in shown and "attach/" in shown
    assert WORDS not in shown
    assert "photo.exe" in text(bev.get(receipt))
    assert "photo.exe" not in text(signed_in(BEV).get(receipt))
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert not [row for row in cursor.fetchall() if "photo" in str(row)]
    other = bev.post(drafted(bev), {})["Location"]
    assert "not taken" not in text(bev.get(other)) and "went with it" not in text(bev.get(other))


def test_without_files_it_is_sent_as_before(bev):
    assert bev.post(drafted(bev), {})["Location"].endswith("/receipt/")
    assert at_desk() == (1, [])


def test_same_form_sent_twice_is_one_submission_with_each_file_once(bev):
    check = drafted(bev)
    token = form_token(bev.get(check))

    receipts = {
        bev.post(check, {"attached": files(*pictures(2)), **said})["Location"]
        for said in ({"form_token": token}, {"form_token": token}, {})
    }

    assert len(receipts) == 1
    assert at_desk() == (1, ["gannet 0.pdf", "gannet 1.pdf"])


def test_sixth_file_is_not_taken_and_the_receipt_says_so(bev):
    receipt = bev.post(drafted(bev), {"attached": files(*pictures(6))})["Location"]

    assert at_desk() == (1, [f"gannet {one}.pdf" for one in range(5)])
    shown = text(bev.get(receipt))
    assert "gannet 5.pdf" in shown and "5 files are the most" in shown and "attach/" not in shown


@pytest.mark.parametrize("megabytes", [3, 50])
def test_file_that_is_too_large_leaves_the_words_sent_and_fills_nothing(bev, settings, megabytes, monkeypatch):
    settings.FOURPOINT_LARGEST_FILE_MB = 20 if megabytes == 50 else 1
    sizes = []
    kept = attaching.attach_all

    def look(who, *, reference, files):
        sizes.extend(file.size for file in files)
        return kept(who, reference=reference, files=files)

    monkeypatch.setattr(submit_files, "attach_all", look)
    large = files(("gannet.png", make_png() + b"a" * megabytes * 1024 * 1024))

    receipt = bev.post(drafted(bev), {"attached": large})["Location"]

    assert at_desk() == (1, [])
    assert f"more than {settings.FOURPOINT_LARGEST_FILE_MB} MB, which is the most" in text(bev.get(receipt))
    assert max(sizes) < settings.FOURPOINT_LARGEST_FILE_MB * 1024 * 1024 + 100_000


def test_request_larger_than_all_files_may_be_is_refused_in_a_sentence_and_the_draft_stays(bev, settings):
    settings.FOURPOINT_LARGEST_FILE_MB = 1
    check = drafted(bev)

    response = bev.post(check, {"attached": files(*[("a.png", b"a" * 2_000_000)] * 4)})

    assert response.status_code == 400 and "more than 5 MB together: choose fewer" in text(response)
    assert at_desk() == (0, [])
    assert WORDS in text(bev.get(check))


@pytest.mark.parametrize("with_files", [True, False])
def test_session_that_ends_keeps_the_words_and_asks_for_the_files_again(bev, with_files):
    check = drafted(bev)
    token = form_token(bev.get(check))
    bev.logout()
    chosen = {"attached": files(*pictures(1))} if with_files else {"saves": "2"}

    late = bev.post(check, {"form_token": token, **chosen})

    assert late["Location"].startswith("/account/login/")
    assert at_desk() == (0, [])
    again = signed_in(BEV)
    shown = text(again.get(parse_qs(urlsplit(late["Location"]).query)["next"][0]))
    assert WORDS in shown and ("Choose its files again." in shown) is with_files
    again.post(check, {"attached": files(*pictures(1))})
    assert at_desk() == (1, ["gannet 0.pdf"])


def test_who_is_on_duty_is_paged_before_any_file_is_looked_at(bev, monkeypatch):
    looked = []

    def look(who, *, reference, files):
        del who, reference, files
        queued = ProcrastinateJob.objects.filter(task_name="accounts.send_mail", status="todo").count()
        looked.append((connection.in_atomic_block, at_desk()[0], Letter.objects.count(), queued))
        return ()

    monkeypatch.setattr(submit_files, "attach_all", look)

    bev.post(drafted(bev, danger="now"), {"attached": files(*pictures(1))})

    assert looked == [(False, 1, 1, 1)]


def test_fault_of_ours_with_one_file_is_told_and_keeps_the_others(bev, monkeypatch):
    accept = attaching.accept_file

    def stumble(name, data):
        if name == "gannet 0.pdf":
            raise RuntimeError("Synthetic.")
        return accept(name, data)

    monkeypatch.setattr(attaching, "accept_file", stumble)

    receipt = bev.post(drafted(bev), {"attached": files(*pictures(2))})["Location"]

    assert at_desk() == (1, ["gannet 1.pdf"])
    assert "Something went wrong on our side" in text(bev.get(receipt))


def test_words_that_cannot_be_sent_yet_ask_for_the_files_again(bev):
    location = bev.post("/intelligence/new/", {"danger": "no"})["Location"]

    response = bev.post(location.replace("what/", "check/"), {"attached": files(*pictures(1))})

    assert response.status_code == 400 and "Choose the files again when it can be sent" in text(response)
    assert at_desk() == (0, [])
