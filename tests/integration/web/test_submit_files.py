"""Files of a submission are cleaned and quarantined, and given to the desk alone; mail about danger leaves at once."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from fourpoint.access import context
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.submissions import Danger
from fourpoint.records.files.models import Content, File
from fourpoint.records.intelligence.models import Submission, SubmissionFile
from tests.factories.cast import load_cast, this_hour
from tests.factories.files import make_pdf, make_png
from tests.factories.sending import ivy, send
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
BEV, TOM, ASHA, IVY = "bev@thanet.example", "tom@thanet.example", "asha@invicta.example", "ivy@invicta.example"


@pytest.fixture
def cast():
    return load_cast(this_hour())


@pytest.fixture
def page(cast):
    return f"/intelligence/sent/{send(cast.bev, at=timezone.now()).reference}/"


def attach(page, name="gannet.pdf", data=None, who=BEV):
    file = SimpleUploadedFile(name, make_pdf() if data is None else data)
    return signed_in(who).post(f"{page}attach/", {"file": file})


def test_desk_opens_a_file_and_nobody_else_does(settings, cast, page):
    settings.FOURPOINT_SCANNER, settings.FOURPOINT_UNSCANNED = "", True
    assert attach(page)["Location"] == page
    assert attach(page)["Location"] == page

    assert text(signed_in(BEV).get(page)).count("gannet.pdf") == 1
    with context.acting(ivy(), at=timezone.now()):
        number = SubmissionFile.objects.get().pk
    desk = page.replace("/sent/", "/desk/")
    assert f'href="/intelligence/files/{number}/"' in text(signed_in(IVY).get(desk))
    given = signed_in(IVY).get(f"/intelligence/files/{number}/")
    assert given.content.startswith(b"%PDF") and given["Fourpoint-Copy"]
    for other in (BEV, TOM, ASHA):
        assert signed_in(other).get(f"/intelligence/files/{number}/").status_code == 404
    for other in (TOM, ASHA, IVY):
        assert attach(page, who=other).status_code == 404


def test_desk_is_given_nothing_before_the_scan(settings, page):
    settings.FOURPOINT_SCANNER, settings.FOURPOINT_UNSCANNED = "127.0.0.1:1", False
    attach(page, "gannet.png", make_png())

    assert "waits for a scan" in text(signed_in(BEV).get(page))
    with context.acting(ivy(), at=timezone.now()):
        number = SubmissionFile.objects.get().pk
        assert Content.objects.count() == 0
    assert signed_in(IVY).get(f"/intelligence/files/{number}/").status_code == 403


def bomb():
    """A document that would unpack to 60 MB."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * 60_000_000)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", b"", "empty"),
        ("a.exe", b"MZ" + b"\0" * 100, "is not taken"),
        ("a.png", b"%PDF-1.4 not a picture", "."),
        ("a.docx", bomb(), "."),
        ("a.docx", b"PK\x03\x04 and nothing more", "."),
    ],
)
def test_file_that_is_not_taken_is_refused_in_a_sentence(page, name, data, why):
    response = attach(page, name, data)

    assert response.status_code == 400 and why in text(response) and "There is a problem" in text(response)
    assert File.objects.count() == 0


def test_nobody_hangs_anothers_file_on_what_she_sent(cast, page):
    attach(page)
    theirs = File.objects.get().pk
    mine = send(cast.asha, at=timezone.now())
    with context.acting(cast.asha, at=timezone.now()), own_sendings():
        row = Submission.objects.get(pk=mine.submission_id)
        hung = SubmissionFile(
            submission=row,
            audience_id=row.audience_id,
            held_id=theirs,
            name="a.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0",
            attached_at=timezone.now(),
        )
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            hung.save()


def test_mail_about_danger_leaves_on_commit_and_not_at_the_next_minute(cast, django_capture_on_commit_callbacks):
    bev = signed_in(BEV)
    draft = bev.post("/intelligence/new/", {"danger": Danger.NOW.value})["Location"].removesuffix("stop/")
    bev.post(f"{draft}what/", {"what": "Synthetic: someone is in danger."})
    waiting = ProcrastinateJob.objects.filter(task_name="accounts.send_mail", status="todo")
    before = waiting.count()

    with django_capture_on_commit_callbacks(execute=True):
        assert bev.post(f"{draft}check/", {}).status_code == 302

    assert (before, waiting.count()) == (0, 1)
    with django_capture_on_commit_callbacks(execute=True):
        bev.post("/intelligence/new/", {"danger": "no"})
    assert waiting.count() == 1
