"""When a queue is clear, and how that was reckoned."""

import pytest

from fourpoint.domain.workload import Flow, forecast


def flow(waiting=40, arrived=(4, 6), done=(3, 3), capacity=15):
    return Flow(waiting=waiting, overdue=0, arrived=arrived, done=done, capacity=capacity)


def test_clear_in_whole_days_of_what_is_to_spare():
    held = forecast(flow(waiting=41), rate=15, said="With 15 done a day")

    assert held.days == 5
    assert held.sentence == (
        "With 15 done a day and 5.0 arriving (the mean of the last 2 days), 10.0 more go than come each day: "
        "41 are clear in 5 days."
    )


@pytest.mark.parametrize("rate", [5.0, 4.9, 0.0])
def test_never_when_no_fewer_arrive_than_go(rate):
    held = forecast(flow(), rate=rate, said="With few done a day")

    assert held.days is None
    assert held.sentence.endswith("at this rate it is never clear.")


def test_nothing_waiting_is_clear_now():
    assert forecast(flow(waiting=0), rate=0, said="").days == 0


def test_one_day_is_told_as_one():
    assert forecast(flow(waiting=1), rate=15, said="With 15").sentence.endswith("clear in 1 day.")


def test_means_are_of_the_days_and_none_without_days():
    assert (flow().arrives, flow().goes) == (5.0, 3.0)
    assert (flow(arrived=(), done=()).arrives, flow(arrived=(), done=()).goes) == (0.0, 0.0)
