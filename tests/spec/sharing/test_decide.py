"""The sharing rule as tables: one line per case, with the codes of the reasons it must give."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import (
    Acceptance,
    Audience,
    Clause,
    Disclosure,
    Emergency,
    Handling,
    Named,
    SignUp,
    StandIn,
    Subject,
    Training,
    decide,
    decide_change,
    decide_place,
)
from tests.factories.sharing import (
    AUDIENCE,
    EARLIER,
    LATER,
    NOON,
    OWNER,
    PARTNER,
    PURPOSE,
    STRANGER,
    TERMS,
    actor,
    audience,
    terms,
)

TICK = timedelta(microseconds=1)
OS = Marking.OFFICIAL_SENSITIVE
LOW = {"clearance": Marking.OFFICIAL}
NEED_TO_KNOW = frozenset({Named(person_id=10, agency_id=OWNER), Named(person_id=20, agency_id=PARTNER)})
PLAIN = frozenset({Handling.PERMITTED})
COURSE = frozenset({"sharing-basics"})
PLACES = frozenset({"places"})
OF_HEALTH = frozenset({Clause(number="4.2", purposes=frozenset({PURPOSE}), categories=frozenset({"health"}))})
CONDITIONED = audience(handling=Handling.CONDITIONS, conditions=("S2", "A1"))


def knowing(**facts):
    """A reader of the partner, with what is known of her changed as given."""
    return replace(actor(), **facts)


def signed(at, **ends):
    return knowing(signed_up=frozenset({SignUp(agreement_id=7, signed_at=at, **ends)}))


def trained(until):
    return knowing(trained=frozenset({Training(course="sharing-basics", taken_at=EARLIER, valid_until=until)}))


def accepting(*codes):
    accepted = Acceptance(owner_id=OWNER, agreement_id=7, conditions=codes, accepted_at=EARLIER)
    return knowing(accepted=frozenset({accepted}))


def clause(number, *purposes):
    held = frozenset({Clause(number="4.2", purposes=frozenset(purposes))})
    return audience(clause=number, agreement=terms(clauses=held).agreement)


def disclosed(*, agency_id=STRANGER, person_id=None, purposes=frozenset({PURPOSE}), ends_at=LATER, **changes):
    one = Disclosure(
        agency_id=agency_id, person_id=person_id, purposes=purposes, gateway="cda-1998-s115", ends_at=ends_at
    )
    return audience(disclosures=frozenset({one}), **changes)


def emergency(ends_at, owner_id=OWNER, **membership):
    held = Emergency(owner_id=owner_id, starts_at=EARLIER, ends_at=ends_at)
    return replace(actor(STRANGER, **membership), emergencies=frozenset({held}))


def standing_in(agency_id=OWNER, leaver_id=10, starts_at=EARLIER, ends_at=None, person_id=11, **membership):
    held = StandIn(leaver_id=leaver_id, starts_at=starts_at, ends_at=ends_at)
    return replace(actor(agency_id, person_id=person_id, **membership), stands_in=frozenset({held}))


# who, what, purpose, when, codes of the answer; a yes has only grounds
TABLE = {
    # Grounds
    "owner reads": (actor(OWNER), AUDIENCE, PURPOSE, NOON, ["owner"]),
    "owner reads for any stated purpose": (actor(OWNER), AUDIENCE, "safeguarding", NOON, ["owner"]),
    "named agency reads under agreement": (actor(), AUDIENCE, PURPOSE, NOON, ["agreement"]),
    "stranger does not": (actor(STRANGER), AUDIENCE, PURPOSE, NOON, ["no-ground"]),
    "party that is not named does not": (actor(), audience(agencies=frozenset()), PURPOSE, NOON, ["no-ground"]),
    # What holds for everyone
    "closed account": (actor(OWNER, is_active=False), AUDIENCE, PURPOSE, NOON, ["person-inactive"]),
    "no purpose": (actor(OWNER), AUDIENCE, "", NOON, ["no-purpose"]),
    "membership starts": (actor(OWNER), AUDIENCE, PURPOSE, EARLIER, ["owner"]),
    "before membership starts": (actor(OWNER), AUDIENCE, PURPOSE, EARLIER - TICK, ["no-membership"]),
    "just before membership ends": (actor(OWNER), AUDIENCE, PURPOSE, LATER - TICK, ["owner"]),
    "membership ends": (actor(OWNER), AUDIENCE, PURPOSE, LATER, ["no-membership"]),
    "marking above clearance": (actor(OWNER, **LOW), audience(marking=OS), PURPOSE, NOON, ["above-clearance"]),
    "marking at clearance": (actor(OWNER), audience(marking=OS), PURPOSE, NOON, ["owner"]),
    "need to know, on the list": (
        actor(person_id=20),
        audience(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["agreement"],
    ),
    "need to know, not on the list": (
        actor(person_id=21),
        audience(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["outside-compartment"],
    ),
    "need to know, owner not on the list": (
        actor(OWNER, person_id=11),
        audience(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["outside-compartment"],
    ),
    "need to know, place was for another agency": (
        actor(PARTNER, person_id=10),
        audience(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["outside-compartment"],
    ),
    "need to know, in a leaver's place": (
        standing_in(),
        audience(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["owner", "stand-in"],
    ),
    "need to know, in a leaver's place and by name": (
        standing_in(person_id=10, leaver_id=12),
        audience(compartment=NEED_TO_KNOW | {Named(person_id=12, agency_id=OWNER)}),
        PURPOSE,
        NOON,
        ["owner"],
    ),
    "need to know, before she stood in": (
        standing_in(starts_at=NOON + TICK),
        audience(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["outside-compartment"],
    ),
    "need to know, stands in no more": (
        standing_in(ends_at=NOON),
        audience(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["outside-compartment"],
    ),
    "need to know, in the place of somebody not on the list": (
        standing_in(leaver_id=13),
        audience(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["outside-compartment"],
    ),
    "need to know, a partner stands in on nobody's list but its own": (
        standing_in(PARTNER, leaver_id=20),
        audience(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["outside-compartment"],
    ),
    "no list, and stands in": (standing_in(), AUDIENCE, PURPOSE, NOON, ["owner"]),
    "clearance holds in a leaver's place": (
        standing_in(**LOW),
        audience(compartment=NEED_TO_KNOW, marking=OS),
        PURPOSE,
        NOON,
        ["above-clearance"],
    ),
    # What holds for named agencies
    "just before audience ends": (actor(), audience(ends_at=NOON + TICK), PURPOSE, NOON, ["agreement"]),
    "audience ends": (actor(), audience(ends_at=NOON), PURPOSE, NOON, ["audience-ended"]),
    "owner is never timed out": (actor(OWNER), audience(ends_at=NOON), PURPOSE, NOON, ["owner"]),
    "purpose agreed but not shared for": (
        actor(),
        audience(purposes=frozenset({"safeguarding"})),
        PURPOSE,
        NOON,
        ["purpose-not-shared"],
    ),
    "purpose shared for but not agreed": (
        actor(),
        terms(purposes=frozenset({"safeguarding"})),
        PURPOSE,
        NOON,
        ["purpose-not-agreed"],
    ),
    "child without safeguarding role": (
        actor(),
        audience(subject=Subject.CHILD),
        PURPOSE,
        NOON,
        ["needs-safeguarding-role"],
    ),
    "child with safeguarding role": (
        actor(safeguards=True),
        audience(subject=Subject.CHILD),
        PURPOSE,
        NOON,
        ["agreement"],
    ),
    "agreement unsigned": (actor(), terms(signed_at=None), PURPOSE, NOON, ["agreement-unsigned"]),
    "agreement signed now": (actor(), terms(signed_at=NOON), PURPOSE, NOON, ["agreement"]),
    "agreement signed later": (actor(), terms(signed_at=NOON + TICK), PURPOSE, NOON, ["agreement-unsigned"]),
    "agreement starts": (actor(), terms(starts_at=NOON), PURPOSE, NOON, ["agreement"]),
    "agreement starts later": (actor(), terms(starts_at=NOON + TICK), PURPOSE, NOON, ["agreement-not-started"]),
    "just before agreement ends": (actor(), terms(ends_at=NOON + TICK), PURPOSE, NOON, ["agreement"]),
    "agreement ends": (actor(), terms(ends_at=NOON), PURPOSE, NOON, ["agreement-ended"]),
    "owner not a party": (actor(), terms(parties=frozenset({PARTNER})), PURPOSE, NOON, ["not-parties"]),
    "reader not a party": (actor(), terms(parties=frozenset({OWNER})), PURPOSE, NOON, ["not-parties"]),
    "subject category not agreed": (
        actor(safeguards=True),
        audience(subject=Subject.VICTIM, agreement=terms(subjects=frozenset({Subject.CHILD})).agreement),
        PURPOSE,
        NOON,
        ["subject-not-agreed"],
    ),
    "data that the agreement covers": (
        actor(),
        audience(categories=PLACES, agreement=terms(categories=PLACES | {"health"}).agreement),
        PURPOSE,
        NOON,
        ["agreement"],
    ),
    "data that the agreement does not cover": (
        actor(),
        audience(categories=PLACES | {"health"}, agreement=terms(categories=PLACES).agreement),
        PURPOSE,
        NOON,
        ["data-not-agreed"],
    ),
    "data that the clause does not cover": (
        actor(),
        audience(
            categories=PLACES,
            clause="4.2",
            agreement=terms(categories=PLACES | {"health"}, clauses=OF_HEALTH).agreement,
        ),
        PURPOSE,
        NOON,
        ["data-not-agreed"],
    ),
    "data under a clause that names none": (
        actor(),
        audience(
            categories=PLACES,
            clause="4.2",
            agreement=terms(
                categories=PLACES, clauses=frozenset({Clause(number="4.2", purposes=frozenset({PURPOSE}))})
            ).agreement,
        ),
        PURPOSE,
        NOON,
        ["agreement"],
    ),
    "data that its owner did not name": (actor(), terms(categories=frozenset()), PURPOSE, NOON, ["agreement"]),
    "data that a later version dropped": (
        actor(),
        audience(
            categories=PLACES,
            agreement=terms(
                categories=PLACES, followed_by=replace(TERMS, name="The next version", starts_at=NOON)
            ).agreement,
        ),
        PURPOSE,
        NOON,
        ["data-not-agreed"],
    ),
    "marking above the agreement's ceiling": (
        actor(),
        audience(marking=OS, agreement=terms(ceiling=Marking.OFFICIAL).agreement),
        PURPOSE,
        NOON,
        ["above-agreement-ceiling"],
    ),
    "agreement carries no conditions": (
        actor(),
        audience(handling=Handling.CONDITIONS, conditions=("A1",), agreement=terms(handling=PLAIN).agreement),
        PURPOSE,
        NOON,
        ["handling-not-agreed", "conditions-not-accepted"],
    ),
    "clause carries the purpose": (actor(), clause("4.2", PURPOSE), PURPOSE, NOON, ["agreement"]),
    "clause does not carry the purpose": (
        actor(),
        clause("4.2", "safeguarding"),
        PURPOSE,
        NOON,
        ["purpose-not-agreed"],
    ),
    "clause that is not there": (actor(), audience(clause="9"), PURPOSE, NOON, ["clause-unknown"]),
    "review passed, what was shared stays readable": (actor(), terms(review_at=EARLIER), PURPOSE, NOON, ["agreement"]),
    # What holds for the person herself
    "not signed up": (knowing(signed_up=frozenset()), AUDIENCE, PURPOSE, NOON, ["not-signed-up"]),
    "signed up now": (signed(NOON), AUDIENCE, PURPOSE, NOON, ["agreement"]),
    "signed up later": (signed(NOON + TICK), AUDIENCE, PURPOSE, NOON, ["not-signed-up"]),
    "signed up and withdrew": (signed(EARLIER, withdrawn_at=NOON), AUDIENCE, PURPOSE, NOON, ["not-signed-up"]),
    "training held": (trained(NOON + TICK), terms(training=COURSE), PURPOSE, NOON, ["agreement"]),
    "training lapsed": (trained(NOON), terms(training=COURSE), PURPOSE, NOON, ["untrained"]),
    "training never taken": (actor(), terms(training=COURSE), PURPOSE, NOON, ["untrained"]),
    "owner needs no training of the agreement": (actor(OWNER), terms(training=COURSE), PURPOSE, NOON, ["owner"]),
    "conditions not accepted": (actor(), CONDITIONED, PURPOSE, NOON, ["conditions-not-accepted"]),
    "conditions accepted": (accepting("A1", "S2"), CONDITIONED, PURPOSE, NOON, ["agreement"]),
    "other conditions accepted": (accepting("A1"), CONDITIONED, PURPOSE, NOON, ["conditions-not-accepted"]),
    "owner accepts no conditions of its own": (actor(OWNER), CONDITIONED, PURPOSE, NOON, ["owner"]),
    "vetting lapsed": (actor(OWNER, vetted_until=NOON), audience(marking=OS), PURPOSE, NOON, ["vetting-lapsed"]),
    "vetting lapsed, plain OFFICIAL": (actor(OWNER, vetted_until=NOON), AUDIENCE, PURPOSE, NOON, ["owner"]),
    "vetting lapses next": (actor(OWNER, vetted_until=NOON + TICK), audience(marking=OS), PURPOSE, NOON, ["owner"]),
    "not confirmed again": (actor(OWNER, recertify_at=NOON), AUDIENCE, PURPOSE, NOON, ["not-recertified"]),
    "confirmed again in time": (actor(OWNER, recertify_at=NOON + TICK), AUDIENCE, PURPOSE, NOON, ["owner"]),
    "who runs the platform reads nothing": (actor(OWNER, reads=False), AUDIENCE, PURPOSE, NOON, ["reads-nothing"]),
    # One-off disclosures
    "disclosed to the agency": (actor(STRANGER), disclosed(), PURPOSE, NOON, ["disclosure"]),
    "disclosed to the person": (actor(STRANGER), disclosed(person_id=20), PURPOSE, NOON, ["disclosure"]),
    "disclosed to somebody else": (actor(STRANGER), disclosed(person_id=21), PURPOSE, NOON, ["no-ground"]),
    "disclosure ended": (
        actor(STRANGER),
        disclosed(ends_at=NOON),
        PURPOSE,
        NOON,
        ["disclosure-ended", "purpose-not-disclosed"],
    ),
    "disclosed for another purpose": (
        actor(STRANGER),
        disclosed(purposes=frozenset({"safeguarding"})),
        PURPOSE,
        NOON,
        ["purpose-not-disclosed"],
    ),
    "agreement ended, disclosed since": (
        actor(),
        disclosed(agency_id=PARTNER, agreement=terms(ends_at=NOON).agreement),
        PURPOSE,
        NOON,
        ["disclosure"],
    ),
    "need to know holds against a disclosure": (
        actor(STRANGER, person_id=21),
        disclosed(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["outside-compartment"],
    ),
    # Emergencies
    "glass broken": (emergency(NOON + TICK), AUDIENCE, PURPOSE, NOON, ["emergency"]),
    "glass was broken": (emergency(NOON), AUDIENCE, PURPOSE, NOON, ["no-ground"]),
    "glass broken for another agency": (emergency(LATER, owner_id=PARTNER), AUDIENCE, PURPOSE, NOON, ["no-ground"]),
    "need to know holds in an emergency": (
        emergency(LATER),
        audience(compartment=NEED_TO_KNOW),
        PURPOSE,
        NOON,
        ["outside-compartment"],
    ),
    "clearance holds in an emergency": (
        emergency(LATER, **LOW),
        audience(marking=OS),
        PURPOSE,
        NOON,
        ["above-clearance"],
    ),
    # Every objection is told, in the order of the rules
    "two objections": (
        actor(is_active=False),
        terms(ends_at=NOON),
        PURPOSE,
        NOON,
        ["person-inactive", "agreement-ended"],
    ),
    "a stranger hears nothing of the agreement": (actor(STRANGER), terms(ends_at=NOON), PURPOSE, NOON, ["no-ground"]),
}
GROUNDS = {"owner", "agreement", "disclosure", "emergency", "stand-in"}


@pytest.mark.parametrize(("who", "what", "purpose", "when", "codes"), TABLE.values(), ids=TABLE)
def test_rule_answers_as_the_table_says(who, what, purpose, when, codes):
    decision = decide(who, what, purpose, when)

    assert [reason.code for reason in decision.reasons] == codes
    assert decision.allowed == (set(codes) <= GROUNDS)
    assert all(reason.sentence.endswith(".") for reason in decision.reasons)


def test_person_without_an_agency_reads_nothing():
    nobody = actor()
    nobody = type(nobody)(person_id=20, is_active=True, membership=None)

    decision = decide(nobody, AUDIENCE, PURPOSE, NOON)

    assert [reason.code for reason in decision.reasons] == ["no-membership", "no-ground"]


def test_conditions_of_handling_become_obligations_of_a_yes():
    with_conditions = audience(handling=Handling.CONDITIONS, conditions=("S2", "A1"))

    allowed = decide(actor(OWNER), with_conditions, PURPOSE, NOON)
    refused = decide(actor(STRANGER), with_conditions, PURPOSE, NOON)

    assert [obligation.code for obligation in allowed.obligations] == ["A1", "S2"]
    assert refused.obligations == ()


CHANGES = {
    "owner in a writing role": (actor(OWNER, changes=True), ["owner"]),
    "owner without a writing role": (actor(OWNER), ["not-a-writer"]),
    "named agency in a writing role": (actor(changes=True), ["not-the-owner"]),
    "stranger": (actor(STRANGER, changes=True), ["no-ground"]),
}


@pytest.mark.parametrize(("who", "codes"), CHANGES.values(), ids=CHANGES)
def test_only_the_owner_writes_and_only_in_a_role_that_may(who, codes):
    decision = decide_change(who, AUDIENCE, PURPOSE, NOON)

    assert [reason.code for reason in decision.reasons] == codes
    assert decision.allowed == (codes == ["owner"])


PLACES = {
    "agreement in force": (AUDIENCE, True),
    "review due now": (terms(review_at=NOON), False),
    "review due next": (terms(review_at=NOON + TICK), True),
    "agreement ended and opens nothing": (terms(review_at=EARLIER, ends_at=NOON), True),
    "owner alone": (Audience(owner_id=OWNER, marking=Marking.OFFICIAL), True),
}


@pytest.mark.parametrize(("what", "allowed"), PLACES.values(), ids=PLACES)
def test_nothing_more_is_shared_under_an_agreement_past_its_review(what, allowed):
    decision = decide_place(actor(OWNER, changes=True), what, PURPOSE, NOON)

    assert decision.allowed == allowed
    assert decision.allowed or [reason.code for reason in decision.reasons] == ["agreement-read-only"]
    assert decide(actor(OWNER), what, PURPOSE, NOON).allowed
    assert not decide_place(actor(OWNER), what, PURPOSE, NOON).allowed


IMPOSSIBLE = {
    "need-to-know list without the owner": {"compartment": frozenset({Named(person_id=20, agency_id=PARTNER)})},
    "conditions without code C": {"conditions": ("A1",)},
    "code C without conditions": {"handling": Handling.CONDITIONS},
    "agencies without an agreement": {"agreement": None},
    "clause without an agreement": {"agreement": None, "agencies": frozenset(), "clause": "4"},
    "disclosed to the owner": {"disclosures": disclosed(agency_id=STRANGER).disclosures, "owner_id": STRANGER},
    "owner named again": {"agencies": frozenset({OWNER, PARTNER})},
}


@pytest.mark.parametrize("changes", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_audience_that_contradicts_itself_is_refused(changes):
    with pytest.raises(Unusable):
        audience(**changes)


def test_plain_audience_is_the_owner_alone():
    plain = Audience(owner_id=OWNER, marking=Marking.OFFICIAL)

    assert decide(actor(OWNER), plain, PURPOSE, NOON).allowed
    assert not decide(actor(PARTNER), plain, PURPOSE, NOON).allowed
