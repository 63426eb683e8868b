"""The demonstration's world loads through the same doors as everything else."""

import pytest

from fourpoint.access import context
from fourpoint.records.agencies.models import Agency, Membership, Person
from fourpoint.records.audit.models import Event
from fourpoint.records.profiles.models import Profile
from fourpoint.records.sharing.models import Agreement, Audience
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.demo import loading
from fourpoint.services.disclosure.hub import get_hub
from tests.factories.cast import AT, PASSWORD, WORLD, load_cast

pytestmark = pytest.mark.django_db


def _areas(person_id):
    with context.acting(person_id, at=AT):
        return set(Profile.objects.values_list("area_code", flat=True))


def test_cast_sees_what_the_story_says():
    cast = load_cast(material=True)

    assert len(_areas(cast.asha)) == 14
    assert _areas(cast.bev) == _areas(cast.asha)
    assert _areas(cast.cal) == set()
    assert _areas(cast.pat) == set()


def test_loading_again_adds_nothing():
    load_cast(material=True)
    before = [model.objects.count() for model in (Agency, Person, Membership, Agreement, Audience)]

    load_cast(material=True)

    assert [model.objects.count() for model in (Agency, Person, Membership, Agreement, Audience)] == before


def test_lively_world_waits_for_its_people_and_is_loaded_once(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    for _ in range(2):
        loading.load_demo(path=WORLD, password=PASSWORD, at=AT)

    def needs(email):
        with context.acting(find_person(email), at=AT) as who:
            found = get_hub(who)
            return len(found.waiting), len(found.to_decide), len(found.to_acknowledge), len(found.unanswered)

    people = ("asha@invicta.example", "bev@thanet.example", "dee@kestrel.example", "cal@northmoor.example")
    assert [needs(email) for email in people] == [(0, 1, 0, 2), (1, 0, 2, 0), (0, 0, 0, 0), (0, 0, 0, 0)]


def test_every_profile_is_opened_through_the_action_and_leaves_its_trace():
    cast = load_cast(material=True)

    with context.acting(find_person("ines@invicta.example"), at=AT):
        opened = list(Event.objects.filter(action="profile.open").values_list("facts", flat=True))
    traced = {facts["area"] for facts in opened}

    assert traced == _areas(cast.asha)
    assert len(traced) == 14


def test_production_refuses_the_demonstration(settings):
    settings.FOURPOINT_MODE = "production"

    with pytest.raises(loading.DemoRefused, match="production"):
        loading.load_demo(path=WORLD, password=PASSWORD, at=AT)


def test_demo_people_are_found():
    assert not loading.has_demo_people()

    load_cast(material=True)

    assert loading.has_demo_people()


def test_only_those_who_are_shown_can_sign_in():
    load_cast(material=True)

    able = [person.email for person in Person.objects.order_by("email") if person.has_usable_password()]

    assert able == [
        "asha@invicta.example",
        "bev@thanet.example",
        "cal@northmoor.example",
        "dee@kestrel.example",
        "ines@invicta.example",
        "ivy@invicta.example",
        "pat@invicta.example",
        "sol@invicta.example",
        "tess@thanet.example",
        "tom@thanet.example",
    ]
