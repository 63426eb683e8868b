"""What must hold of the sharing rule for every actor, audience, purpose and instant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import (
    Actor,
    AgreementTerms,
    Audience,
    Handling,
    Membership,
    Named,
    Subject,
    decide,
    decide_change,
)

DAY_ZERO = datetime(2026, 1, 1, tzinfo=UTC)
AGENCIES, PEOPLE, PURPOSES = (1, 2, 3), (10, 20, 30), ("local-profile", "safeguarding")

times = st.integers(0, 9).map(lambda day: DAY_ZERO + timedelta(days=day))
agencies, people, purposes = st.sampled_from(AGENCIES), st.sampled_from(PEOPLE), st.sampled_from(PURPOSES)
markings, subjects = st.sampled_from(Marking), st.sampled_from(Subject)
memberships = st.builds(
    Membership,
    agency_id=agencies,
    clearance=markings,
    starts_at=times,
    ends_at=st.none() | times,
    safeguards=st.booleans(),
    changes=st.booleans(),
)
actors = st.builds(Actor, person_id=people, is_active=st.booleans(), membership=st.none() | memberships)
agreements = st.builds(
    AgreementTerms,
    agreement_id=st.just(1),
    parties=st.frozensets(agencies),
    purposes=st.frozensets(purposes),
    ceiling=markings,
    subjects=st.frozensets(subjects),
    starts_at=times,
    ends_at=times,
    signed_at=st.none() | times,
)


@st.composite
def audiences(draw):
    """Audiences that do not contradict themselves, with and without each of their parts."""
    owner = draw(agencies)
    terms = draw(st.none() | agreements)
    conditions = draw(st.lists(st.sampled_from(("A1", "S2")), unique=True).map(tuple))
    others = draw(st.frozensets(st.builds(Named, person_id=people, agency_id=agencies)))
    owners = draw(st.frozensets(st.builds(Named, person_id=people, agency_id=st.just(owner)), min_size=1))
    return Audience(
        owner_id=owner,
        marking=draw(markings),
        handling=Handling.CONDITIONS if conditions else Handling.PERMITTED,
        conditions=conditions,
        agencies=draw(st.frozensets(agencies)) - {owner} if terms else frozenset(),
        agreement=terms,
        purposes=draw(st.frozensets(purposes)),
        compartment=others | owners if draw(st.booleans()) else frozenset(),
        subject=draw(subjects),
        ends_at=draw(st.none() | times),
    )


@given(actors, audiences(), purposes, times)
def test_removing_the_agreement_never_opens(actor, audience, purpose, at):
    without = replace(audience, agreement=None, agencies=frozenset())

    assert decide(actor, audience, purpose, at).allowed >= decide(actor, without, purpose, at).allowed


@given(actors, audiences(), purposes, times)
def test_naming_a_need_to_know_list_never_opens(actor, audience, purpose, at):
    without = replace(audience, compartment=frozenset())

    assert decide(actor, without, purpose, at).allowed >= decide(actor, audience, purpose, at).allowed


@given(actors, audiences(), purposes, times)
def test_raising_the_marking_never_opens(actor, audience, purpose, at):
    low, high = (replace(audience, marking=marking) for marking in Marking)

    assert decide(actor, low, purpose, at).allowed >= decide(actor, high, purpose, at).allowed


@given(actors, audiences(), purposes, times, st.sampled_from(AGENCIES))
def test_naming_one_more_agency_never_closes(actor, audience, purpose, at, agency):
    if audience.agreement is not None:
        more = replace(audience, agencies=(audience.agencies | {agency}) - {audience.owner_id})

        assert decide(actor, more, purpose, at).allowed >= decide(actor, audience, purpose, at).allowed


@given(actors, audiences(), purposes, times)
def test_deny_beats_allow(actor, audience, purpose, at):
    closed = replace(actor, is_active=False)

    assert not decide(closed, audience, purpose, at).allowed


@given(actors, audiences(), purposes, times)
def test_obligations_only_add(actor, audience, purpose, at):
    bare = replace(audience, handling=Handling.PERMITTED, conditions=())
    decision = decide(actor, audience, purpose, at)

    assert decision.allowed == decide(actor, bare, purpose, at).allowed
    assert {obligation.code for obligation in decision.obligations} == (
        set(audience.conditions) if decision.allowed else set()
    )


@given(audiences(), purposes, times)
def test_owner_is_never_locked_out(audience, purpose, at):
    places = [place.person_id for place in audience.compartment if place.agency_id == audience.owner_id]
    member = Membership(agency_id=audience.owner_id, clearance=Marking.OFFICIAL_SENSITIVE, starts_at=DAY_ZERO)
    owner = Actor(person_id=min(places, default=99), is_active=True, membership=member)

    assert decide(owner, audience, purpose, at).allowed


@given(actors, audiences(), purposes, times)
def test_nobody_outside_owner_and_named_agencies_reads(actor, audience, purpose, at):
    if actor.agency_id not in {audience.owner_id, *audience.agencies}:
        assert not decide(actor, audience, purpose, at).allowed


@given(actors, audiences(), purposes, times)
def test_who_may_write_may_read_and_is_the_owner(actor, audience, purpose, at):
    if decide_change(actor, audience, purpose, at).allowed:
        assert decide(actor, audience, purpose, at).allowed
        assert actor.agency_id == audience.owner_id


@given(actors, audiences(), purposes, times)
def test_every_answer_has_its_reasons(actor, audience, purpose, at):
    decision = decide(actor, audience, purpose, at)
    grounds = {reason.code for reason in decision.reasons} & {"owner", "agreement"}

    assert decision.reasons
    assert decision.allowed == bool(grounds)
