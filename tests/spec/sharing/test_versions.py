"""A later version takes over in the instant it begins, and reviews set dates: one line a case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fourpoint.domain.sharing import Actor, Reviewed, SignUp, decide, decide_place
from fourpoint.domain.sharing.rule import takes_more
from tests.factories.sharing import EARLIER, LATER, NOON, OWNER, PURPOSE, TERMS, actor, audience

TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
SECOND = replace(TERMS, agreement_id=8, name="Version 2", starts_at=NOON, ends_at=LATER, signed_at=EARLIER)
BOTH = frozenset({SignUp(agreement_id=7, signed_at=EARLIER), SignUp(agreement_id=8, signed_at=EARLIER)})


def follow(*versions):
    """The first version's terms, followed by these; each ends where the next that can takes over, as loading has it."""
    later = None
    for one in reversed((TERMS, *versions)):
        later = replace(one, followed_by=later)
    return later


def read(terms, at, *, by=None):
    return decide(by or replace(actor(), signed_up=BOTH), audience(agreement=terms), PURPOSE, at)


def test_second_version_takes_over_without_a_gap():
    first = replace(follow(SECOND), ends_at=NOON)

    assert [first.version_at(at).agreement_id for at in (NOON - TICK, NOON, NOON + TICK)] == [7, 8, 8]
    assert all(read(first, at).allowed for at in (NOON - TICK, NOON, NOON + TICK))


@pytest.mark.parametrize(
    ("second", "speaks"),
    [
        ({"signed_at": None}, [7, 7, 7]),
        ({"signed_at": NOON + DAY}, [7, 7, 8]),
        ({"ends_at": NOON - DAY}, [7, 7, 7]),
        ({"starts_at": NOON + DAY}, [7, 7, 8]),
    ],
    ids=["unsigned", "signed late", "withdrawn before it began", "starts later"],
)
def test_version_that_cannot_hold_takes_nothing_over(second, speaks):
    chain = follow(replace(SECOND, **second))

    assert [chain.version_at(at).agreement_id for at in (NOON - DAY, NOON, NOON + DAY)] == speaks


def test_third_version_follows_one_that_was_withdrawn():
    withdrawn = replace(SECOND, ends_at=NOON - DAY)
    third = replace(SECOND, agreement_id=9, starts_at=NOON + DAY)
    chain = follow(withdrawn, third)

    assert [chain.version_at(at).agreement_id for at in (NOON, NOON + DAY)] == [7, 9]


def test_reader_signs_up_to_the_version_that_speaks():
    only_first = actor()

    answer = read(follow(SECOND), NOON, by=only_first)

    assert [reason.code for reason in answer.reasons] == ["not-signed-up"]
    assert "Version 2" in answer.reasons[0].sentence


def test_narrower_version_closes_what_it_leaves_out():
    chain = follow(replace(SECOND, parties=frozenset({OWNER, 99})))

    assert read(chain, NOON - TICK).allowed
    assert [reason.code for reason in read(chain, NOON).reasons] == ["not-parties"]


def _places(terms, at):
    owner: Actor = actor(OWNER, changes=True)
    return decide_place(owner, audience(agreement=terms), PURPOSE, at)


def test_review_signed_by_all_sets_another_date():
    due = replace(TERMS, review_at=NOON)
    reviewed = replace(due, reviews=frozenset({Reviewed(signed_at=NOON + DAY, review_at=NOON + 3 * DAY)}))

    assert [_places(due, NOON - TICK).allowed, _places(due, NOON).allowed] == [True, False]
    # Until the last party had signed the review it was read-only, whatever is known later.
    assert [_places(reviewed, NOON + step * DAY).allowed for step in (0.5, 1, 2.5, 3)] == [False, True, True, False]


def test_choice_of_readers_offers_a_version_while_it_takes_more():
    due = replace(TERMS, review_at=NOON)
    reviewed = replace(due, reviews=frozenset({Reviewed(signed_at=NOON, review_at=NOON + 3 * DAY)}))
    replaced = replace(follow(SECOND), ends_at=NOON)

    for terms, expected in (
        (due, [True, False, False]),
        (reviewed, [True, True, False]),
        (replaced, [True, False, False]),
        (SECOND, [False, True, True]),
        (replace(TERMS, signed_at=None), [False, False, False]),
    ):
        assert [takes_more(terms, at) for at in (NOON - TICK, NOON, NOON + 3 * DAY)] == expected


def test_latest_review_counts():
    early = Reviewed(signed_at=NOON, review_at=NOON + 9 * DAY)
    late = Reviewed(signed_at=NOON + DAY, review_at=NOON + 2 * DAY)
    terms = replace(TERMS, review_at=NOON, reviews=frozenset({early, late}))

    assert terms.read_only_at(NOON) == NOON + 9 * DAY
    assert terms.read_only_at(NOON + DAY) == NOON + 2 * DAY


def test_read_only_agreement_is_still_read():
    assert read(replace(TERMS, review_at=NOON), NOON).allowed


def test_read_only_is_told_by_its_last_day():
    answer = _places(replace(TERMS, name="The agreement", review_at=NOON.replace(hour=0)), NOON)

    assert answer.reasons[0].sentence.startswith("The agreement was due for review by 1 March 2026:")


def test_second_version_lifts_read_only():
    overdue = replace(TERMS, review_at=NOON - DAY, ends_at=NOON)
    chain = replace(overdue, followed_by=replace(SECOND, review_at=LATER))

    assert [_places(chain, at).allowed for at in (NOON - TICK, NOON)] == [False, True]
