"""The sharing rule as tables: one line per case, with the codes of the reasons it must give."""

from datetime import timedelta

import pytest

from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience, Handling, Named, Subject, decide, decide_change
from tests.factories.sharing import (
    AUDIENCE,
    EARLIER,
    LATER,
    NOON,
    OWNER,
    PARTNER,
    PURPOSE,
    STRANGER,
    actor,
    audience,
    terms,
)

TICK = timedelta(microseconds=1)
OS = Marking.OFFICIAL_SENSITIVE
LOW = {"clearance": Marking.OFFICIAL}
NEED_TO_KNOW = frozenset({Named(person_id=10, agency_id=OWNER), Named(person_id=20, agency_id=PARTNER)})

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
    "marking above the agreement's ceiling": (
        actor(),
        audience(marking=OS, agreement=terms(ceiling=Marking.OFFICIAL).agreement),
        PURPOSE,
        NOON,
        ["above-agreement-ceiling"],
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
GROUNDS = {"owner", "agreement"}


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

    allowed = decide(actor(), with_conditions, PURPOSE, NOON)
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


IMPOSSIBLE = {
    "need-to-know list without the owner": {"compartment": frozenset({Named(person_id=20, agency_id=PARTNER)})},
    "conditions without code C": {"conditions": ("A1",)},
    "code C without conditions": {"handling": Handling.CONDITIONS},
    "agencies without an agreement": {"agreement": None},
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
