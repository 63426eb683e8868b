"""People whom the rule cannot tell apart get one answer, sentence for sentence."""

from dataclasses import replace

from hypothesis import given

from fourpoint.domain.sharing import decide
from fourpoint.domain.sharing.alike import Likeness
from tests.factories.cases import actors, audiences, moments, purposes


@given(actors(), audiences(), purposes, moments)
def test_what_is_left_of_a_person_gets_the_persons_own_answer(actor, audience, purpose, at):
    left = Likeness(audience, at).of(actor)

    assert decide(left, audience, purpose, at) == decide(actor, audience, purpose, at)


@given(actors(), audiences(), moments)
def test_likeness_of_a_likeness_is_itself(actor, audience, at):
    likeness = Likeness(audience, at)

    assert likeness.of(likeness.of(actor)) == likeness.of(actor)


@given(actors(), audiences(), moments)
def test_people_nobody_named_who_differ_in_nothing_weighed_are_alike(actor, audience, at):
    unnamed = replace(audience, compartment=frozenset(), disclosures=frozenset())
    likeness = Likeness(unnamed, at)

    assert likeness.of(actor) == likeness.of(replace(actor, person_id=actor.person_id + 1000))
