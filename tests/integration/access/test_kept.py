"""What is kept from request to request is what would be worked out anew, whatever changed and however late it is."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from fourpoint.access import audiences, context, kept, shelf
from fourpoint.access.ids import Ids
from fourpoint.access.standing import stand
from fourpoint.domain.sharing import decide, decide_change, decide_place
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.records.sharing.models import Agreement, Audience, SignUp
from fourpoint.services.agencies.queries import find_agency
from tests import database
from tests.factories.cast import AT, load_cast
from tests.factories.worlds import PURPOSES, Maker

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def cast():
    kept.forget()
    return load_cast()


def _expected(person_id, purpose, at):
    actor, held = stand(person_id, at=at).actor, audiences.everyone()
    return tuple(
        {key for key, value in held.items() if rule(actor, value, purpose, at).allowed}
        for rule in (decide, decide_change, decide_place)
    )


def _answered(person_id, purpose, at):
    who = context.person(person_id, at=at, purpose=purpose)
    return set(who.readable), set(who.writable), set(who.placeable)


def _cals_own(cast):
    """A sign-up of Cal's, which opens nothing to him and is told to the log as any other."""
    agreement_id = Agreement.objects.values_list("id", flat=True).get(code="local-profiles")
    return {
        "agreement_id": agreement_id,
        "person_id": cast.cal,
        "agency_id": find_agency("northmoor"),
        "signed_at": AT,
    }


def _given(person_id):
    """What other agencies' audiences are open to her."""
    who = context.person(person_id, at=AT)
    return {key for key, audience in who.readable.items() if audience.owner_id != who.actor.agency_id}


def _times(world):
    """Every instant at which a world can turn, the moment before each, and the world's own times."""
    found = {instant for one in world.people for at in world.times for instant in _of(one, at)}
    return sorted({at for instant in found for at in (instant - MOMENT, instant)} | set(world.times))


def _of(person_id, at):
    period = kept.stood_for(person_id, at=at)[1]
    return {one for one in (*shelf.full().instants, *period) if one not in (shelf.FIRST, shelf.LAST)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_kept_answers_are_those_worked_out_anew_at_every_instant(seed):
    kept.forget()
    with transaction.atomic():
        world = Maker(seed).world()
    purpose = PURPOSES[seed % len(PURPOSES)]

    for at in _times(world)[::3]:
        for person_id in world.people:
            assert _answered(person_id, purpose, at) == _expected(person_id, purpose, at), (seed, person_id, at)


@pytest.mark.django_db(transaction=True)
def test_every_change_is_noticed_at_the_next_request(cast):
    bev, changes = (
        cast.bev,
        (
            lambda: SignUp.objects.filter(person_id=bev).update(withdrawn_at=AT, withdrawn_by_id=bev),
            lambda: SignUp.objects.filter(person_id=bev).update(withdrawn_at=None, withdrawn_by_id=None),
            lambda: Person.objects.filter(id=bev).update(is_active=False),
            lambda: Person.objects.filter(id=bev).update(is_active=True),
            lambda: Membership.objects.filter(person_id=bev).update(ends_at=AT),
            lambda: Membership.objects.filter(person_id=bev).update(ends_at=None),
            lambda: Agreement.objects.update(ended_at=AT, ended_by_id=bev, end_reason="over"),
        ),
    )
    seen = [_given(bev)]

    for change in changes:
        change()
        seen.append(_given(bev))
        assert _answered(bev, "local-profile", AT) == _expected(bev, "local-profile", AT)

    assert [bool(one) for one in seen] == [True, False, True, False, True, False, True, False]


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_changes_is_noticed_once_it_commits(cast):
    assert _given(cast.bev)

    with database.application() as other, other.transaction(force_rollback=False):
        other.execute("UPDATE sharing_signup SET withdrawn_at = signed_at, withdrawn_by_id = person_id")
        # A transaction that begins later and commits first must not hide this one.
        SignUp.objects.create(**_cals_own(cast))
        assert _answered(cast.cal, None, AT) == _expected(cast.cal, "local-profile", AT)
        assert _given(cast.bev)

    assert not _given(cast.bev)


@pytest.mark.django_db(transaction=True)
def test_what_is_changed_after_looking_in_the_same_transaction_is_noticed_once_it_commits(cast):
    """A snapshot does not name the transaction that takes it, which to later snapshots had then ended."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        with database.application() as other:
            other.execute("SELECT pg_current_xact_id()")
        assert _given(cast.bev)
        SignUp.objects.filter(person_id=cast.bev).update(withdrawn_at=AT, withdrawn_by_id=cast.bev)

    assert not _given(cast.bev)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_kept(cast):
    with transaction.atomic():
        SignUp.objects.filter(person_id=cast.bev).update(withdrawn_at=AT, withdrawn_by_id=cast.bev)
        assert not _given(cast.bev)
        transaction.set_rollback(True)
    assert _given(cast.bev)

    with transaction.atomic():
        SignUp.objects.filter(person_id=cast.bev).update(withdrawn_at=AT, withdrawn_by_id=cast.bev)
        with transaction.atomic():
            SignUp.objects.filter(person_id=cast.bev).update(withdrawn_at=None, withdrawn_by_id=None)
            assert _given(cast.bev)
            transaction.set_rollback(True)
        assert not _given(cast.bev)


@pytest.mark.django_db(transaction=True)
def test_warm_request_asks_the_database_twice(cast):
    with transaction.atomic():
        context.enter(context.person(cast.bev, at=AT))
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        context.enter(context.person(cast.bev, at=AT))

    assert len([one for one in asked if one["sql"] not in ("BEGIN", "COMMIT")]) == 2


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_get_one_answer(cast):
    expected, wrong = _expected(cast.bev, "local-profile", AT), []

    def ask():
        try:
            for _ in range(20):
                if _answered(cast.bev, None, AT) != expected:
                    wrong.append("other")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for turn in range(10):
        SignUp.objects.create(**_cals_own(cast), withdrawn_at=None) if (turn == 0) else Membership.objects.filter(
            person_id=cast.cal
        ).update(clearance=("O", "OS")[turn % 2])
    for thread in threads:
        thread.join()

    assert wrong == []


@pytest.mark.django_db(transaction=True)
def test_server_put_in_place_of_another_is_read_from_the_start(cast, monkeypatch):
    assert _answered(cast.bev, None, AT)[0]
    book = kept._STATE["book"]
    monkeypatch.setitem(kept._STATE, "book", kept.replace(book, seen="900000000000:900000000000:", shelf=shelf.EMPTY))

    assert _answered(cast.bev, None, AT) == _expected(cast.bev, "local-profile", AT)


@pytest.mark.django_db
def test_every_table_by_which_the_rule_decides_tells_the_log(cast):
    """The guard of all this: a table that is read and does not tell would be served stale."""
    with CaptureQueriesContext(connection) as asked:
        for person_id in (cast.asha, cast.bev, cast.pat):
            stand(person_id, at=AT)
        audiences.everyone()
    read = {table for one in asked for table in re.findall(r'(?:FROM|JOIN) "?([a-z]+_[a-z]+)', one["sql"])}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'tells_policy'")
        telling = {table for (table,) in cursor.fetchall()}

    assert {"agencies_membership", "sharing_agreement", "sharing_audience"} <= read
    assert read <= telling


def test_ids_are_a_set_in_either_writing():
    few, many = Ids([5, 3, 3]), Ids(range(1, 90_000))

    assert (few.text, sorted(few), len(few)) == ("i3,5", [3, 5], 2)
    assert many.text.startswith("b")
    assert 3 in few and 4 not in few and 10**9 not in few and "3" not in few
    assert few == {3, 5} and few == Ids([3, 5]) and few != Ids([3]) and hash(few) == hash(Ids([5, 3]))
    assert Ids().text == "" and list(Ids()) == [] and 0 not in Ids()
    assert set(many) - few == set(range(1, 90_000)) - {3, 5}


@pytest.mark.django_db
@pytest.mark.parametrize("ids", [(), (7,), (1, 2, 3), tuple(range(1, 40)), tuple(range(2, 40_000, 2))])
def test_database_reads_ids_as_written(ids):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fourpoint.readable', %s, true)", [Ids(ids).text])
        cursor.execute("SELECT fourpoint_readable()")
        assert cursor.fetchone()[0] == list(ids)


@pytest.mark.django_db
def test_plan_made_in_another_context_refuses_to_run(cast):
    with transaction.atomic(), connection.cursor() as cursor:
        context.enter(context.person(cast.asha, at=AT))
        cursor.execute("PREPARE counting AS SELECT count(*) FROM profiles_profile")
        cursor.execute("EXECUTE counting")
        assert cursor.fetchone() == (14,)
        cursor.execute("SELECT set_config('fourpoint.readable', '', true)")
        with pytest.raises(Exception, match="planned in another context"), transaction.atomic():
            cursor.execute("EXECUTE counting")
        context.enter(context.person(cast.cal, at=AT))
        with pytest.raises(Exception, match="planned in another context"), transaction.atomic():
            cursor.execute("EXECUTE counting")
        cursor.execute("DISCARD PLANS")
        cursor.execute("EXECUTE counting")
        assert cursor.fetchone() == (0,)
        cursor.execute("DEALLOCATE counting")


@pytest.mark.django_db
def test_audience_interned_later_than_a_bitmap_is_not_in_it():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fourpoint.readable', %s, true)", ["b" + "ff" * 8])
        cursor.execute("SELECT fourpoint_planned_end('readable'), get_bit(fourpoint_planned_bits('readable'), 71)")
        assert cursor.fetchone() == (71, 0)


@pytest.mark.django_db(transaction=True)
def test_new_audience_is_open_to_its_owner_at_once(cast):
    before = _answered(cast.asha, None, AT)[0]
    row = Audience.objects.filter(owner__code="invicta").first()
    row.id, row.digest = None, "another"
    row.save(force_insert=True)

    assert _answered(cast.asha, None, AT)[0] == before | {row.id}
