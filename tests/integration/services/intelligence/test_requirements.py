"""A requirement reaches those who are asked and nobody else; answers lie on the desk, whose people judge them."""

import uuid
from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.answering import Worth
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.submissions import Danger, Written
from fourpoint.records.agencies.models import Letter
from fourpoint.records.audit.models import Event
from fourpoint.records.disclosure.models import Placement, ShareNotice
from fourpoint.records.intelligence.models import Answer, Ask, Requirement, Submission
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.intelligence import required, requirements
from fourpoint.services.intelligence.answered import measure_year as answered_year
from fourpoint.services.intelligence.requirements import NoSuchRequirement, RequirementIsClosed
from tests.factories.cast import AT, load_cast
from tests.factories.requiring import QUESTION, raise_it
from tests.factories.sending import ivy, sol

pytestmark = pytest.mark.django_db
SAID = "Synthetic: the old bakery, every Tuesday."


@pytest.fixture
def cast(settings, sample_warehouse):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


@pytest.fixture
def asked(cast):
    return raise_it(ivy())


def do(person_id, act, /, at=AT, **given):
    with context.acting(person_id, at=at) as who:
        return act(by=who.actor, purpose=who.purpose, at=at, **given)


def answered(person_id, number, *, at=AT, key=None):
    draft = requirements.AnswerDraft(
        requirement_id=number, key=key or uuid.uuid4(), danger=Danger.NO, written=Written(what=SAID)
    )
    return do(person_id, requirements.answer, at=at, answer=draft)


def page(person_id, number, at=AT, purpose="local-profile"):
    with context.acting(person_id, at=at, purpose=purpose) as who:
        return required.get_requirement(who, number)


def lines(person_id, purpose="local-profile"):
    with context.acting(person_id, at=AT, purpose=purpose) as who:
        return required.list_requirements(who)


def test_those_asked_and_the_owner_see_it_and_nobody_else(cast, asked):
    for person in (ivy(), sol(), cast.asha, cast.bev, cast.tom):
        assert [line.question for line in lines(person)] == [QUESTION]
    assert lines(cast.bev)[0].may_answer
    assert not lines(cast.asha)[0].may_answer
    assert lines(cast.tom, purpose="governance") == ()
    assert lines(cast.cal) == ()
    with pytest.raises(NoSuchRequirement):
        page(cast.cal, asked)


def test_analyst_raises_one_from_a_profile(cast):
    number = raise_it(cast.asha)

    assert page(cast.asha, number).area == "E07000114"
    assert page(cast.bev, number).area == ""


def test_raising_tells_those_asked_and_keeps_the_trail(cast, asked):
    with context.acting(cast.bev, at=AT):
        assert ShareNotice.objects.filter(kind="requirement", record_id=asked).count() == 1
    with context.acting(ivy(), at=AT):
        assert Placement.objects.get(kind="requirement", record_id=asked).cause == "share"
        assert Ask.objects.get(requirement_id=asked).agency_id == find_agency("thanet")
    letters = Letter.objects.filter(kind="requirement")
    assert cast.bev in set(letters.values_list("person_id", flat=True))
    assert set(letters.values_list("agency_id", flat=True)) == {find_agency("thanet")}
    with context.acting(cast.ines, at=AT):
        entry = Event.objects.filter(action="requirement.raise").first()
        assert entry is not None
        assert QUESTION not in str(entry.__dict__)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"question": " "}, "Ask in one plain sentence"),
        ({"question": "x" * 301}, "Ask in one plain sentence"),
        ({"why": "x" * 1001}, "Shorten why"),
        ({"due_on": AT.date()}, "Choose a day to come"),
        ({"agencies": frozenset()}, "Choose at least one agency"),
        ({"agencies": frozenset({10**6})}, "Ask only agencies that the agreement binds"),
        ({"agreement": "profile-pilot"}, "Choose an agreement in force"),
        ({"agreement": "none"}, "Choose an agreement in force"),
        ({"desk_id": 10**6}, "Choose the desk of your agency"),
        ({"threat": "no-threat"}, "Choose the threat from the list"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(cast, changes, said):
    with pytest.raises(Unusable, match=said):
        raise_it(ivy(), **changes)


def test_without_the_duty_nobody_raises(cast):
    for person in (cast.bev, cast.tom, cast.ines):
        with pytest.raises(NotAllowed):
            raise_it(person)


def test_answer_is_a_submission_that_its_sender_and_the_desk_alone_read(cast, asked):
    key = uuid.uuid4()
    receipt = answered(cast.bev, asked, key=key)

    assert answered(cast.bev, asked, key=key).again
    with context.acting(ivy(), at=AT):
        row = Submission.objects.get()
        assert (row.requirement_id, row.reference, row.what) == (asked, receipt.reference, SAID)
    assert page(cast.bev, asked).own == (receipt.reference,)
    assert [one.reference for one in page(ivy(), asked).answers] == [receipt.reference]
    with context.acting(cast.ines, at=AT):
        assert Event.objects.filter(action="submission.list", person_id=ivy()).exists()
    for other in (cast.tom, cast.asha):
        shown = page(other, asked)
        assert (shown.own, shown.answers, shown.measures, shown.asked[0].answers) == ((), (), (), None)


def test_nobody_answers_who_was_not_asked(cast, asked):
    with pytest.raises(NoSuchRequirement):
        answered(cast.cal, asked)
    with pytest.raises(NotAllowed):
        answered(cast.asha, asked)


def test_desk_judges_and_the_question_is_settled_for_all(cast, asked):
    receipt = answered(cast.bev, asked, at=AT + timedelta(days=2))

    do(ivy(), requirements.judge, requirement_id=asked, reference=receipt.reference, worth=Worth.ANSWERS)

    shown = page(ivy(), asked)
    assert [one.value for one in shown.measures] == ["1 of 1", "2 days", "1 of 1"]
    assert shown.answers[0].worth == "answers"
    assert lines(cast.tom)[0].state == Requirement.ANSWERED
    for other in (cast.bev, cast.tom, cast.asha):
        with context.acting(other, at=AT):
            assert not Answer.objects.exists()

    do(ivy(), requirements.judge, requirement_id=asked, reference=receipt.reference, worth=Worth.HELPS)
    assert lines(cast.tom)[0].state == Requirement.OPEN


def test_judging_and_asking_again_are_the_desks(cast, asked):
    receipt = answered(cast.bev, asked)
    for other in (cast.asha, cast.bev):
        with pytest.raises(NotAllowed):
            do(other, requirements.judge, requirement_id=asked, reference=receipt.reference, worth=Worth.HELPS)
        with pytest.raises(NotAllowed):
            do(other, requirements.ask_again, requirement_id=asked, due_on=AT.date() + timedelta(days=9))
    with pytest.raises(NoSuchRequirement):
        do(ivy(), requirements.judge, requirement_id=asked, reference="S-none", worth=Worth.HELPS)


def test_overdue_is_shown_until_it_is_asked_again(cast, asked):
    late = AT + timedelta(days=8)
    assert not page(ivy(), asked).line.is_overdue
    assert page(ivy(), asked, at=late).line.is_overdue

    do(ivy(), requirements.ask_again, at=late, requirement_id=asked, due_on=late.date() + timedelta(days=5))

    assert not page(ivy(), asked, at=late).line.is_overdue
    assert Letter.objects.filter(kind="requirement", person_id=cast.bev).count() == 2
    answered(cast.bev, asked, at=late)
    do(ivy(), requirements.ask_again, at=late, requirement_id=asked, due_on=late.date() + timedelta(days=6))
    assert Letter.objects.filter(kind="requirement", person_id=cast.bev).count() == 2


def test_closed_takes_no_more_and_says_what_came_of_it(cast, asked):
    with pytest.raises(Unusable, match="Say what came of it"):
        do(ivy(), requirements.close, requirement_id=asked, outcome=" ")
    with pytest.raises(NotAllowed):
        do(cast.bev, requirements.close, requirement_id=asked, outcome="Synthetic: enough.")

    do(cast.asha, requirements.close, requirement_id=asked, outcome="Synthetic: it changed the plan.")

    assert page(cast.bev, asked).outcome == "Synthetic: it changed the plan."
    with pytest.raises(RequirementIsClosed):
        answered(cast.bev, asked)
    with pytest.raises(Refused):
        do(ivy(), requirements.close, requirement_id=asked, outcome="Synthetic: again.")


def test_area_shows_what_is_required_as_far_as_it_is_open(cast, asked):
    def known(person_id):
        with context.acting(person_id, at=AT) as who:
            return required.list_known(who, "E07000114")

    for person in (cast.asha, cast.bev):
        assert [(one.known, len(one.required)) for one in known(person)] == [(0, 1)]
    assert known(cast.cal) == ()


def test_year_is_measured_over_all_that_was_asked_for_the_people_of_the_desk_alone(cast, asked):
    later = AT + timedelta(days=3)
    other = raise_it(ivy())
    receipt = answered(cast.bev, asked, at=later)
    do(ivy(), requirements.judge, at=later, requirement_id=asked, reference=receipt.reference, worth=Worth.HELPS)

    def measured(person_id, at=later):
        with context.acting(person_id, at=at) as who:
            return [(one.name, one.value) for one in answered_year(who)]

    assert other != asked
    assert measured(ivy()) == [("Coverage", "1 of 2"), ("Timeliness", "3 days"), ("Value", "1 of 1")]
    assert measured(sol()) == measured(ivy())
    for person_id in (cast.asha, cast.bev, cast.cal):
        assert measured(person_id) == []
    assert measured(ivy(), at=AT + timedelta(days=400)) == []
