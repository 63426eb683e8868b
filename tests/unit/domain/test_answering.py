"""What is not known of answers is not zero, and every measure says how it was reckoned."""

from fourpoint.domain.answering import Worth, measure_answers


def values(**given):
    return [one.value for one in measure_answers(**given)]


def test_nothing_known_is_not_zero():
    assert values(asked=(1, 2), first_days={}, worths=[]) == ["0 of 2", "not known", "not known"]
    assert values(asked=(), first_days={}, worths=[None]) == ["not known", "not known", "not known"]


def test_counts_agencies_days_and_worth():
    worths = [Worth.ANSWERS, Worth.HELPS, Worth.NOT, None]

    assert values(asked=(1, 2, 3), first_days={1: 2, 2: 5, 9: 40}, worths=worths) == ["2 of 3", "3.5 days", "2 of 3"]
    assert values(asked=(1,), first_days={1: 1}, worths=[]) == ["1 of 1", "1 day", "not known"]
    assert "1 not judged yet" in measure_answers(asked=(1,), first_days={}, worths=worths)[2].reckoned
