"""The demonstration's subjects are made through the same doors, once, and each reader has a picture of her own."""

import pytest

from fourpoint.access import context
from fourpoint.services.demo.subjects import load_subjects
from fourpoint.services.subjects import reading
from tests.factories.cast import AT, WORLD, load_cast
from tests.factories.sending import ivy

pytestmark = pytest.mark.django_db
FILE = WORLD.parent / "subjects.toml"


def labels(person_id):
    with context.acting(person_id, at=AT) as who:
        return {line.label for line in reading.list_subjects(who).lines}


def test_officer_sees_all_and_a_colleague_what_was_released():
    cast = load_cast()

    assert load_subjects(path=FILE, at=AT) == 6
    assert load_subjects(path=FILE, at=AT) == 0

    released = {"Jay Hollow", "Moll Reed", "AB12 CDE", "07700 900123", "4 Quay Lane (fictional)"}
    assert labels(cast.asha) == released
    assert labels(ivy()) == released | {"Jason Hollow"}
    assert labels(cast.bev) == labels(cast.cal) == set()
