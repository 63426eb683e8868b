"""
The heart of it: for made-up worlds, the rows that PostgreSQL returns are exactly those that `decide` allows.

FOURPOINT_WORLDS asks for more worlds (the nightly run does); FOURPOINT_FIRST_WORLD starts at another seed.
"""

import os

import pytest
from django.db import DatabaseError, connection, transaction

from fourpoint.access import audiences, context
from fourpoint.access.standing import stand
from fourpoint.domain.sharing import decide, decide_change, decide_place
from fourpoint.records.profiles.models import Profile
from tests.factories import oracle
from tests.factories.worlds import DAY_ZERO, PURPOSES, Maker

pytestmark = pytest.mark.django_db

FIRST = int(os.environ.get("FOURPOINT_FIRST_WORLD", "0"))
WORLDS = int(os.environ.get("FOURPOINT_WORLDS", "100"))
# In few worlds is anything open to anybody but its owner: of ten in a row it can be none.
BATCH = 50
ALL = range(FIRST, FIRST + WORLDS)


@pytest.mark.parametrize("first", range(ALL.start, ALL.stop, BATCH))
def test_rows_returned_are_those_decide_allows(first):
    answers = []
    for seed in range(first, min(first + BATCH, ALL.stop)):
        with transaction.atomic():
            answers += _compare(seed)
            transaction.set_rollback(True)

    # A property that only ever said no, or only ever yes, would prove nothing.
    assert {True, False} == set(answers)


def _compare(seed):
    world, answers = Maker(seed).world(), []
    held = audiences.everyone()
    for person_id in world.people:
        for at in world.times:
            purpose = PURPOSES[(person_id + at.day) % len(PURPOSES)]
            actor = stand(person_id, at=at).actor
            readable = {key for key, value in held.items() if decide(actor, value, purpose, at).allowed}
            writable = {key for key, value in held.items() if decide_change(actor, value, purpose, at).allowed}
            placeable = {key for key, value in held.items() if decide_place(actor, value, purpose, at).allowed}
            case = f"world {seed}, person {person_id}, {purpose}, {at}"
            with context.acting(person_id, at=at, purpose=purpose):
                assert _readable_rows() == readable, case
                assert _changeable_rows() == writable, case
                assert _placeable_rows(held, person_id) == placeable, case
                assert _moves(writable, held) == placeable if writable else True, case
            questions = [(actor, value, purpose, at) for value in held.values()]
            allowed = [(key in readable, key in writable, key in placeable) for key in held]
            assert oracle.answers(questions) == allowed, case
            answers += [key in readable for key in held]
    assert _readable_rows() == set()
    return answers


def _readable_rows():
    return set(Profile.objects.values_list("audience_id", flat=True))


def _changeable_rows():
    """The rows that an unfiltered UPDATE reaches."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE profiles_profile SET created_at = created_at RETURNING audience_id")
        return {audience_id for (audience_id,) in cursor.fetchall()}


def _placeable_rows(held, person_id):
    """The audiences in which a row can be added."""
    return {key for key in held if _works(_profile(key, held, by=person_id).save)}


def _moves(writable, held):
    """The audiences to which a row of one that may be written can be moved, and those it has already."""
    moved = set()
    for key in held:
        own = next((one for one in sorted(writable) if one != key), None)
        row = {"audience_id": key, "owner_id": held[key].owner_id}
        if own is None:
            # The one row there is to move has this audience.
            moved |= {key} if _works(_profile(key, held, by=1).save) else set()
        elif _works(lambda own=own, row=row: Profile.objects.filter(audience_id=own).update(**row)):
            moved.add(key)
    return moved


def _works(work):
    """Whether the database lets it be done; it is undone at once."""
    try:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def _refuses(work):
    with pytest.raises(DatabaseError), transaction.atomic():
        work()


def _profile(audience_id, held, *, by):
    return Profile(
        area_code="NEW",
        owner_id=held[audience_id].owner_id,
        audience_id=audience_id,
        created_at=DAY_ZERO,
        created_by_id=by,
    )


@pytest.mark.parametrize("seed", range(5))
def test_rows_are_added_within_placeable_audiences_only(seed):
    world = Maker(seed).world()
    held, at = audiences.everyone(), world.times[0]

    for person_id in world.people:
        with context.acting(person_id, at=at, purpose=PURPOSES[0]) as who:
            for audience_id in held:
                if audience_id in who.placeable:
                    with transaction.atomic():
                        _profile(audience_id, held, by=person_id).save()
                        transaction.set_rollback(True)
                else:
                    _refuses(_profile(audience_id, held, by=person_id).save)


def test_without_a_context_there_are_no_rows_and_nothing_can_be_added():
    Maker(0).world()
    held = audiences.everyone()

    assert Profile.objects.count() == 0
    assert Profile.objects.update(created_at=DAY_ZERO) == 0
    assert Profile.objects.all().delete()[0] == 0
    for audience_id in held:
        _refuses(_profile(audience_id, held, by=1).save)


def test_counts_joins_and_aggregates_see_no_more():
    world = Maker(1).world()

    for person_id in world.people:
        with context.acting(person_id, at=world.times[0], purpose=PURPOSES[0]) as who, connection.cursor() as cursor:
            for query in (
                "SELECT count(*) FROM profiles_profile",
                "SELECT count(p.id) FROM sharing_audience a LEFT JOIN profiles_profile p ON p.audience_id = a.id",
                "SELECT coalesce(sum(1), 0) FROM profiles_profile",
                "SELECT count(*) FROM (TABLE profiles_profile UNION TABLE profiles_profile) u",
            ):
                cursor.execute(query)
                assert cursor.fetchone()[0] == len(who.readable)
