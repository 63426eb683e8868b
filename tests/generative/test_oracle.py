"""The sharing rule and an independent engine that was given the rule anew answer every generated case alike."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fourpoint.domain.sharing import Disclosure, Emergency, decide, decide_change, decide_place
from tests.factories import oracle, sharing
from tests.factories.cases import actors, audiences, moments, purposes, seldom

cases = st.tuples(
    actors(),
    audiences(),
    seldom(st.just(""), ...).flatmap(lambda none: purposes if none is ... else st.just(none)),
    moments,
)


@settings(max_examples=100)
@given(st.lists(cases, min_size=1, max_size=6))
def test_rule_and_oracle_never_differ(several):
    ours = [tuple(rule(*case).allowed for rule in (decide, decide_change, decide_place)) for case in several]

    assert oracle.answers(several) == ours


MEMBER = replace(sharing.MEMBERSHIP, ends_at=None)
SIGNED_UP, STRANGER = sharing.actor(), sharing.actor(sharing.STRANGER)
DISCLOSED = Disclosure(
    agency_id=sharing.STRANGER,
    person_id=None,
    purposes=frozenset({sharing.PURPOSE}),
    gateway="common-law",
    ends_at=sharing.LATER,
)
BROKE = Emergency(owner_id=sharing.OWNER, starts_at=sharing.EARLIER, ends_at=sharing.LATER)
ROUTES = {
    "owner": (sharing.actor(sharing.OWNER), sharing.AUDIENCE),
    "agreement": (SIGNED_UP, sharing.AUDIENCE),
    "disclosure": (STRANGER, sharing.audience(disclosures=frozenset({DISCLOSED}))),
    "emergency": (replace(STRANGER, emergencies=frozenset({BROKE})), sharing.AUDIENCE),
}


@pytest.mark.parametrize("ground", ROUTES)
def test_both_say_yes_by_every_route_and_no_at_its_end(ground):
    """A comparison in which nothing was ever open would prove nothing."""
    open_now, over = ((*ROUTES[ground], sharing.PURPOSE, at) for at in (sharing.NOON, sharing.LATER))

    assert decide(*open_now).reasons[0].code == ground
    assert oracle.answers([open_now])[0][0]
    assert oracle.answers([over])[0][0] == decide(*over).allowed
    assert not decide(*over).allowed


def test_comparison_can_fail(monkeypatch):
    """Without the agreement's end the oracle lets in whom the rule refuses."""
    lenient = oracle.POLICY.replace(" && context.at < context.terms.until", "", 1)
    assert lenient != oracle.POLICY
    ended = (replace(SIGNED_UP, membership=MEMBER), sharing.AUDIENCE, sharing.PURPOSE, sharing.LATER)
    assert oracle.answers([ended])[0] == (False, False, False)

    monkeypatch.setattr(oracle, "POLICY", lenient)

    assert oracle.answers([ended])[0] == (True, False, False)
    assert not decide(*ended).allowed
