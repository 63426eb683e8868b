"""The demonstration has something begun and not sent, once, and hers alone who is writing it."""

import pytest
from django.utils import timezone

from fourpoint.access import context
from fourpoint.services.demo.intelligence import load_drafts
from fourpoint.services.intelligence import drafts
from tests.factories.cast import WORLD, load_cast, this_hour

pytestmark = pytest.mark.django_db


def test_bev_has_one_draft_however_often_it_is_loaded(tmp_path):
    cast, now = load_cast(this_hour()), timezone.now()

    assert load_drafts(path=WORLD.with_name("intelligence.toml"), at=now) == 1
    assert load_drafts(path=WORLD.with_name("intelligence.toml"), at=now) == 0
    assert load_drafts(path=tmp_path / "intelligence.toml", at=now) == 0
    with context.acting(cast.bev, at=now) as who:
        (draft,) = drafts.list_drafts(who)
    assert draft.get("what").startswith("Synthetic: ") and draft.get("place").endswith("(fictional)")
    with context.acting(cast.tom, at=now) as who:
        assert drafts.list_drafts(who) == ()
