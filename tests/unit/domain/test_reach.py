"""Whom an audience reaches, whom a change reaches anew, and what is left when only the owner is named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fourpoint.domain.markings import Marking
from fourpoint.domain.reach import narrowed_to_owner, reached, reached_anew
from fourpoint.domain.sharing import Disclosure, Handling, Named, Subject
from tests.factories.sharing import AUDIENCE, NOON, OWNER, PARTNER, STRANGER, audience

ALONE = narrowed_to_owner(AUDIENCE)
ONCE = Disclosure(agency_id=STRANGER, person_id=None, purposes=frozenset({"safeguarding"}), gateway="x", ends_at=NOON)
LIST = frozenset({Named(person_id=10, agency_id=OWNER), Named(person_id=20, agency_id=PARTNER)})
OWN_LIST = frozenset({Named(person_id=10, agency_id=OWNER)})
CAREFUL = {"handling": Handling.CONDITIONS, "conditions": ("A1",)}


@pytest.mark.parametrize(
    ("changes", "agencies"),
    [
        ({}, {PARTNER}),
        ({"disclosures": frozenset({ONCE})}, {PARTNER, STRANGER}),
        ({"compartment": LIST}, {PARTNER}),
        ({"compartment": OWN_LIST}, set()),
    ],
    ids=["named", "disclosed to", "listed", "named but nobody listed"],
)
def test_agencies_reached(changes, agencies):
    assert reached(audience(**changes)) == agencies


MORE = {
    "agency": (ALONE, AUDIENCE),
    "purpose": (AUDIENCE, audience(purposes=AUDIENCE.purposes | {"prevent-crime"})),
    "longer": (audience(ends_at=NOON), AUDIENCE),
    "list lifted": (audience(compartment=LIST), AUDIENCE),
    "lower marking": (audience(marking=Marking.OFFICIAL_SENSITIVE), AUDIENCE),
    "condition lifted": (audience(**CAREFUL), AUDIENCE),
    "no longer of a child": (audience(subject=Subject.CHILD), AUDIENCE),
    "data said no more": (audience(categories=frozenset({"health"})), AUDIENCE),
    "other clause": (AUDIENCE, audience(clause="4.2")),
    "on the list": (audience(compartment=OWN_LIST), audience(compartment=LIST)),
}


@pytest.mark.parametrize(("before", "after"), MORE.values(), ids=MORE)
def test_more_is_reached_anew_and_the_way_back_is_not(before, after):
    assert reached_anew(before, after) == {PARTNER}
    if after.clause == before.clause:
        assert reached_anew(after, before) == frozenset()


def test_disclosure_reaches_its_agency_and_leaves_the_others_as_they_were():
    assert reached_anew(AUDIENCE, audience(disclosures=frozenset({ONCE}))) == {STRANGER}
    longer = replace(ONCE, ends_at=NOON + timedelta(days=1))
    assert reached_anew(audience(disclosures=frozenset({ONCE})), audience(disclosures=frozenset({longer}))) == {
        STRANGER
    }


def test_narrowing_names_the_owner_alone_and_stays_as_careful():
    given = audience(
        **CAREFUL, compartment=LIST, subject=Subject.CHILD, disclosures=frozenset({ONCE}), ends_at=NOON, clause=""
    )

    alone = narrowed_to_owner(given)

    assert reached(alone) == frozenset()
    assert (alone.compartment, alone.subject, alone.conditions) == (OWN_LIST, Subject.CHILD, ("A1",))
    assert (alone.agreement, alone.purposes, alone.disclosures, alone.ends_at) == (None, frozenset(), frozenset(), None)
    assert narrowed_to_owner(alone) == alone
