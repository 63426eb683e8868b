"""The rule over many audiences answers as over one, and its answers turn only at the instants that it names."""

import itertools
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.sharing import Sieve, decide, decide_change, decide_place, instants
from tests.factories.cases import actors, audiences, moments, purposes

MOMENT = timedelta(microseconds=1)
RULES = (decide, decide_change, decide_place)


def _answers(actor, audience, purpose, at):
    return tuple(rule(actor, audience, purpose, at).allowed for rule in RULES)


def _sifted(sieve, audience):
    reads = sieve.reads(audience, audience.agreement)
    changes = reads and sieve.changes(audience)
    return reads, changes, changes and sieve.places(audience.agreement)


@given(actors(), st.lists(audiences(), min_size=1, max_size=6), purposes, moments)
def test_sieve_answers_as_the_rule_does(actor, several, purpose, at):
    """One sieve for several audiences: what it remembers of one must be true of the next."""
    sieve = Sieve(actor, purpose, at)

    for audience in several:
        assert _sifted(sieve, audience) == _answers(actor, audience, purpose, at)


@given(actors(), audiences(), purposes)
def test_answers_turn_at_the_named_instants_only(actor, audience, purpose):
    named = sorted(instants(actor, audience))

    for first, second in itertools.pairwise(named):
        within = {
            _answers(actor, audience, purpose, at) for at in (first, first + (second - first) / 2, second - MOMENT)
        }
        assert len(within) == 1
    if named:
        assert _answers(actor, audience, purpose, named[0] - timedelta(days=999)) == _answers(
            actor, audience, purpose, named[0] - MOMENT
        )
        assert _answers(actor, audience, purpose, named[-1]) == _answers(
            actor, audience, purpose, named[-1] + timedelta(days=999)
        )


@given(actors(), audiences(), purposes, moments, st.integers(-14, 14))
def test_clocks_of_other_places_change_no_answer(actor, audience, purpose, at, hours):
    for zone in (timezone(timedelta(hours=hours)), ZoneInfo("Europe/London"), ZoneInfo("Pacific/Auckland")):
        assert _answers(actor, audience, purpose, at.astimezone(zone)) == _answers(actor, audience, purpose, at)
