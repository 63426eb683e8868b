"""The stages of a demonstration: side by side where nothing stands against it, and only those not done yet."""

from threading import Barrier

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from fourpoint.config.commands.demo import _do
from fourpoint.config.demonstration import Stage


def stage(do, *, title="It is there", done=False):
    return Stage(title=title, is_done=lambda: done, do=lambda progress: do())


def test_stages_given_together_are_done_beside_one_another():
    both, met = Barrier(2, timeout=20), []

    _do(*([stage(lambda: met.append(both.wait()))] for _ in range(2)))

    assert sorted(met) == [0, 1]


def test_what_is_done_already_is_not_done_again(capsys):
    did = []

    _do([stage(lambda: did.append("old"), done=True)], [stage(lambda: did.append("new"), title="New is there")])

    assert did == ["new"]
    assert capsys.readouterr().out.count("✓") == 1


def test_stages_of_a_lane_are_done_in_order_and_asked_when_their_turn_comes():
    did = []
    first = stage(lambda: did.append("first"))
    second = Stage(title="Second", is_done=lambda: did == ["first"], do=lambda progress: did.append("second"))

    _do([first, second])

    assert did == ["first"]


@pytest.mark.parametrize("place", [0, 1])
def test_stage_that_had_to_give_way_is_done_again_when_the_other_is_through(place):
    did, fault = [], OperationalError("deadlock detected")
    fault.__cause__ = DeadlockDetected()

    def give_way():
        did.append("gave way" if "gave way" not in did else "again")
        if did[-1] == "gave way":
            raise fault

    two = [[stage(lambda: did.append("other"))], [stage(give_way), stage(lambda: did.append("next"))]]
    _do(*(reversed(two) if place else two))

    assert sorted(did) == ["again", "gave way", "next", "other"]
    assert did[-2:] == ["again", "next"]


def test_other_fault_of_the_database_is_no_reason_to_try_again():
    did = []

    def fail():
        did.append("tried")
        raise OperationalError("The disk is full.")

    with pytest.raises(OperationalError, match="full"):
        _do([stage(fail)])
    assert did == ["tried"]


@pytest.mark.parametrize("place", [0, 1])
def test_fault_of_either_ends_it_once_the_other_is_through(place):
    did = []

    def fail():
        raise RuntimeError("No room.")

    two = [[stage(lambda: did.append("other"))], [stage(fail)]]
    with pytest.raises(RuntimeError, match="No room"):
        _do(*(reversed(two) if place else two))
    assert did == ["other"]
