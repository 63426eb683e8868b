"""Who reads a comment: the way it goes back is the way the paper came."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fourpoint.access.context import Acting
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience, Disclosure, Handling, Named, Subject
from fourpoint.records.library.models import Paper
from fourpoint.services.library.answering import NothingToAnswerUnder, answer_audience
from tests.factories.sharing import LATER, NOON, OWNER, PARTNER, PURPOSE, TERMS, actor

THIRD = 3
PAPER = Paper(pk=1, audience_id=7)
CAME = Disclosure(
    agency_id=PARTNER, person_id=20, purposes=frozenset({PURPOSE}), gateway="cda-1998-s115", ends_at=LATER
)
BY_AGREEMENT = Audience(
    owner_id=OWNER,
    marking=Marking.OFFICIAL,
    handling=Handling.CONDITIONS,
    conditions=("S2",),
    subject=Subject.CHILD,
    agencies=frozenset({PARTNER, THIRD}),
    agreement=replace(TERMS, parties=frozenset({OWNER, PARTNER, THIRD})),
    purposes=frozenset({PURPOSE}),
    ends_at=datetime(2026, 5, 1, tzinfo=UTC),
)


def _answer(audience, *, agency_id=PARTNER, to_everyone=False):
    who = Acting(actor=actor(agency_id), purpose=PURPOSE, at=NOON, readable={7: audience})
    return answer_audience(who, paper=PAPER, to_everyone=to_everyone)


def test_partner_answers_the_owner_in_the_paper_s_own_terms_without_its_end():
    answer = _answer(BY_AGREEMENT)

    assert (answer.owner_id, answer.agencies, answer.ends_at) == (PARTNER, {OWNER}, None)
    kept = replace(BY_AGREEMENT, owner_id=PARTNER, agencies=frozenset({OWNER}), ends_at=None)
    assert answer == kept


def test_answer_to_everyone_names_the_other_readers_and_not_its_owner():
    assert _answer(BY_AGREEMENT, to_everyone=True).agencies == {OWNER, THIRD}


@pytest.mark.parametrize("to_everyone", [True, False])
def test_owner_s_own_people_answer_within_the_paper_s_audience(to_everyone):
    assert _answer(BY_AGREEMENT, agency_id=OWNER, to_everyone=to_everyone) is BY_AGREEMENT


def test_answer_to_a_one_off_disclosure_goes_back_by_it_and_to_the_whole_agency():
    paper = Audience(owner_id=OWNER, marking=Marking.OFFICIAL, disclosures=frozenset({CAME}))

    answer = _answer(paper, to_everyone=True)

    assert answer.disclosures == {replace(CAME, agency_id=OWNER, person_id=None)}
    assert (answer.owner_id, answer.agencies, answer.agreement, answer.purposes) == (PARTNER, set(), None, set())


def test_disclosures_to_others_are_not_handed_on():
    other = replace(CAME, agency_id=THIRD, person_id=None)
    paper = replace(BY_AGREEMENT, agencies=frozenset({PARTNER}), disclosures=frozenset({other}))

    assert _answer(paper, to_everyone=True).disclosures == set()


def test_need_to_know_list_goes_with_the_answer():
    listed = frozenset({Named(person_id=1, agency_id=OWNER), Named(person_id=20, agency_id=PARTNER)})

    assert _answer(replace(BY_AGREEMENT, compartment=listed)).compartment == listed


def test_paper_that_is_open_by_an_emergency_alone_cannot_be_answered():
    with pytest.raises(NothingToAnswerUnder):
        _answer(Audience(owner_id=OWNER, marking=Marking.OFFICIAL))
