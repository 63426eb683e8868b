"""Pages on which governance says who stands in a leaver's place, and on which she who does reads for whom."""

import re

import pytest
from django.utils import timezone

from fourpoint.domain.sharing import Named
from fourpoint.records.agencies.models import Membership
from fourpoint.records.sharing.models import StandIn
from fourpoint.services.agencies.queries import find_agency
from tests.factories.cast import load_cast, this_hour
from tests.factories.records import alone, make_record
from tests.factories.sending import ivy
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
INES, IVY, TOM = "ines@invicta.example", "ivy@invicta.example", "tom@thanet.example"


@pytest.fixture
def cast():
    made = load_cast(this_hour())
    owner = find_agency("invicta")
    listed = frozenset({Named(person_id=made.asha, agency_id=owner)})
    make_record(made.asha, alone(owner, compartment=listed), at=this_hour(), text="Synthetic: she alone reads this.")
    Membership.objects.filter(person_id=made.asha).update(ends_at=timezone.now())
    return made


def test_governance_names_who_stands_in_and_ends_it_again(cast):
    ines, page = signed_in(INES), f"/stand-ins/{cast.asha}/"
    hub, before = text(ines.get("/governance/")), text(ines.get("/stand-ins/"))
    assert 'href="/stand-ins/"' in hub
    assert "1 list of your records that names nobody who works for you now" in before
    assert (
        re.search(r"Nobody stands in\s*</strong>", before)
        and f'href="{page}"' in before
        and "she alone reads" not in before
    )

    wrong = ines.post(page, {"person": "", "reason": "She takes over."})
    assert wrong.status_code == 400 and "Choose a colleague." in text(wrong) and "She takes over." in text(wrong)
    chosen = ines.post(page, {"person": ivy(), "reason": "She takes over."})
    assert (chosen.status_code, chosen["Location"]) == (302, "/stand-ins/")
    after = text(ines.get("/stand-ins/"))
    assert "Ivy Marsh (fictional) stands in for Asha Verity (fictional) from now on." in after
    assert "named by Ines" in after

    again = ines.post(page, {"person": ivy(), "reason": "Twice."})
    assert again.status_code == 400 and "stands in for her already" in text(again)
    ended = ines.post(f"{page}end/", follow=True)
    assert "Nobody stands in that place any more." in text(ended)
    assert not StandIn.objects.filter(ended_at=None).exists()
    assert ines.post(f"{page}end/").status_code == 404


def test_whoever_stands_in_reads_for_whom_and_nothing_more(cast):
    signed_in(INES).post(f"/stand-ins/{cast.asha}/", {"person": ivy(), "reason": "She takes over."})
    officer = signed_in(IVY)

    page = text(officer.get("/stand-ins/"))
    assert "Asha Verity (fictional), since" in page and "named you" in page
    assert "names nobody who works for you" not in page and "stand-ins/" not in page.partition("<main")[2]
    assert officer.get(f"/stand-ins/{cast.asha}/").status_code == 403


def test_nobody_else_is_told_anything(cast):
    tom, other = signed_in(TOM), signed_in(IVY)

    assert "Every need-to-know list" in text(tom.get("/stand-ins/"))
    assert tom.get(f"/stand-ins/{cast.asha}/").status_code == 404
    assert tom.post(f"/stand-ins/{cast.asha}/end/").status_code == 404
    assert other.get("/stand-ins/").status_code == 403
    assert other.post(f"/stand-ins/{cast.asha}/", {"person": ivy(), "reason": "For me."}).status_code == 403
    assert not StandIn.objects.exists()


def test_whoever_closes_a_place_reads_that_a_list_names_nobody_any_more(cast):
    ines, owner = signed_in(INES), find_agency("invicta")
    listed = frozenset({Named(person_id=ivy(), agency_id=owner)})
    make_record(ivy(), alone(owner, compartment=listed), at=this_hour())

    sent = {"successor": str(cast.ines), "reason": "left the force"}
    closed = text(ines.post(f"/agencies/invicta/people/{ivy()}/close/", sent, follow=True))

    assert "Important" in closed and "is closed. Sessions ended" in closed
    assert "Nobody else may take over some of what they owned: need-to-know lists" in closed
