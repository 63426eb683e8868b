"""The governance pages: who gets in, what the trail says in sentences, and what leaves as a file."""

import csv
import io
import re

import pytest
from django.utils import timezone

from fourpoint.access import context, trail
from fourpoint.domain.operations import Recipients
from fourpoint.records.audit.models import Event
from fourpoint.records.profiles.models import Profile
from fourpoint.services.agencies.queries import find_agency, find_person
from fourpoint.services.audit import sealing
from tests.factories.cast import load_cast, this_hour
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db

INES, TOM, ASHA, BEV, CAL = (
    f"{who}.example" for who in ("ines@invicta", "tom@thanet", "asha@invicta", "bev@thanet", "cal@northmoor")
)
PAGES = ("/governance/", "/governance/trail/", "/governance/trail/ours/", "/governance/trail/seals/")


@pytest.fixture
def cast(settings, tmp_path, sample_warehouse):

    settings.FOURPOINT_ROOTS = tmp_path
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    # Without what the demonstration's agencies wrote: what is asked about must stand among the newest entries.
    return load_cast(this_hour())


@pytest.fixture
def profile(cast):
    """The profile of Thanet, which Bev has opened, seen in a search and been given."""
    at = timezone.now()
    with context.acting(cast.bev, at=at):
        row = Profile.objects.get(area_code="E07000114")
        trail.record_shown("profile", [row])
        trail.record_searched("profile", [row], words="=cmd|' Döver")
    with context.acting(cast.asha, at=at):
        to = Recipients(agencies=(find_agency("thanet"),))
        trail.record_disclosed("profile", [row], to=to, reason="for the board")
    return row


def _text(response):
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("email", [ASHA, BEV, CAL])
def test_other_roles_are_refused(cast, page, email):
    assert signed_in(email).get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_governance_role_gets_in_and_has_the_link(cast, page):
    response = signed_in(INES).get(page)

    assert response.status_code == 200
    assert 'href="/governance/"' in _text(response)
    assert 'href="/governance/"' not in _text(signed_in(ASHA).get("/profiles/"))


def test_hub_leads_to_every_page(cast):
    page = _text(signed_in(INES).get("/governance/"))
    assert all(f'href="{address}"' in page for address in PAGES[1:])


def test_trail_speaks_in_sentences(profile):
    page = _text(signed_in(INES).get("/governance/trail/"))

    assert "opened the profile “Thanet”" in page
    assert "signed the agreement “" in page
    assert "Bev Marlowe (fictional)" in page
    assert "Given to: Thanet District Council (fictional team)" in page
    assert "Reason: for the board" in page
    assert "Döver" not in page, "what a partner searched for is not for the owner"
    assert "was shown, in a list, the profile “Thanet”" in page
    assert "searched profiles for “=cmd|&#39; Döver”: 1 shown" in _text(signed_in(TOM).get("/governance/trail/"))


@pytest.mark.parametrize(
    ("query", "told", "untold"),
    [
        ("operation=disclosure", "for the board", "opened the profile"),
        ("operation=consultation", "opened the profile", "signed the agreement"),
        ("person=bev", "opened the profile", "signed the agreement"),
        ("person=MARLOWE", "opened the profile", "signed the agreement"),
        ("person=nobody-at-all", "No entry fits", "opened the profile"),
        ("kind=agreement", "signed the agreement", "opened the profile"),
        ("purpose=local-profile", "opened the profile", "signed the agreement"),
        ("starts=2099-01-01", "No entry fits", "opened the profile"),
        ("ends=2000-01-01", "No entry fits", "opened the profile"),
        ("ours=on", "opened the profile", "signed the agreement"),
        ("agency=999999", "No entry fits", "opened the profile"),
    ],
)
def test_trail_is_narrowed(profile, query, told, untold):
    page = _text(signed_in(INES).get(f"/governance/trail/?{query}"))

    entries = page.partition('id="entries"')[2]
    assert told in entries
    assert untold not in entries


def test_trail_of_one_record(profile):
    page = _text(signed_in(INES).get(f"/governance/trail/?kind=profile&record={profile.pk}"))

    assert "opened the profile “Thanet”" in page
    assert "was shown, in a list" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("starts=yesterday", "for example 2026-03-31"),
        ("starts=2026-05-01&ends=2026-04-01", "ends before it begins"),
        ("operation=peeking", "Choose an operation"),
        ("agency=x", "Choose an agency"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(cast, query, sentence):
    response = signed_in(INES).get(f"/governance/trail/?{query}")

    assert response.status_code == 400
    assert sentence in _text(response)
    assert "govuk-error-summary" in _text(response)


@pytest.mark.parametrize("page", ["0", "-3", "x", "99999", "9" * 40])
def test_page_that_is_not_there_is_the_nearest(profile, page):
    assert signed_in(INES).get(f"/governance/trail/?page={page}").status_code == 200


def test_trail_is_paged(cast):
    with context.acting(cast.asha, at=_now()) as who:
        for number in range(60):
            change = trail.Change(action="thing.do", object_kind="thing", object_id=number)
            trail.record(change, by=who.actor, purpose=who.purpose, at=who.at)
    client = signed_in(INES)

    first, second = (_text(client.get(f"/governance/trail/?kind=thing&page={page}")) for page in (1, 2))

    assert "60 entries" in first
    assert 'rel="next" href="?kind=thing&amp;page=2"' in first
    assert 'rel="prev"' in second
    assert (first.count("fp-trail__entry"), second.count("fp-trail__entry")) == (50, 10)


def test_download_is_harmless_and_in_the_trail(profile):
    client = signed_in(TOM)
    response = client.get("/governance/trail/trail.csv")

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response["Content-Type"].startswith("text/csv")
    assert {"searched profiles for “=cmd|' Döver”: 1 shown"} <= {row[4] for row in rows if len(row) > 4}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    assert "looked into the trail" in _text(client.get("/governance/trail/"))


def test_look_into_the_trail_does_not_keep_what_was_typed(profile):
    signed_in(INES).get("/governance/trail/?person=Marlowe")
    with context.acting(find_person(INES), at=_now()):
        looks = Event.objects.filter(action="trail.read")
        assert looks.get().facts["narrowed"] == ["person"]
        assert "Marlowe" not in str(looks.values().get())


def test_what_was_read_of_ours_by_agency(profile):
    page = _text(signed_in(INES).get("/governance/trail/ours/"))
    assert "Thanet District Council (fictional team)" in page
    assert "Nobody has read anything of yours" in _text(signed_in(TOM).get("/governance/trail/ours/"))


def test_seals_page_tells_roots_and_faults(cast, settings, tmp_path):
    # What writers of other tests committed is gone with those tests, and is no fault of this trail.
    settings.FOURPOINT_HEADS = tmp_path
    client = signed_in(INES)
    assert "No root yet" in _text(client.get("/governance/trail/seals/"))
    sealing.seal()
    root = sealing.make_root(at=_now())
    assert sealing.check_in_database(at=_now()).found == 0

    page = _text(client.get("/governance/trail/seals/"))
    assert root.line in page
    assert "Nothing was changed, removed or moved" in page


def test_seals_page_counts_nobodys_entries_and_says_when_ones_own_wait_too_long(cast, profile):
    page = _text(signed_in(INES).get("/governance/trail/seals/"))
    assert "Sealing has fallen behind" in page
    sealing.seal()

    page = _text(signed_in(INES).get("/governance/trail/seals/"))

    assert "Sealing keeps up" in page
    assert not re.search(r"\d+ entr(y|ies)", page.split("Roots to keep outside")[0])


def test_readers_are_told_to_who_may_change_it_and_to_the_owners_governance(profile):
    address = f"/readers/profile/{profile.pk}/"
    for email in (ASHA, INES):
        page = _text(signed_in(email).get(address))
        assert "Who has read the profile “Thanet”" in page
        assert "Bev Marlowe (fictional)" in page
        assert "Given" in page
    for email in (BEV, CAL, TOM):
        assert signed_in(email).get(address).status_code == 404


@pytest.mark.parametrize("address", ["/readers/profile/999999/", "/readers/no-such/1/", "/readers/person/1/"])
def test_readers_of_nothing_is_not_found(cast, address):
    assert signed_in(INES).get(address).status_code == 404


def test_readers_of_what_nobody_read(cast):
    with context.acting(cast.asha, at=_now()):
        row = Profile.objects.order_by("id").first()
    assert "Nobody has read it yet" in _text(signed_in(ASHA).get(f"/readers/profile/{row.pk}/"))


def _now():
    from django.utils import timezone

    return timezone.now()
