"""An explanation is the rule's own answer, for now and for a past moment, about an audience in use or not."""

from datetime import UTC, datetime, timedelta

import pytest

from fourpoint.access import audiences, context, explain
from fourpoint.access.standing import stand
from fourpoint.domain.sharing import decide, decide_change, decide_place
from fourpoint.records.sharing.models import SignUp
from tests.factories.cast import AT, load_cast
from tests.factories.worlds import PURPOSES, Maker

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return load_cast()


def _shared(cast):
    with context.acting(cast.bev, at=AT) as who:
        return next(iter(who.readable))


def _codes(told):
    return {reason.code for reason in told.explanation.reading.reasons}


def test_past_moment_is_answered_as_it_was(cast):
    shared = _shared(cast)
    withdrawn = AT + timedelta(days=1)
    SignUp.objects.filter(person_id=cast.bev).update(withdrawn_at=withdrawn, withdrawn_by_id=cast.tom)

    before = explain.explain_for(cast.bev, audience_id=shared, at=withdrawn - timedelta(microseconds=1))
    after = explain.explain_for(cast.bev, audience_id=shared, at=withdrawn)

    assert before.explanation.reading.allowed
    assert _codes(before) == {"agreement"}
    assert not after.explanation.reading.allowed
    assert _codes(after) == {"not-signed-up"}


def test_moment_before_the_membership_has_no_grounds(cast):
    told = explain.explain_for(cast.bev, audience_id=_shared(cast), at=datetime(2000, 1, 1, tzinfo=UTC))

    assert not told.explanation.reading.allowed
    assert "no-membership" in _codes(told)
    assert told.purpose == ""


def test_other_purpose_is_told_as_asked(cast):
    told = explain.explain_for(cast.bev, audience_id=_shared(cast), at=AT, purpose="safeguarding")

    assert told.purpose == "safeguarding"
    assert "purpose-not-shared" in _codes(told)


def test_nobody_and_nothing(cast):
    assert explain.explain_for(cast.bev, audience_id=10**9, at=AT) is None
    assert "no-membership" in _codes(explain.explain_for(10**9, audience_id=_shared(cast), at=AT))


@pytest.mark.parametrize("seed", range(8))
def test_every_explanation_is_the_rules_own_answer(seed):
    world = Maker(seed).world()

    for person_id in world.people:
        for at in world.times:
            for audience_id, audience in audiences.everyone().items():
                told = explain.explain_for(person_id, audience_id=audience_id, purpose=PURPOSES[0], at=at).explanation
                asked = (stand(person_id, at=at).actor, audience, PURPOSES[0], at)
                assert told.reading == decide(*asked)
                assert told.changing == decide_change(*asked)
                assert told.placing == decide_place(*asked)
