"""One audience goes beyond another in exactly the ways in which more people read, or read with less care."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fourpoint.domain.markings import Marking
from fourpoint.domain.reach import Beyond, beyond, outside
from fourpoint.domain.sharing import AgreementTerms, Audience, Handling, Named, Subject

AT = datetime(2026, 3, 2, tzinfo=UTC)
OWNER, PARTNER, OTHER = 1, 2, 3
TERMS = AgreementTerms(
    agreement_id=1,
    parties=frozenset({OWNER, PARTNER, OTHER}),
    purposes=frozenset({"local-profile"}),
    ceiling=Marking.OFFICIAL_SENSITIVE,
    subjects=frozenset(Subject),
    starts_at=AT,
    ends_at=AT + timedelta(days=365),
    signed_at=AT,
)
PLAIN = Audience(owner_id=OWNER, marking=Marking.OFFICIAL)
GIVEN = replace(PLAIN, agreement=TERMS, agencies=frozenset({PARTNER}), purposes=frozenset({"local-profile"}))
LISTED = replace(PLAIN, compartment=frozenset({Named(person_id=7, agency_id=OWNER)}))
CAREFUL = replace(PLAIN, handling=Handling.CONDITIONS, conditions=("S2",))


@pytest.mark.parametrize(
    ("source", "made", "ways"),
    [
        (PLAIN, PLAIN, set()),
        (GIVEN, PLAIN, set()),
        (PLAIN, GIVEN, {Beyond.AGENCIES}),
        (GIVEN, replace(GIVEN, agencies=frozenset({PARTNER, OTHER})), {Beyond.AGENCIES}),
        (replace(PLAIN, marking=Marking.OFFICIAL_SENSITIVE), PLAIN, {Beyond.MARKING}),
        (PLAIN, replace(PLAIN, marking=Marking.OFFICIAL_SENSITIVE), set()),
        (CAREFUL, PLAIN, {Beyond.CONDITIONS}),
        (PLAIN, CAREFUL, set()),
        (LISTED, PLAIN, {Beyond.LIST}),
        (PLAIN, LISTED, set()),
        (LISTED, LISTED, set()),
        (replace(PLAIN, subject=Subject.CHILD), PLAIN, {Beyond.SUBJECT}),
        (replace(PLAIN, subject=Subject.CHILD), replace(PLAIN, subject=Subject.CHILD), set()),
        (replace(GIVEN, ends_at=AT), GIVEN, {Beyond.END}),
        (replace(GIVEN, ends_at=AT), PLAIN, set()),
        (GIVEN, replace(GIVEN, ends_at=AT), set()),
        (replace(PLAIN, owner_id=PARTNER), PLAIN, {Beyond.AGENCIES}),
        (replace(GIVEN, owner_id=OTHER, agencies=frozenset({OWNER})), PLAIN, set()),
    ],
)
def test_ways(source, made, ways):
    assert beyond(source, made) == ways
    assert bool(outside(source, made)) == (Beyond.AGENCIES in ways)
