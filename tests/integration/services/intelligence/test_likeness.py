"""Submissions that tell the same are proposed with the reason, by the index, and never past row security."""

from datetime import timedelta

import pytest
from django.db import connection

from fourpoint.access import context
from fourpoint.access.outbox import own_sendings
from fourpoint.domain import likeness
from fourpoint.records.audit.models import Reading
from fourpoint.records.intelligence.models import LikenessKeys, Move, Submission, Told, Triage
from fourpoint.services.intelligence.desks import staff_desk
from fourpoint.services.intelligence.likeness import find_alike
from tests.factories.cast import AT, load_cast
from tests.factories.sending import WORDS, desk_id, ivy, send, sol

pytestmark = pytest.mark.django_db
OTHER = "Synthetic: a lorry without plates stood at the harbour all Sunday and its driver paid in cash for a berth."
LATER = AT + timedelta(minutes=5)


@pytest.fixture
def cast():
    return load_cast()


def alike(person_id, receipt, at=LATER):
    with context.acting(person_id, at=at):
        return find_alike(Submission.objects.get(pk=receipt.submission_id))


def test_same_and_nearly_the_same_are_proposed_and_others_are_not(cast):
    first = send(cast.bev)
    same, near, _ = (
        send(cast.asha),
        send(cast.bev, what=WORDS + " A third one waits below."),
        send(cast.bev, what=OTHER),
    )

    found = alike(ivy(), first)

    assert [one.reference for one in found] == [same.reference, near.reference]
    with context.acting(cast.ines, at=LATER):
        read = set(Reading.objects.filter(object_kind="submission").values_list("object_id", flat=True))
    assert read == {str(same.submission_id), str(near.submission_id)}
    assert found[0].reason == "The wording is the same."
    assert found[1].reason.endswith(" One sentence is the same.")


def test_text_within_a_longer_one_says_how_much_of_it(cast):
    short, long = send(cast.bev), send(cast.bev, what=f"{OTHER} {WORDS} {OTHER.replace('lorry', 'van')}")

    (found,) = alike(ivy(), short)

    assert found.reference == long.reference
    assert "of the shorter text stands in the longer one" in found.reason


@pytest.mark.parametrize("person", ["bev", "asha", "cal"])
def test_nobody_else_finds_any_keys_even_the_sender(cast, person):
    send(cast.bev)
    send(cast.bev)

    with context.acting(getattr(cast, person), at=LATER), own_sendings(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fourpoint.alike', '{1,2,3}', true)")
        assert not LikenessKeys.objects.exists()


def test_keys_move_with_the_desk_and_are_read_by_a_search_alone(cast):
    first, second = send(cast.bev), send(cast.bev)
    with context.acting(sol(), at=LATER) as who:
        given = {"by": who.actor, "purpose": who.purpose, "at": LATER, "desk_id": desk_id()}
        staff_desk(**given, people=(sol(), cast.asha), on_duty=sol())

    assert [one.reference for one in alike(sol(), first)] == [second.reference]
    with context.acting(sol(), at=LATER):
        assert not LikenessKeys.objects.exists()


def test_keys_go_with_their_submission(cast):
    gone, stays = send(cast.bev), send(cast.bev)
    with context.acting(sol(), at=LATER), connection.cursor() as cursor:
        for model in (Move, Told, Triage):
            model.objects.filter(submission_id=gone.submission_id).delete()
        Submission.objects.filter(pk=gone.submission_id).delete()
        held = "{" + ",".join(map(str, likeness.keys(WORDS))) + "}"
        cursor.execute("SELECT set_config('fourpoint.alike', %s, true)", [held])

        assert list(LikenessKeys.objects.values_list("submission_id", flat=True)) == [stays.submission_id]


def test_index_is_used_by_the_application_role(cast):
    first = send(cast.bev)
    with context.acting(ivy(), at=LATER), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('fourpoint.alike', '{1,2,3}', true), set_config('enable_seqscan', 'off', true)"
        )
        cursor.execute(
            "EXPLAIN SELECT submission_id FROM intelligence_likenesskeys WHERE submission_id <> %s",
            [first.submission_id],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "likeness_keys" in plan
