"""The worked examples of the documentation are what the rule says: each answer and sentence is worked out here."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import (
    Actor,
    AgreementTerms,
    Audience,
    Clause,
    Disclosure,
    Emergency,
    Handling,
    Membership,
    Named,
    SignUp,
    Subject,
    decide,
    decide_place,
)

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "a-sharing-decision-worked.md"
FORCE, COUNCIL, OTHER = 1, 2, 3
PURPOSE, MOMENT = "prevent-crime", timedelta(microseconds=1)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
# Midnight here after 30 September 2026, when summer time still holds: an hour before midnight in UTC.
END = datetime(2026, 9, 30, 23, tzinfo=UTC)
NOON = datetime(2026, 6, 1, 11, tzinfo=UTC)

AGREEMENT = AgreementTerms(
    agreement_id=1,
    name="Thanet sharing agreement, version 1",
    parties=frozenset({FORCE, COUNCIL}),
    purposes=frozenset({PURPOSE}),
    ceiling=Marking.OFFICIAL_SENSITIVE,
    subjects=frozenset({Subject.CHILD}),
    starts_at=SINCE,
    ends_at=END,
    signed_at=SINCE,
    review_at=datetime(2026, 6, 30, 23, tzinfo=UTC),
    clauses=frozenset({Clause(number="4.2", purposes=frozenset({PURPOSE}))}),
)
REPORT = Audience(
    owner_id=FORCE,
    marking=Marking.OFFICIAL,
    agencies=frozenset({COUNCIL}),
    agreement=AGREEMENT,
    clause="4.2",
    purposes=frozenset({PURPOSE}),
)
MEMBER = Membership(agency_id=COUNCIL, clearance=Marking.OFFICIAL, starts_at=SINCE, changes=True)
BEV = Actor(
    person_id=20, is_active=True, membership=MEMBER, signed_up=frozenset({SignUp(agreement_id=1, signed_at=SINCE)})
)
ASHA = Actor(person_id=10, is_active=True, membership=replace(MEMBER, agency_id=FORCE))
CAL = Actor(person_id=30, is_active=True, membership=replace(MEMBER, agency_id=OTHER))
BROKE = Emergency(owner_id=FORCE, starts_at=NOON, ends_at=NOON + timedelta(hours=2))
DISCLOSED = Disclosure(agency_id=OTHER, person_id=30, purposes=frozenset({PURPOSE}), gateway="common-law", ends_at=END)
CASES = {
    "The owner": (ASHA, REPORT, NOON),
    "A partner under the agreement": (BEV, REPORT, NOON),
    "The last moment": (BEV, REPORT, END - MOMENT),
    "The first moment after": (BEV, REPORT, END),
    "The owner, after": (ASHA, REPORT, END),
    "Not signed up": (replace(BEV, signed_up=frozenset()), REPORT, NOON),
    "Conditions not accepted": (BEV, replace(REPORT, handling=Handling.CONDITIONS, conditions=("A1",)), NOON),
    "About a child": (BEV, replace(REPORT, subject=Subject.CHILD), NOON),
    "Too highly marked": (BEV, replace(REPORT, marking=Marking.OFFICIAL_SENSITIVE), NOON),
    "A need-to-know list": (
        BEV,
        replace(REPORT, compartment=frozenset({Named(person_id=10, agency_id=FORCE)})),
        NOON,
    ),
    "Another force": (CAL, REPORT, NOON),
    "Disclosed once": (CAL, replace(REPORT, disclosures=frozenset({DISCLOSED})), NOON),
    "Glass broken": (replace(CAL, emergencies=frozenset({BROKE})), REPORT, NOON),
}


def _lines(name):
    actor, audience, at = CASES[name]
    decision = decide(actor, audience, PURPOSE, at)
    return f"**{'Yes' if decision.allowed else 'No'}.** " + " ".join(one.sentence for one in decision.reasons)


@pytest.mark.parametrize("name", CASES)
def test_page_says_what_the_rule_says(name):
    page = PAGE.read_text("utf-8")

    assert f"### {name}\n" in page
    section = page.split(f"### {name}\n")[1].split("\n#")[0]
    assert " ".join(_lines(name).split()) in " ".join(section.replace("\n> ", " ").split())


def test_sharing_more_after_the_review_date_is_refused_as_the_page_says():
    decision = decide_place(ASHA, REPORT, PURPOSE, AGREEMENT.review_at)

    assert not decision.allowed
    assert decision.reasons[0].sentence in " ".join(PAGE.read_text("utf-8").replace("\n> ", " ").split())
