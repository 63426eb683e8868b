"""Editions as pages: exactly what was frozen, to whom it is open, and how the next one is asked for."""

import io
import zipfile

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.profiles import actions
from fourpoint.services.profiles.commentary import actions as commentary
from fourpoint.services.profiles.commentary import readers
from fourpoint.services.profiles.commentary.anchors import Anchor
from fourpoint.services.profiles.printing import Press, Printed
from fourpoint.services.profiles.reading.provenance import Provenance
from tests.factories.cast import AT, load_cast
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
THANET = "/profiles/E07000114/"
EDITION = f"{THANET}editions/2025Q4/partner/v1/"


@pytest.fixture
def frozen(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    cast = load_cast()
    press = Press(printer=print_it, cuts=("partner",))
    with context.acting(cast.asha, at=AT) as who:
        actions.build_editions(
            areas=("E07000114",),
            label="2025Q4",
            by=who.actor,
            purpose=who.purpose,
            at=AT,
            press=press,
        )
    return cast


def print_it(document):
    return Printed(pdf=b"%PDF-made-up", files=(("about.csv", b"title\n"), ("profile.ods", b"ods")))


def test_edition_shows_marking_age_and_files(frozen):
    bev = signed_in("bev@thanet.example")

    page = bev.get(EDITION).content.decode()

    for words in (
        "OFFICIAL",
        "Nothing that was frozen changes",
        "profile.pdf",
        "tables.ods",
        "edition.json",
        "Findings",
    ):
        assert words in page


def test_files_leave_as_copies_under_a_number(frozen):
    bev = signed_in("bev@thanet.example")

    given = bev.get(f"{EDITION}profile.pdf")

    assert "attachment" in given["Content-Disposition"]
    # No real PDF, so it leaves as it was frozen beside its notice.
    with zipfile.ZipFile(io.BytesIO(given.content)) as held:
        notice, name = held.namelist()
        assert held.read(name) == b"%PDF-made-up"
        assert given["Fourpoint-Copy"] in held.read(notice).decode()
    assert given["Fourpoint-Copy"] in bev.get("/exports/").content.decode()


def test_frozen_figure_opens_the_rows_it_counted_while_they_are_held(frozen):
    asha = signed_in("asha@invicta.example")

    panel = asha.get(f"{EDITION}figures/count/").content.decode()
    rows = asha.get(f"{EDITION}figures/count/rows.csv").content.decode()

    assert f"{EDITION}figures/count/rows/" in panel
    assert len(rows.splitlines()) == 13_895 + 1
    assert "13,895 rows" in asha.get(f"{EDITION}figures/count/rows/").content.decode()


def test_frozen_figure_whose_files_were_replaced_says_so_and_gives_no_rows(frozen, monkeypatch):
    asha = signed_in("asha@invicta.example")
    monkeypatch.setattr(Provenance, "street_reference", lambda self, months: ())

    panel = asha.get(f"{EDITION}figures/count/").content.decode()

    assert "have been replaced since" in panel
    assert asha.get(f"{EDITION}figures/count/rows/").status_code == 404
    assert asha.get(f"{EDITION}figures/count/rows.csv").status_code == 404


def test_label_alone_leads_to_the_newest_version(frozen):
    assert signed_in("asha@invicta.example").get(f"{THANET}editions/2025Q4/")["Location"] == EDITION


@pytest.mark.parametrize(
    "address",
    ["", "profile.pdf", "edition.json", "tables.zip", "shapes.json", "figures/count/"],
)
def test_cal_is_told_of_no_edition(frozen, address):
    assert signed_in("cal@northmoor.example").get(EDITION + address).status_code == 404


@pytest.mark.parametrize("address", [f"{EDITION[:-3]}v9/", f"{EDITION}secrets.toml", f"{THANET}editions/x/"])
def test_what_was_not_frozen_is_not_found(frozen, address):
    assert signed_in("asha@invicta.example").get(address).status_code == 404


def test_analyst_asks_for_an_edition_and_watches_it(frozen):
    asha = signed_in("asha@invicta.example")

    asked = asha.post(f"{THANET}editions/freeze/", {"label": "2025Q3"})
    page = asha.get(asked["Location"])

    assert ProcrastinateJob.objects.filter(task_name="profiles.build_edition").count() == 1
    assert "waiting for its turn" in page.content.decode()
    assert page["Refresh"] == "3"


def test_partner_may_not_ask(frozen):
    bev = signed_in("bev@thanet.example")

    assert "Freeze an edition" not in bev.get(THANET).content.decode()
    assert bev.post(f"{THANET}editions/freeze/", {"label": "2025Q3"}).status_code == 403


@pytest.mark.parametrize("label", ["", "2025", "2031Q1", "<script>", "2025Q4' --"])
def test_quarter_that_cannot_be_frozen_is_said_at_the_form(frozen, label):
    response = signed_in("asha@invicta.example").post(f"{THANET}editions/freeze/", {"label": label})

    assert response.status_code == 400
    assert "The edition was not asked for" in response.content.decode()


def test_owner_previews_each_cut_and_a_partner_none(frozen):
    asha, bev = signed_in("asha@invicta.example"), signed_in("bev@thanet.example")

    for cut in ("police", "partner", "public"):
        preview = f"{THANET}editions/2025Q4/{cut}/preview/"
        assert "leaves out" in asha.get(preview).content.decode()
        assert bev.get(preview).status_code == 403
    assert asha.get(f"{THANET}editions/2025Q4/secret/preview/").status_code == 400
    assert asha.get(f"{THANET}editions/1999Q1/partner/preview/").status_code == 400
    assert preview in asha.get(f"{THANET}editions/").content.decode()
    assert "preview" not in bev.get(f"{THANET}editions/").content.decode()


def test_report_tells_the_owner_more_than_a_partner(frozen):
    asha, bev = signed_in("asha@invicta.example"), signed_in("bev@thanet.example")

    full, told = (client.get(f"{EDITION}report/").content.decode() for client in (asha, bev))

    assert "anyone can download already" in full and "anyone can download already" in told
    assert "notes that not every reader of this edition may read" in full
    assert "notes that not every reader" not in told
    assert "In full, for your agency" not in told


def test_public_edition_is_approved_on_its_page_by_somebody_else(frozen):
    proof = f"{THANET}editions/2025Q4/public/v1/"
    with context.acting(get_steward("invicta"), at=AT) as who:
        press = Press(printer=print_it, cuts=("public",))
        actions.build_editions(
            areas=("E07000114",), label="2025Q4", by=who.actor, purpose=who.purpose, at=AT, press=press
        )
    asha, bev = signed_in("asha@invicta.example"), signed_in("bev@thanet.example")

    assert "waits for a second person" in asha.get(proof).content.decode()
    assert "Approve the public edition" in asha.get(f"{proof}approve/").content.decode()
    assert bev.get(proof).status_code == 404
    assert bev.post(f"{proof}approve/").status_code == 404

    assert asha.post(f"{proof}approve/")["Location"] == proof

    assert bev.get(proof).status_code == 200
    assert bev.post(f"{proof}approve/").status_code == 403
    assert asha.post(f"{proof}approve/").status_code == 403


def test_who_froze_the_public_edition_is_refused_its_approval(frozen):
    proof = f"{THANET}editions/2025Q4/public/v1/"
    with context.acting(frozen.asha, at=AT) as who:
        press = Press(printer=print_it, cuts=("public",))
        actions.build_editions(
            areas=("E07000114",), label="2025Q4", by=who.actor, purpose=who.purpose, at=AT, press=press
        )

    answer = signed_in("asha@invicta.example").post(f"{proof}approve/")

    assert answer.status_code == 403
    assert "someone else who writes for your agency" in answer.content.decode()


def test_note_of_another_agency_stands_beside_an_edition_and_in_no_file_of_it(frozen):
    with context.acting(frozen.bev, at=AT) as who:
        audience = readers.make_audience(who, readers="local-profiles", marking=Marking.OFFICIAL)
        draft = commentary.Draft(
            anchor=Anchor(kind="section", anchor_id="place"), text="Here grows butterwort.", audience=audience
        )
        commentary.write_commentary(area="E07000114", draft=draft, by=who.actor, purpose=who.purpose, at=AT)
    asha = signed_in("asha@invicta.example")

    assert "butterwort" in asha.get(EDITION).content.decode()
    with zipfile.ZipFile(io.BytesIO(asha.get(f"{EDITION}edition.json").content)) as held:
        files = {name: held.read(name).decode("utf-8", "replace") for name in held.namelist()}
    assert "Thanet" in next(words for name, words in files.items() if name.endswith("edition.json"))
    assert not [name for name, words in files.items() if "butterwort" in words]


def test_an_edition_is_asked_for_in_the_cuts_that_were_ticked(frozen):
    asha = signed_in("asha@invicta.example")

    asked = asha.post(f"{THANET}editions/freeze/", {"label": "2025Q3", "cut": ["police", "public"]})
    unknown = asha.post(f"{THANET}editions/freeze/", {"label": "2025Q3", "cut": ["secret"]})

    assert asked.status_code == 302
    (job,) = ProcrastinateJob.objects.filter(task_name="profiles.build_edition")
    assert job.args["cuts"] == ["police", "public"]
    assert unknown.status_code == 400
    assert "There is no edition" in unknown.content.decode()
