"""A figure is chosen for a product step by step, or a product for a figure, each step a plain address."""

import re

import pytest

from tests.factories.cast import load_cast, this_hour
from tests.factories.freezing import SMALL, THANET, freeze
from tests.factories.producing import begin, submitted
from tests.factories.sending import IVY
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
HOME = "/intelligence/products/"
ASHA, BEV, CAL = "asha@invicta.example", "bev@thanet.example", "cal@northmoor.example"
PANEL = f"/profiles/{THANET.code}/editions/2025Q4/partner/v1/figures/"
CHOSEN = {"area": THANET.code, "edition": "2025Q4.partner.1", "within": "threat"}


@pytest.fixture
def cast(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    held = load_cast(this_hour())
    freeze(held.asha, cut="police", at=this_hour())
    freeze(held.asha, at=this_hour())
    return held


def choosing(product):
    return f"{HOME}{product}/sections/detail/cite/figure/"


def test_area_edition_section_and_figure_are_chosen_one_after_the_other(cast):
    desk, page = signed_in(IVY), choosing(begin(at=this_hour()))

    steps = (
        ({}, ("Of which area?", "Thanet"), ("Which edition?",)),
        ({"area"}, ("Which edition?", "Partner edition 2025Q4, version 1", "Police edition"), ("Of which area?",)),
        ({"area", "edition"}, ("In which section of the profile?", "Vulnerability"), ("Which edition?",)),
        ({"area", "edition", "within"}, ("Headline figures", "3,011 offences, January to December 2025"), ()),
    )
    for names, words, absent in steps:
        shown = text(desk.get(page, {name: CHOSEN[name] for name in names}))
        assert all(said in shown for said in words), names
        assert not any(said in shown for said in absent), names
    assert f'value="{SMALL}"' not in shown
    assert "1 number more under “Headline figures” is hidden or not known" in shown

    made = desk.post(page, CHOSEN | {"figure": "count"})
    assert (made.status_code, made["Location"].endswith("/sections/detail/")) == (302, True)
    section = text(desk.get(made["Location"]))
    assert "3,011 offences, January to December 2025" in section
    assert "Edition 2025Q4 of Thanet, version 1" in section
    assert desk.get(re.search(rf'href="({PANEL}count/)"', section)[1]).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words", "kept"),
    [
        ({"area": "E07000106"}, "There is no edition of that area that you may read", ()),
        ({"area": "", "step": "area"}, "Choose an area.", ()),
        ({"edition": "2025Q4.partner.9"}, "There is no such edition that you may read", ("area",)),
        ({"edition": "nonsense"}, "There is no such edition that you may read", ("area",)),
        ({"edition": "", "step": "edition"}, "Choose an edition.", ("area",)),
        ({"within": "nowhere"}, "The edition has no such section", ("area", "edition")),
        ({"within": "", "step": "within"}, "Choose a section of the profile.", ("area", "edition")),
    ],
)
def test_a_bad_choice_gets_one_sentence_and_keeps_what_was_chosen(cast, changes, words, kept):
    made = signed_in(IVY).get(choosing(begin(at=this_hour())), CHOSEN | changes)

    assert made.status_code == 400
    shown = text(made)
    assert words in shown
    for name in kept:
        assert f'name="{name}" value="{CHOSEN[name]}"' in shown


def test_what_cannot_be_cited_is_refused_on_the_page_of_its_figures(cast):
    desk, page = signed_in(IVY), choosing(begin(at=this_hour()))

    for figure, words in (("", "Choose a figure."), (SMALL, "hidden from its readers"), ("x", "no such figure")):
        made = desk.post(page, CHOSEN | {"figure": figure})
        assert (made.status_code, words in text(made)) == (400, True), figure
        assert "Headline figures" in text(made)
    assert desk.post(page, {"figure": "count"}).status_code == 400


def test_nobody_else_chooses_for_a_draft(cast):
    page = choosing(begin(at=this_hour()))
    for email in (ASHA, BEV, CAL):
        assert signed_in(email).get(page).status_code == 404, email
    review = choosing(submitted(at=this_hour()))
    assert "It is in review or issued" in text(signed_in(IVY).get(review, CHOSEN))
    assert signed_in(IVY).post(review, CHOSEN | {"figure": "count"}).status_code == 400


def test_a_figure_leads_its_author_to_her_drafts(cast):
    desk, product = signed_in(IVY), begin(at=this_hour())
    link = re.search(r'href="([^"]+)">Use in a product', text(desk.get(f"{PANEL}count/")))[1].replace("&amp;", "&")
    shown = text(desk.get(link))
    assert "3,011 offences, January to December 2025" in shown
    assert "Deliveries by night" in shown
    sent = dict(re.findall(r'type="hidden" name="(area|edition|figure)" value="([^"]+)"', shown))

    wrong = desk.post(f"{HOME}use-figure/", sent)
    assert (wrong.status_code, "Choose the section in which it is cited." in text(wrong)) == (400, True)
    lost = desk.post(f"{HOME}use-figure/", sent | {"place": f"{product}.nowhere"})
    assert (lost.status_code, "no such section" in text(lost)) == (400, True)
    made = desk.post(f"{HOME}use-figure/", sent | {"place": f"{product}.detail"})
    assert (made.status_code, made["Location"]) == (302, f"{HOME}{product}/sections/detail/")
    again = desk.post(f"{HOME}use-figure/", sent | {"place": f"{product}.detail"})
    assert (again.status_code, "cites it already" in text(again)) == (400, True)


def test_a_figure_leads_nobody_else_anywhere(cast):
    asked = {"area": THANET.code, "edition": "2025Q4.partner.1", "figure": "count"}

    assert "Use in a product" not in text(signed_in(BEV).get(f"{PANEL}count/"))
    assert "Use in a product" not in text(signed_in(IVY).get(f"{PANEL}{SMALL}/"))
    # One writes no products; the other does, and may not read the profile.
    for email, status in ((BEV, 403), (CAL, 404)):
        assert signed_in(email).get(f"{HOME}use-figure/", asked).status_code == status, email
    desk = signed_in(IVY)
    assert desk.get(f"{HOME}use-figure/", asked | {"edition": "2025Q4.partner.9"}).status_code == 404
    assert desk.get(f"{HOME}use-figure/", asked | {"area": "E07000106"}).status_code == 404
    assert desk.get(f"{HOME}use-figure/", asked | {"figure": SMALL}).status_code == 400
    assert "You are writing no product" in text(desk.get(f"{HOME}use-figure/", asked))
