"""Which notes a cut may hold: never one that any reader of the cut could not read by itself."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.cuts import Cut, audience_of, covers
from fourpoint.domain.sharing import Additional, Disclosure, Handling, Named, decide
from tests.factories.cases import (
    AGENCIES,
    PEOPLE,
    PURPOSES,
    actors,
    audiences,
    markings,
    purposes,
    some_data,
    subjects,
    times,
)

READERS = st.sampled_from(("owner", "profile"))


@st.composite
def changed(draw, audience):
    """The audience, or one that differs from it in a part or two: near enough to be covered now and then."""
    others = st.sampled_from([agency for agency in AGENCIES if agency != audience.owner_id])
    disclosed = st.builds(
        Disclosure,
        agency_id=others,
        person_id=st.none() | st.sampled_from(PEOPLE),
        purposes=st.frozensets(st.sampled_from(PURPOSES), min_size=1),
        gateway=st.just("cda-1998-s115"),
        ends_at=times,
    )
    own = st.builds(Named, person_id=st.sampled_from(PEOPLE), agency_id=st.just(audience.owner_id))
    parts = {
        "marking": markings,
        "subject": subjects,
        "ends_at": st.none() | times,
        "purposes": st.frozensets(st.sampled_from(PURPOSES)),
        "disclosures": st.frozensets(disclosed, max_size=2),
        "compartment": st.frozensets(own, max_size=2),
        "additional": st.sampled_from([Additional(), Additional(caveats=("x",))]),
        "categories": some_data,
        "agencies": st.frozensets(others) if audience.agreement else st.just(frozenset()),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(parts)), unique=True, max_size=2))
    made = {name: draw(parts[name]) for name in chosen}
    if draw(st.booleans()) and not chosen:
        made = {"handling": Handling.CONDITIONS, "conditions": ("A1",)}
    return replace(audience, **made)


@st.composite
def pairs(draw):
    """A cut's audience and a note's: either can be the narrower."""
    cut = draw(audiences())
    return cut, draw(changed(cut))


@given(pairs(), actors(), purposes, times)
def test_whoever_reads_a_cut_reads_every_note_it_may_hold(pair, actor, purpose, at):
    cut, note = pair

    if covers(note, cut) and decide(actor, cut, purpose, at).allowed:
        assert decide(actor, note, purpose, at).allowed


@given(pairs())
def test_no_reader_has_less_than_the_obligations_of_the_note(pair):
    cut, note = pair

    if covers(note, cut):
        assert set(note.conditions) <= set(cut.conditions)
        assert set(note.additional.codes) <= set(cut.additional.codes)


@given(audiences())
def test_every_cut_may_hold_a_note_of_its_own_audience(audience):
    assert covers(audience, audience)


@given(audiences(), audiences())
def test_note_of_another_agency_is_never_held(one, other):
    if one.owner_id != other.owner_id:
        assert not covers(one, other)


@given(audiences(), READERS, markings, actors(), purposes, times)
def test_cut_is_never_open_to_anyone_but_readers_of_the_profile(profile, readers, marking, actor, purpose, at):
    cut = Cut(
        cut_id="x",
        name="X",
        readers=readers,
        marking=marking,
        commentary="readers",
        threshold=0,
        rounding=0,
        approval=False,
    )
    audience = audience_of(cut, profile)

    assert audience.marking.reaches(profile.marking) and audience.marking.reaches(marking)
    if decide(actor, audience, purpose, at).allowed:
        assert decide(actor, profile, purpose, at).allowed
    if readers == "owner":
        assert not audience.agencies and not audience.disclosures
