"""Drafts are their writer's alone, and go when nobody touches them."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from fourpoint.access import context
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.submissions import Danger
from fourpoint.records.intelligence.models import Draft
from fourpoint.services.intelligence import drafts
from tests.factories.cast import AT, load_cast
from tests.factories.sending import ivy, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return load_cast()


def begin(person_id, *, at=AT):
    with context.acting(person_id, at=at) as who:
        return drafts.begin(by=who.actor, at=at, danger=Danger.NO)


def save(person_id, key, saves, step="what", **fields):
    with context.acting(person_id, at=AT) as who:
        return drafts.save(by=who.actor, at=AT, key=key, step=step, fields=fields, saves=saves)


def test_nobody_else_reads_or_changes_a_draft(cast):
    key = begin(cast.bev)

    for other in (cast.tom, cast.asha, ivy()):
        with context.acting(other, at=AT) as who:
            assert Draft.objects.count() == 0 and drafts.list_drafts(who) == ()
        with pytest.raises(drafts.NoSuchDraft):
            save(other, key, 1, what="Synthetic.")
    with context.acting(cast.bev, at=AT) as who:
        assert [one.key for one in drafts.list_drafts(who)] == [key]


def test_older_copy_of_one_screen_overtakes_nothing_and_of_another_is_fine(cast):
    key = begin(cast.bev)

    assert save(cast.bev, key, 1, what="Synthetic: first.") == 2
    assert save(cast.bev, key, 1, step="where", place="Synthetic place") == 3
    assert save(cast.bev, key, 1, what="Synthetic: first.") == 3
    with pytest.raises(drafts.Overtaken):
        save(cast.bev, key, 1, what="Synthetic: older.")
    with context.acting(cast.bev, at=AT) as who:
        draft = drafts.get_draft(who, key)
    assert (draft.get("what"), draft.get("place")) == ("Synthetic: first.", "Synthetic place")


def test_draft_goes_when_it_is_sent(cast):
    key = begin(cast.bev)
    send(cast.bev, key=key)

    with context.acting(cast.bev, at=AT) as who, pytest.raises(drafts.NoSuchDraft):
        drafts.get_draft(who, key)


def test_drafts_that_nobody_touches_go_and_newer_ones_stay(cast):
    begin(cast.bev, at=AT)
    newer = begin(cast.bev, at=AT + timedelta(days=29))

    assert drafts.forget_old(at=AT + timedelta(days=31)) == 1
    with context.acting(cast.bev, at=AT) as who:
        assert [one.key for one in drafts.list_drafts(who)] == [newer]


def test_function_that_removes_drafts_takes_no_new_ones(cast):
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
        begin(cast.bev, at=now)
        cursor.execute("SELECT fourpoint_forget_drafts(%s)", [now + timedelta(days=365)])
        assert cursor.fetchone()[0] == 0


def test_limits_are_said_in_a_sentence(cast):
    key = begin(cast.bev)
    for _ in range(drafts.MOST_DRAFTS - 1):
        begin(cast.bev)

    with pytest.raises(Refused, match="send or throw away one"):
        begin(cast.bev)
    with pytest.raises(Unusable, match="characters"):
        save(cast.bev, key, 1, what="a" * (drafts.LONGEST_SAVED + 1))
    with pytest.raises(drafts.NoSuchDraft):
        save(cast.bev, uuid.uuid4(), 1, what="Synthetic.")
