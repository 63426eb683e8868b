"""After an agreement ended nothing comes out of any door: editions and their files, papers, searches, notices, jobs."""

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from fourpoint.access import context
from fourpoint.domain.days import TICK
from fourpoint.jobs import profiles
from fourpoint.records.disclosure.models import ShareNotice
from fourpoint.records.profiles.models import Edition
from fourpoint.records.sharing.models import Agreement
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.disclosure.hub import get_hub
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.profiles import actions
from fourpoint.services.profiles.printing import Press, Printed
from fourpoint.services.sharing.agreements import AgreementAlreadyEnded, end_agreement
from tests.factories.agreements import PURPOSE, do
from tests.factories.cast import load_cast, this_hour
from tests.factories.records import KIND, alone, make_record, shared
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
ASHA, BEV, INES = "asha@invicta.example", "bev@thanet.example", "ines@invicta.example"
THANET, LABEL = "E07000114", "2025Q4"
EDITION = f"/profiles/{THANET}/editions/{LABEL}/partner/v1/"
FILES = ("", "profile.pdf", "edition.json", "tables.zip", "shapes.json", "figures/count/")


def print_it(document):
    return Printed(pdf=b"%PDF-made-up", files=(("about.csv", b"title\n"),))


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    settings.FOURPOINT_PRINTER = f"{__name__}.print_it"
    return load_cast(this_hour(), material=True)


def end_every_agreement(cast, *, at=None):
    """End all that Tom's agency is a party to."""
    ours = Agreement.objects.filter(parties__agency__code="thanet").order_by("id")
    for held in ours.values_list("id", flat=True):
        try:
            do(cast.tom, end_agreement, at=at or timezone.now(), agreement_id=held, reason="All ends.")
        except AgreementAlreadyEnded:
            continue


def test_frozen_edition_closes_with_every_file_of_it(cast):
    press = Press(printer=print_it, cuts=("partner",))
    do(cast.asha, actions.build_editions, at=timezone.now(), areas=(THANET,), label=LABEL, press=press)
    bev, asha = signed_in(BEV), signed_in(ASHA)
    assert {bev.get(EDITION + name).status_code for name in FILES} == {200}
    copy = bev.get(f"{EDITION}profile.pdf")["Fourpoint-Copy"]

    end_every_agreement(cast)

    assert {bev.get(EDITION + name).status_code for name in FILES} == {404}
    assert {asha.get(EDITION + name).status_code for name in FILES} == {200}
    mine, out = text(bev.get("/exports/")), text(signed_in(INES).get("/exports/out/?only=overdue"))
    assert "Destroy now" in mine and "Now: the agreement under which it was taken ended" in mine
    assert copy in mine.partition("Destroy now")[2].partition("You may keep")[0]
    assert copy in out and "Agreement ended" in out


def test_papers_their_files_and_searches_close(cast):
    bev = signed_in(BEV)
    listed = bev.get("/library/?q=referral").content.decode()
    paper = listed.partition('class="fp-paper__title"')[2].partition("/library/")[2].partition("/")[0]
    paths = (f"/library/{paper}/", f"/library/{paper}/versions/1/file/")
    assert [bev.get(path).status_code for path in paths] == [200, 200]

    end_every_agreement(cast)

    assert [bev.get(path).status_code for path in paths] == [404, 404]
    assert f"/library/{paper}/" not in text(bev.get("/library/?q=referral"))
    assert f"/library/{paper}/" in text(signed_in(ASHA).get("/library/?q=referral"))


def test_what_was_shared_is_listed_until_the_end_and_its_words_are_for_nobody_after(cast):
    at = timezone.now()
    note = make_record(cast.asha, alone(find_agency("invicta")), at=at)
    readers = shared(find_agency("invicta"), find_agency("thanet"))
    given = Placing(kind=KIND, record_id=note, audience=readers, reason="Asked for.", words="Read it before Friday.")
    do(cast.asha, place, at=at, placing=given)
    assert "Read it before Friday." in text(signed_in(BEV).get("/sharing/"))
    at = timezone.now()
    end_every_agreement(cast, at=at)

    def received(now):
        with context.acting(cast.bev, at=now, purpose=PURPOSE) as who:
            notices = ShareNotice.objects.exclude(owner_id=who.actor.agency_id)
            return [card.title for card in get_hub(who).received], notices.count()

    titles, told = received(at - TICK)
    assert "Commentary on Where it happens" in titles and told
    assert received(at) == ([], 0)
    page = text(signed_in(BEV).get("/sharing/"))
    assert "Read it before Friday." not in page
    assert not [title for title in titles if title in page]


def test_edition_asked_for_before_the_end_is_frozen_for_its_owner_alone(cast, monkeypatch):
    monkeypatch.setattr(profiles, "the_printer", lambda: print_it)
    with context.acting(cast.asha, at=timezone.now()) as who:
        profiles.ask_for_editions(areas=(THANET,), label=LABEL, who=who, cuts=("partner",))

    end_every_agreement(cast)
    profiles.build_edition(**ProcrastinateJob.objects.get(task_name=profiles.TASK).args)

    for person_id, found in ((cast.asha, ["partner"]), (cast.bev, [])):
        with context.acting(person_id, at=timezone.now(), purpose=PURPOSE):
            assert list(Edition.objects.filter(label=LABEL).values_list("cut", flat=True)) == found
    assert signed_in(BEV).get(EDITION).status_code == 404
