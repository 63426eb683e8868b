"""The demonstration asks, is answered, and keeps one question open and one overdue; loading it twice adds nothing."""

from pathlib import Path

import pytest

from fourpoint.access import context
from fourpoint.domain.cleaning import clean_text
from fourpoint.records.intelligence.models import Requirement
from fourpoint.services.demo.requirements import load_requirements
from fourpoint.services.intelligence import required
from tests.factories.cast import AT, WORLD, load_cast
from tests.factories.sending import ivy

pytestmark = pytest.mark.django_db


def load(path: Path = WORLD.parent / "requirements.toml"):
    load_requirements(path=path, at=AT)


def test_one_is_answered_one_open_one_overdue(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    cast = load_cast(material=True)

    load()
    load()

    with context.acting(ivy(), at=AT) as who:
        lines = required.list_requirements(who)
        assert sorted((line.state, line.is_overdue) for line in lines) == [
            ("answered", False),
            ("open", False),
            ("open", True),
        ]
        settled = Requirement.objects.get(state=Requirement.ANSWERED)
        assert [one.value for one in required.get_requirement(who, settled.pk).measures][::2] == ["1 of 1", "1 of 1"]
        assert all(clean_text(line.question).startswith("Synthetic") for line in lines)
    with context.acting(cast.cal, at=AT) as who:
        assert required.list_requirements(who) == ()


def test_without_a_file_nothing_is_asked(tmp_path):
    load(tmp_path / "none.toml")

    assert Requirement.objects.count() == 0
