"""The predicates are made from the checks and never disagree with them."""

import pytest

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.sharing import Actor
from tests.factories.sharing import AUDIENCE, NOON, OWNER, PARTNER, PURPOSE, actor

READER = Acting(actor=actor(OWNER), purpose=PURPOSE, at=NOON, readable={1: AUDIENCE})
WRITER = Acting(actor=actor(OWNER), purpose=PURPOSE, at=NOON, readable={1: AUDIENCE}, writable=frozenset({1}))
OUTSIDE = Actor(person_id=1, is_active=True, membership=None)


@pytest.mark.parametrize(
    ("who", "audience_id", "reads", "changes"),
    [(READER, 1, True, False), (WRITER, 1, True, True), (READER, 2, False, False), (WRITER, 2, False, False)],
)
def test_reading_and_changing(who, audience_id, reads, changes):
    assert checks.may_read(who, audience_id=audience_id) is reads
    assert checks.may_change(who, audience_id=audience_id) is changes


def test_what_may_be_read_and_not_changed_is_refused_differently():
    with pytest.raises(checks.NotOpen):
        checks.check_may_change(READER, audience_id=2)
    with pytest.raises(checks.NotAllowed):
        checks.check_may_change(READER, audience_id=1)


@pytest.mark.parametrize(
    ("may", "power"),
    [
        (checks.may_administer, "administers"),
        (checks.may_govern, "governs"),
        (checks.may_contribute, "changes"),
    ],
)
def test_power_holds_in_ones_own_agency_and_while_ones_account_is_open(may, power):
    assert may(actor(OWNER, **{power: True}), agency_id=OWNER)
    assert not may(actor(OWNER), agency_id=OWNER)
    assert not may(actor(OWNER, **{power: True}), agency_id=PARTNER)
    assert not may(actor(OWNER, is_active=False, **{power: True}), agency_id=OWNER)
    assert not may(OUTSIDE, agency_id=OWNER)


def test_predicate_is_named_for_its_check():
    assert checks.may_read.__name__ == "may_read"
    assert "check_may_read" in checks.may_read.__doc__
