"""How many known people fit what a text gives away: of those who are open to the reader, and no others."""

import pytest

from fourpoint.access import context
from fourpoint.services.subjects.fitting import fit
from tests.factories.cast import AT, load_cast
from tests.factories.linking import create, original, released, state
from tests.factories.sending import ivy

pytestmark = pytest.mark.django_db
TEXT = "Synthetic: Jay Hollow drives AB12 CDE."


@pytest.fixture
def cast():
    return load_cast()


def fits(person_id, text=TEXT):
    with context.acting(person_id, at=AT) as who:
        return fit(who, [text])


def test_all_is_who_fits_everything_and_each_is_counted_alone(cast):
    report = released()
    jay = create(report, "Jay Hollow")
    namesake = create(report, "Jay Hollow", seen=[jay])
    van = create(report, "AB12 CDE", kind="vehicle", code="plate")
    state(jay, report, "drives", object_id=van)

    found = fits(ivy())

    assert found.people == 2
    assert dict(found.each) == {"Jay Hollow": 2, "AB12 CDE": 1}
    assert found.all == 1
    assert namesake != jay


def test_people_who_are_not_open_to_the_reader_are_not_counted(cast):
    create(original(), "Jay Hollow")

    assert fits(ivy()).all == 0
    assert dict(fits(ivy()).each)["Jay Hollow"] == 1
    assert fits(cast.asha).people == 0
    assert dict(fits(cast.asha).each)["Jay Hollow"] == 0


def test_text_without_names_or_numbers_has_nothing_to_count(cast):
    assert fits(ivy(), "Synthetic: boxes are carried into a flat.") is None
