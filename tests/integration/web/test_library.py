"""The library's pages: what each reader is shown, offered and refused, and that nothing typed comes back alive."""

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from fourpoint.access import context
from fourpoint.records.library.models import Comment, Paper, Version
from fourpoint.services.files.scanning import scan_waiting
from fourpoint.services.library import queries
from fourpoint.services.library.contents import Uploaded, Written
from tests.factories.cast import load_cast
from tests.factories.files import make_pdf
from tests.factories.pages import Page
from tests.factories.papers import ALONE, SHARED, add, say, write
from tests.factories.scanner import EICAR, FOUND, scanner
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
FIELDS = {
    "title": "Gannets",
    "summary": "",
    "kind": "guide",
    "threat": "",
    "text": "They dive.",
    "marking": "O",
    "handling": "P",
    "subject": "none",
    "agreement": "local-profiles",
    "purposes-local-profiles": ["local-profile"],
}
# What the form of the next version holds from the start.
ABOUT = {"title": "Gannets on the harbour wall", "summary": "Made up for a test.", "threat": ""}


@pytest.fixture
def now():
    return timezone.now() - timedelta(minutes=1)


@pytest.fixture
def cast(sample_warehouse, settings, now):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(now, material=True)


@pytest.fixture
def asha(cast):
    return signed_in("asha@invicta.example")


@pytest.fixture
def bev(cast):
    return signed_in("bev@thanet.example")


@pytest.fixture
def cal(cast):
    return signed_in("cal@northmoor.example")


def text(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def path_of(paper, more=""):
    return f"/library/{paper}/{more}"


def newest(cast, now):
    with context.acting(cast.asha, at=timezone.now()):
        return Paper.objects.order_by("-id").values_list("id", flat=True)[0]


def test_each_sees_a_list_of_her_own(asha, bev, cal):
    pages = {name: text(client, "/library/") for name, client in (("asha", asha), ("bev", bev), ("cal", cal))}

    assert ["The Harbour group" in pages[name] for name in pages] == [True, False, False]
    assert ["County lines in Thanet" in pages[name] for name in pages] == [True, True, False]
    assert "There is no paper here that you may read yet" in pages["cal"]
    assert "Thanet" not in pages["cal"].replace("Thanet District Council", "")
    assert "0 papers" in pages["cal"]


def test_search_page_shows_what_was_found_and_what_could_not_be_sought(bev):
    found = text(bev, "/library/?q=tenant&kind=guide")
    nothing, refused = text(bev, "/library/?q=kittiwake"), text(bev, "/library/?q=the")

    assert "<mark>tenant</mark>" in found
    assert "Kind of paper: Guide" in found
    assert "No paper that you may read answers this" in nothing
    assert "search for one that is rarer" in refused
    assert "Error: " in refused


@pytest.mark.parametrize(
    "query", ["page=0", "page=99999", "page=-1", "page=x", "owner=x", "owner=99999999999999", "review=x"]
)
def test_addresses_that_mean_nothing_are_answered(bev, query):
    assert "Library" in text(bev, f"/library/?{query}")


def test_marking_stands_first_and_last(asha, cast, now):
    with context.acting(cast.asha, at=timezone.now()):
        harbour = Paper.objects.get(title="The Harbour group: assessment").pk

    page = text(asha, path_of(harbour))

    assert page.count('class="fp-mark__marking">OFFICIAL-SENSITIVE<') == 2
    assert page.index("fp-mark__marking") < page.index("<h1")
    assert page.rindex("fp-mark__marking") > page.index('id="comments"')
    assert "Ask the originator before passing it on" in page


def test_owner_is_offered_what_a_partner_is_not(asha, bev, cal, cast, now):
    paper = write(cast.asha, at=now)

    own, other = text(asha, path_of(paper)), text(bev, path_of(paper))

    for offered in ("Add a version", "Withdraw it", "Share, narrow or take back"):
        assert (offered in own, offered in other) == (True, False)
    assert "Why can I see this?" in other
    assert all(text(bev, path_of(paper, one), 403) for one in ("versions/new/", "withdraw/", "issue/"))
    for one in ("", "versions/1/", "versions/new/", "withdraw/", "issue/", "versions/1/file/"):
        assert text(cal, path_of(paper, one), 404)


def test_what_was_written_comes_back_as_words(asha, bev, cast, now):
    written = (
        f"# {SCRIPT}\n\n- {SCRIPT}\n\n[{SCRIPT}](javascript:alert(1))\n\n**{SCRIPT}** <img src=x onerror=alert(1)>"
    )
    paper = write(cast.asha, title=SCRIPT, summary=SCRIPT, content=Written(text=written), at=now)
    comment = say(cast.bev, paper, f"{SCRIPT}\n=1+1", at=now)
    add(cast.asha, paper, Written(text=written), changed=SCRIPT, at=now)

    for address in (
        path_of(paper),
        path_of(paper, "versions/1/"),
        f"/library/comments/{comment}/",
        "/library/?q=alert",
    ):
        page = text(bev, address)
        assert "alert(1)" in page
        assert SCRIPT not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
        assert Page(page).blocked == []


def test_new_paper_is_put_in_and_opens_to_those_chosen(asha, bev, cal, cast, now):
    response = asha.post("/library/new/", FIELDS)
    paper = newest(cast, now)

    assert (response.status_code, response["Location"]) == (302, path_of(paper))
    assert "They dive." in text(bev, path_of(paper))
    assert text(cal, path_of(paper), 404)


def test_who_will_see_a_paper_is_told_before_it_is_put_in(asha, cast, now):
    before = newest(cast, now)
    told = asha.post("/library/new/", FIELDS | {"check": "1"})
    page = " ".join(told.content.decode().split())
    wrong = asha.post("/library/new/", FIELDS | {"check": "1", "marking": "OS"})

    assert (told.status_code, newest(cast, now)) == (200, before)
    assert "Thanet District Council (fictional team)</h3>" in page and "can read it" in page
    assert "They dive." in page and "There is a problem" not in page
    assert "The agreement reaches OFFICIAL" in wrong.content.decode()
    assert "Choose its readers, and you are told here" in text(asha, "/library/new/")


def test_new_paper_as_draft_stays_within_the_agency_until_it_is_issued(asha, bev, cast, now):
    asha.post("/library/new/", FIELDS | {"draft": "yes"})
    paper = newest(cast, now)

    assert "This is a draft" in text(asha, path_of(paper))
    assert text(bev, path_of(paper), 404)
    issued = {key: FIELDS[key] for key in ("marking", "handling", "subject", "agreement", "purposes-local-profiles")}
    assert asha.post(path_of(paper, "issue/"), issued).status_code == 302
    assert "They dive." in text(bev, path_of(paper))
    assert asha.post(path_of(paper, "issue/"), issued).status_code == 403


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Give the paper a title"),
        ({"kind": ""}, "Choose what kind of paper it is"),
        ({"text": " "}, "Write the page, or attach a file"),
        ({"marking": ""}, "Choose how it is marked"),
        ({"marking": "TS"}, "Select a valid choice"),
        ({"marking": "OS"}, "The agreement reaches OFFICIAL"),
        ({"handling": "C"}, "Choose at least one condition"),
        ({"conditions": ["S2"]}, "Conditions go with handling code C"),
        ({"purposes-local-profiles": []}, "Choose what the other agencies may read it for"),
        ({"subject": "child"}, "does not cover material about a child"),
        ({"agreement": "profile-pilot"}, "Select a valid choice"),
        ({"areas": ["E99999999"]}, "Select a valid choice"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(asha, cast, change, said):
    response = asha.post("/library/new/", FIELDS | change)
    page = response.content.decode()

    assert response.status_code == 400
    assert said in page
    assert "There is a problem" in page
    assert "<title>Error: " in page
    assert "They dive." in page or "text" in change


def test_file_goes_in_by_its_content_and_comes_out_as_a_download(asha, bev, cast, now):
    upload = io.BytesIO(make_pdf(text="A made-up razorbill"))
    upload.name = 'birds "of" the <sea>.pdf'
    assert asha.post("/library/new/", FIELDS | {"text": "", "file": upload}).status_code == 302
    paper = newest(cast, now)

    page, response = text(bev, path_of(paper)), bev.get(path_of(paper, "versions/1/file/"))

    assert re.search(r"PDF, \d+ bytes", page)
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert response["Content-Disposition"].startswith("attachment")
    assert (response["Cache-Control"], response.streaming) == ("private, no-store", False)
    assert response.content.startswith(b"%PDF-")
    assert response["Fourpoint-Copy"]
    with context.acting(cast.bev, at=timezone.now()):
        assert queries.get_file(paper, 1).data == upload.getvalue()
    assert "razorbill" in text(bev, "/library/?q=razorbill")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"MZ", "Windows program"),
        ("a.html", SCRIPT.encode(), "name ends in"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"a" * 1_100_000, "more than 1 MB"),
        ("a.csv", b"a\n=cmd|' /C calc'!A0", "Row 2, column 1"),
    ],
)
def test_harmful_file_is_refused_beside_the_form(asha, cast, settings, name, data, said):
    settings.FOURPOINT_LARGEST_FILE_MB = 1
    upload = io.BytesIO(data)
    upload.name = name

    response = asha.post("/library/new/", FIELDS | {"text": "", "file": upload})

    assert response.status_code == 400
    assert said in response.content.decode()


def test_far_too_large_a_form_is_stopped_on_its_way(asha, settings):
    settings.FOURPOINT_LARGEST_FILE_MB = 1
    upload = io.BytesIO(b"a" * 7_500_000)
    upload.name = "a.txt"

    response = asha.post("/library/new/", FIELDS | {"text": "", "file": upload})

    assert response.status_code == 400
    assert "more than 5 MB together" in response.content.decode()


def test_too_large_a_file_is_refused_beside_what_was_typed(asha, settings):
    settings.FOURPOINT_LARGEST_FILE_MB = 1
    upload = io.BytesIO(b"a" * 6_500_000)
    upload.name = "a.txt"

    response = asha.post("/library/new/", FIELDS | {"text": "", "file": upload})

    assert response.status_code == 400
    assert "more than 1 MB, which is the most" in response.content.decode()
    assert FIELDS["title"] in response.content.decode()


def test_page_and_file_together_are_refused(asha):
    upload = io.BytesIO(b"words")
    upload.name = "a.txt"

    assert "not both" in asha.post("/library/new/", FIELDS | {"file": upload}).content.decode()


def test_new_version_is_added_and_the_old_stays(asha, bev, cast, now):
    paper = write(cast.asha, at=now)
    form = Page(text(asha, path_of(paper, "versions/new/")))
    asha.post(path_of(paper, "versions/new/"), ABOUT | {"changed": "Gulls.", "text": "They float."})

    page, old = text(bev, path_of(paper)), text(bev, path_of(paper, "versions/1/"))

    assert "changed" in form.forms[-1].fields
    assert "They float." in page
    assert "which is not the newest" in old
    assert "Say what has changed" in asha.post(path_of(paper, "versions/new/"), {"text": "a"}).content.decode()


def test_file_takes_the_place_of_a_page_that_was_left_as_it_was(asha, cast, now):
    paper = write(cast.asha, at=now)
    upload = io.BytesIO(b"Gulls")
    upload.name = "gulls.txt"

    sent = ABOUT | {"changed": "A file.", "text": "They dive for **mackerel** at dawn.\r\n", "file": upload}
    assert asha.post(path_of(paper, "versions/new/"), sent).status_code == 302
    with context.acting(cast.asha, at=timezone.now()):
        assert Version.objects.get(paper=paper, number=2).file_name == "gulls.txt"


def test_partner_comments_and_the_owner_reads_it(asha, bev, cal, cast, now):
    paper = write(cast.asha, at=now)
    response = bev.post(path_of(paper, "comment/"), {"text": "We saw\nfour."})

    assert response.status_code == 302
    assert "We saw\nfour." in text(asha, path_of(paper))
    with context.acting(cast.bev, at=timezone.now()):
        comment = Comment.objects.get(paper=paper)
    assert response["Location"] == f"{path_of(paper)}#comment-{comment.pk}"
    assert "Bev Marlowe" in text(asha, f"/library/comments/{comment.pk}/")
    assert text(cal, f"/library/comments/{comment.pk}/", 404)
    assert cal.post(path_of(paper, "comment/"), {"text": "Me too"}).status_code == 404
    assert "Write your comment first" in bev.post(path_of(paper, "comment/"), {"text": ""}).content.decode()
    assert bev.get(path_of(paper, "comment/")).status_code == 405


def test_someone_who_writes_nothing_is_offered_nothing_to_write(cast, now):
    tom = signed_in("tom@thanet.example")
    tom.post("/account/purpose/", {"purpose": "local-profile"})
    paper = write(cast.asha, at=now)

    page = text(tom, path_of(paper))

    assert "Your comment" not in page
    assert "Put a paper in the library" not in text(tom, "/library/")
    assert text(tom, "/library/new/", 403)
    assert tom.post(path_of(paper, "comment/"), {"text": "a"}).status_code == 403


def test_withdrawn_paper_says_so_to_everyone(asha, bev, cast, now):
    paper = write(cast.asha, at=now)
    refused = asha.post(path_of(paper, "withdraw/"), {"reason": ""}).content.decode()
    asha.post(path_of(paper, "withdraw/"), {"reason": "The wall is gone."})

    page = text(bev, path_of(paper))

    assert "Say why it is withdrawn" in refused
    assert "do not rely on it" in page
    assert "The wall is gone." in page
    assert "Your comment" not in page
    assert (
        text(asha, path_of(paper, "versions/new/"))
        and asha.post(path_of(paper, "versions/new/"), ABOUT | {"changed": "a", "text": "b"}).status_code == 403
    )


def test_own_papers_of_a_partner_are_hers_to_change(asha, bev, cast, now):
    own, shared = write(cast.bev, audience=ALONE, at=now), write(cast.bev, audience=SHARED, at=now)

    assert text(asha, path_of(own), 404)
    assert "Add a version" not in text(asha, path_of(shared))
    assert "Add a version" in text(bev, path_of(shared))


def test_file_of_another_s_paper_is_not_there(bev, cal, cast, now):
    paper = write(cast.asha, audience=ALONE, content=Uploaded(name="a.txt", data=b"words"), at=now)

    assert [client.get(path_of(paper, "versions/1/file/")).status_code for client in (bev, cal)] == [404, 404]


def test_title_and_areas_are_changed_by_a_version_that_says_how_they_were(asha, bev, cast, now):
    paper = write(cast.asha, content=Uploaded(name="gulls.txt", data=b"Gulls"), at=now)
    path = path_of(paper, "versions/new/")
    form = text(asha, path)
    sent = {"changed": "Named rightly.", "title": "Gulls", "summary": "", "threat": "modern-slavery", "text": ""}
    nothing = asha.post(path, ABOUT | {"changed": "No reason.", "text": ""})
    assert asha.post(path, sent).status_code == 302

    page, listed = text(bev, path_of(paper)), text(bev, "/library/?q=gulls&threat=modern-slavery")
    assert 'value="Gannets on the harbour wall"' in form and "gulls.txt: attach none" in form
    assert nothing.status_code == 400 and "Nothing is new" in nothing.content.decode()
    assert "The title was “Gannets on the harbour wall”. The summary was “Made up for a test.”." in page
    assert "The threat was: none in particular." in page and "The areas were" not in page
    assert "Gulls</a></h3>" in listed and "0 papers" in text(bev, "/library/?q=gannets&kind=guide")
    with context.acting(cast.bev, at=timezone.now()):
        assert queries.get_file(paper, 2).data == b"Gulls"


def test_page_says_where_a_file_stands_with_the_scanner(asha, bev, cast, now, settings):
    through = write(cast.asha, content=Uploaded(name="gulls.txt", data=b"Gulls"), at=now)
    with scanner() as settings.FOURPOINT_SCANNER:
        infected = write(cast.asha, content=Uploaded(name="gulls.txt", data=EICAR), at=now)
        scan_waiting(at=now)
        waiting = write(cast.asha, content=Uploaded(name="gulls.txt", data=b"Gulls"), at=now)

    said = {paper: text(bev, path_of(paper)) for paper in (through, infected, waiting)}
    assert "Not scanned for viruses: this is a demonstration" in said[through]
    assert f"The scanner found {FOUND}" in said[infected] and "as it was kept" in said[infected]
    assert "It has not been scanned for viruses yet" in said[waiting]
    assert ["download>gulls.txt" in page for page in said.values()] == [True, False, False]
    for paper in (infected, waiting):
        assert text(bev, path_of(paper, "versions/1/file/"), 403)
