"""Commentary on the pages: beside its section or figure, for whoever may read it, with forms for whoever may write."""

import re
from html import unescape

import pytest

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.services.profiles.commentary import actions, anchors, readers
from tests.factories.cast import AT, load_cast
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
THANET = "/profiles/E07000114/"
ADD = f"{THANET}commentary/add/"
ASHA, BEV, CAL = "asha@invicta.example", "bev@thanet.example", "cal@northmoor.example"
SHARED = {"text": "One.\n\nTwo.", "readers": "local-profiles", "marking": "O"}


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


def write(person, text, *, to="local-profiles", kind="section", anchor="place", threat="all-crime"):
    with context.acting(person, at=AT) as who:
        marking = Marking.OFFICIAL_SENSITIVE if to == "own" else Marking.OFFICIAL
        draft = actions.Draft(
            anchor=anchors.Anchor(kind=kind, anchor_id=anchor, threat_id=threat),
            text=text,
            audience=readers.make_audience(who, readers=to, marking=marking),
        )
        return actions.write_commentary(area="E07000114", draft=draft, by=who.actor, purpose=who.purpose, at=AT)


def page(email, path=THANET, **query):
    return signed_in(email).get(path, query).content.decode()


def test_note_stands_under_its_section_with_marking_owner_and_date(cast):
    write(cast.asha, "The arcade <b>reopened</b>.")

    shown = page(BEV)
    place = shown.partition('id="place"')[2].partition('id="vulnerability"')[0]

    assert "The arcade &lt;b&gt;reopened&lt;/b&gt;." in place
    assert "Invicta Constabulary (fictional), 2 March 2026" in place
    assert re.search(r'fp-comment__marking">OFFICIAL<', place)


def test_profile_goes_out_in_ascii_whatever_a_note_is_written_in(cast):
    """One letter past ASCII makes Python encode half a million the slow way: 0.6 ms a page where 0.02 will do."""
    write(cast.asha, "“Café Ω” – reopened")

    shown = page(BEV)

    assert shown.isascii()
    assert "“Café Ω” – reopened" in unescape(shown)
    assert "– Fourpoint</title>" in unescape(shown)


def test_police_note_is_on_ashas_page_and_on_no_page_of_bevs(cast):
    number = write(cast.asha, "Only ours: quillwort.", to="own")

    assert "quillwort" in page(ASHA)
    for path in (THANET, f"{THANET}commentary/", f"{THANET}commentary/{number}/", f"{THANET}figures/count/"):
        assert "quillwort" not in page(BEV, path)
    assert signed_in(BEV).get(f"{THANET}commentary/{number}/").status_code == 404


def test_note_on_a_figure_stands_at_the_figure_and_on_its_panel(cast):
    write(cast.asha, "Counted anew: sundew.", kind="figure", anchor="count", threat="burglary")

    assert "sundew" in page(BEV, threat="burglary").partition('id="threat"')[2].partition('id="place"')[0]
    assert "sundew" in page(BEV, f"{THANET}figures/count/", threat="burglary")
    assert "sundew" not in page(BEV)
    assert "sundew" not in page(BEV, f"{THANET}figures/count/")


def test_note_on_a_figure_that_no_block_shows_stands_with_the_findings(cast, monkeypatch):
    write(cast.asha, "Nowhere else: bogbean.", kind="figure", anchor="count")
    monkeypatch.setattr("fourpoint.web.profiles.notes.first_block", lambda sections, figure_id: None)

    findings = page(BEV).partition('id="findings"')[2].partition('id="threat"')[0]

    assert "bogbean" in findings


def test_partner_writes_revises_and_withdraws_her_own(cast):
    bev = signed_in(BEV)
    assert "Write commentary" in bev.get(THANET).content.decode()

    sent = bev.post(f"{ADD}?section=threat", SHARED)
    note = sent["Location"]
    bev.post(f"{note}revise/", {"text": "Three."})

    assert "Three." in page(ASHA)
    assert "Earlier versions" in page(ASHA, note)
    assert bev.post(f"{note}withdraw/", {"reason": "A slip."})["Location"] == note
    assert "Three." not in page(ASHA)
    assert "A slip." in bev.get(note).content.decode()
    assert bev.get(f"{note}revise/").status_code == 403


def test_who_will_see_a_note_is_told_before_it_is_written_and_nothing_is_lost_or_kept(cast):
    asha, path = signed_in(ASHA), f"{ADD}?section=place"
    page, told = (
        " ".join(one.content.decode().split()) for one in (asha.get(path), asha.post(path, SHARED | {"check": "1"}))
    )
    marked = asha.post(path, SHARED | {"check": "1", "marking": "OS"})

    assert "Choose its readers, and you are told here" in page
    assert re.search(
        r"Thanet District Council \(fictional team\)</h3> <p[^>]*><strong>\d of \d people</strong> can read it", told
    )
    assert "One." in told and "There is a problem" not in told
    assert (marked.status_code, "marked up to OFFICIAL" in marked.content.decode()) == (200, True)
    assert "Two." not in signed_in(BEV).get(THANET).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, "Write what you want to say."),
        ({"text": "  \n "}, "Write what you want to say."),
        ({"readers": ""}, "Choose who may read it."),
        ({"readers": "profile-pilot"}, "Select a valid choice"),
        ({"marking": "OS"}, "marked up to OFFICIAL"),
        ({"marking": "S"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_a_note_is_said_at_the_form(cast, changed, said):
    answer = signed_in(ASHA).post(f"{ADD}?section=place", SHARED | changed)

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert "There is a problem" in answer.content.decode()


def test_note_on_nothing_is_refused(cast):
    asha = signed_in(ASHA)

    assert asha.get(f"{ADD}?section=attic").status_code == 400
    assert asha.get(f"{ADD}?figure=attic").status_code == 400
    assert asha.get(f"{ADD}?section=place&threat=attic").status_code == 400


def test_reader_without_a_writing_role_is_offered_nothing(cast):
    ines = signed_in("ines@invicta.example")

    assert "Write commentary" not in ines.get(THANET).content.decode()
    assert ines.get(f"{ADD}?section=place").status_code == 403


def test_cal_is_told_of_no_note(cast):
    number = write(cast.asha, "Marsh orchid.")
    cal = signed_in(CAL)

    for path in ("", "add/?section=place", f"{number}/", f"{number}/revise/", f"{number}/withdraw/"):
        assert cal.get(f"{THANET}commentary/{path}").status_code == 404
    assert cal.post(f"{ADD}?section=place", SHARED | {"readers": "own"}).status_code == 404


def test_empty_list_says_where_to_begin(cast):
    assert "There is no note on this profile that you may read." in page(BEV, f"{THANET}commentary/")
    assert "choose “Write commentary”" in page(BEV, f"{THANET}commentary/")
