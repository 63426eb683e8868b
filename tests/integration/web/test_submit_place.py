"""Where it was is marked on a picture that is pressed, or chosen from a list; it goes with what is sent."""

import re

import pytest
from django.utils import timezone

from fourpoint.access import context
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.errors import Unusable
from fourpoint.domain.submissions import Written
from fourpoint.records.intelligence.models import Submission
from fourpoint.services.profiles import picking
from tests.factories.cast import load_cast
from tests.factories.sending import IVY
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
BEV, THANET = "bev@thanet.example", "E07000114"


@pytest.fixture
def cast(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


def begun(client):
    place = client.post("/intelligence/new/", {"danger": "no"}).url
    draft = place.removesuffix("what/")
    client.post(place, {"what": "Synthetic: boxes are carried in at night."})
    return draft


def test_press_marks_the_place_and_it_is_sent_with_the_words(cast):
    bev = signed_in(BEV)
    draft = begun(bev)
    page = bev.get(f"{draft}map/").content.decode()
    height = int(re.search(r'width="340" height="(\d+)"', page)[1])

    assert bev.post(f"{draft}map/", {"area": THANET, "at.x": "170", "at.y": str(height // 2)}).status_code == 302
    assert "Thanet (51." in bev.get(f"{draft}where/").content.decode()
    bev.post(f"{draft}where/", {"place": "By the front"})
    bev.post(f"{draft}you/", {})
    receipt = bev.post(f"{draft}check/").url

    with context.acting(cast.bev, at=timezone.now()), own_sendings():
        point = Submission.objects.get().point
    x, y = picking.find_mark(THANET, point)
    shown = picking.find_map(THANET)
    assert (x, y) == (pytest.approx(shown.width / 2, abs=3), pytest.approx(shown.height / 2, abs=3))
    reference = receipt.split("/")[3]
    assert point in signed_in(IVY).get(f"/intelligence/desk/{reference}/").content.decode()


def test_neighbourhood_of_the_list_is_marked_inside_it_and_the_mark_can_go(cast):
    bev = signed_in(BEV)
    draft = begun(bev)
    code, name = picking.find_map(THANET).wards[3]

    bev.post(f"{draft}map/", {"area": THANET, "ward": code})
    assert f"{name}, Thanet" in bev.get(f"{draft}where/").content.decode()
    bev.post(f"{draft}map/", {"remove": "1"})

    assert "Marked on a map" not in bev.get(f"{draft}where/").content.decode()


@pytest.mark.parametrize(
    "pressed",
    [{"at.x": "9999", "at.y": "1"}, {"at.x": "-1", "at.y": "1"}, {"at.x": "a", "at.y": "1"}, {"ward": "E00"}, {}],
)
def test_press_outside_is_said_and_nothing_is_lost(cast, pressed):
    bev = signed_in(BEV)
    draft = begun(bev)

    answered = bev.post(f"{draft}map/", {"area": THANET} | pressed)

    assert answered.status_code == 400
    assert "choose the neighbourhood" in answered.content.decode().lower()
    assert "Synthetic: boxes" in bev.get(f"{draft}what/").content.decode()


def test_agency_is_offered_the_districts_that_it_serves_alone(cast):
    bev, cal, asha = signed_in(BEV), signed_in("cal@northmoor.example"), signed_in("asha@invicta.example")

    assert "No outlines" in cal.get(f"{begun(cal)}map/").content.decode()
    assert [one.get("/intelligence/new/map/E07000107.svg").status_code for one in (bev, cal, asha)] == [404, 404, 200]
    assert "In which district?" in asha.get(f"{begun(asha)}map/").content.decode()


@pytest.mark.parametrize("point", ["51.3,1.3", "x", "51.38911,1.38621", "<b>51.3891,1.3862"])
def test_point_that_is_none_is_not_sent(point):
    with pytest.raises(Unusable, match="latitude and longitude"):
        Written(what="Synthetic.", point=point)
