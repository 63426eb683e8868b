"""The log of changes of policy loses what is old, and a server that slept through it still serves nothing stale."""

import time

import pytest
from django.db import DatabaseError, connection, transaction

from fourpoint.access import changes, context, kept
from fourpoint.jobs.policy import prune_log
from fourpoint.records.agencies.models import Person
from fourpoint.records.policy.models import PolicyChange, PolicyHorizon
from tests import database
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def cast():
    kept.forget()
    cast = load_cast()
    _settle()
    return cast


def _settle():
    """
    Wait until no transaction of another test on this server is older than what the log holds: it is kept for it.

    A sweep of every address is one transaction, and takes minutes on a slow machine.
    """
    until = time.monotonic() + 1200
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(max(transaction_id), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
                " FROM policy_policychange"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.2)
    pytest.fail("Another transaction on this server stayed open for twenty minutes.")


def _close(person_id):
    """Close an account, which the log is told."""
    Person.objects.filter(pk=person_id).update(is_active=False)


def _age():
    """Let what was noted so far be two days old."""
    with database.owner() as owner:
        owner.execute("UPDATE policy_policyhorizon SET noted_at = noted_at - interval '2 days'")


def _prune():
    changes.prune()
    _age()
    return changes.prune()


def test_old_changes_go_and_new_ones_stay(cast):
    held = PolicyChange.objects.count()
    assert changes.prune() == 0
    _age()
    _close(cast.bev)

    prune_log(0)

    assert held > 0
    assert 0 < PolicyChange.objects.count() < held
    # By transaction: while one of another test was open, two that were noted name the same.
    assert PolicyHorizon.objects.filter(is_pruned=True).values("transaction_id").distinct().count() == 1


def test_what_is_younger_than_a_day_stays(cast):
    held = PolicyChange.objects.count()
    changes.prune()
    assert changes.prune() == 0
    assert PolicyChange.objects.count() == held


def test_server_that_slept_through_the_pruning_reads_all_anew(cast):
    assert context.person(cast.bev, at=AT).readable
    _close(cast.bev)
    _settle()
    assert _prune() > 0
    assert not PolicyChange.objects.exists()

    assert not context.person(cast.bev, at=AT).readable


def test_server_that_slept_reads_all_anew_also_while_it_changes_something(cast):
    assert context.person(cast.bev, at=AT).readable
    _close(cast.bev)
    _settle()
    assert _prune() > 0

    with transaction.atomic():
        _close(cast.cal)
        assert not context.person(cast.bev, at=AT).readable


def test_server_that_looked_since_is_told_as_before(cast):
    _prune()
    assert context.person(cast.bev, at=AT).readable
    version = kept._STATE["book"].version
    assert context.person(cast.bev, at=AT).readable
    assert kept._STATE["book"].version == version, "nothing was read anew"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM policy_policychange",
        "SET LOCAL fourpoint.pruning = 'on'; DELETE FROM policy_policychange",
        "INSERT INTO policy_policyhorizon (noted_at, transaction_id, is_pruned) VALUES (now(), 1, true)",
    ],
)
def test_application_prunes_nothing_by_itself(cast, statement):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
