"""What a desk does with a submission: every step names who answers, sets a clock and tells the sender a safe word."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.pathways import StepNotOpen
from fourpoint.domain.submissions import Asked, Danger, Priority
from fourpoint.records.agencies.models import Letter, Membership
from fourpoint.records.intelligence.models import Message, Move, Told, Triage
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.agencies.letters import members_with
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.intelligence import outcomes, sent, triage
from fourpoint.services.intelligence.escalating import escalate_due
from fourpoint.services.intelligence.pathway import the_pathway
from fourpoint.services.intelligence.triage import NoSuchSubmission, NotSafeguarded
from tests.factories.cast import AT, load_cast
from tests.factories.sending import ivy, send, sol

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=5)


@pytest.fixture
def cast(settings):
    settings.FOURPOINT_MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return load_cast()


@pytest.fixture
def number(cast):
    return send(cast.bev).submission_id


@pytest.fixture
def urgent(cast):
    return send(cast.bev, danger=Danger.NOW).submission_id


def do(person_id, act, submission_id, *, at=LATER, **given):
    with context.acting(person_id, at=at) as who:
        return act(by=who.actor, purpose=who.purpose, at=at, submission_id=submission_id, **given)


def row(submission_id):
    with context.acting(sol(), at=LATER):
        return Triage.objects.get(pk=submission_id)


def steps(submission_id):
    with context.acting(sol(), at=LATER):
        return list(
            Move.objects.filter(submission_id=submission_id).order_by("moved_at").values_list("step", flat=True)
        )


def told(person_id):
    with context.acting(person_id, at=LATER), own_sendings():
        return list(Told.objects.order_by("id").values_list("state", flat=True))


def test_who_takes_it_answers_for_it_and_its_next_clock_runs(cast, number):
    do(sol(), triage.take_step, number, step="take")

    held = row(number)
    assert (held.state, held.owner_person_id, held.due_at) == ("in-hand", sol(), LATER + timedelta(days=10))
    assert steps(number) == ["arrive", "take"]
    assert told(cast.bev) == ["waiting", "in-hand"]


@pytest.mark.parametrize("person", ["asha", "bev", "cal", "ines", "pat"])
def test_to_whom_it_is_not_open_it_does_not_exist(cast, number, person):
    with pytest.raises(NoSuchSubmission):
        do(getattr(cast, person), triage.take_step, number, step="take")


def test_who_lost_the_duty_may_read_and_not_act(cast, number):
    Membership.objects.filter(person_id=ivy()).update(roles=["contributor"])

    with pytest.raises(NotAllowed):
        do(ivy(), triage.take_step, number, step="take")


def test_step_that_does_not_lead_on_is_refused_and_changes_nothing(number):
    with pytest.raises(StepNotOpen, match="Waiting"):
        do(ivy(), triage.take_step, number, step="close", reason="Nothing in it.")

    assert (row(number).state, steps(number)) == ("waiting", ["arrive"])


def test_ending_needs_its_reason_and_stops_the_clock(number):
    do(ivy(), triage.take_step, number, step="take")
    with pytest.raises(StepNotOpen, match="reason"):
        do(ivy(), triage.take_step, number, step="close")

    do(ivy(), triage.take_step, number, step="close", reason="Known already.")

    assert (row(number).state, row(number).due_at) == ("no-action", None)


def test_danger_is_not_ended_without_a_decision_about_it(cast, urgent):
    do(ivy(), triage.take_step, urgent, step="take")
    with pytest.raises(NotSafeguarded):
        do(ivy(), triage.take_step, urgent, step="pass", reason="To the safeguarding team.")

    do(ivy(), triage.decide_safeguarding, urgent, decision="Referred by telephone at 09:05; unit sent.")
    do(ivy(), triage.take_step, urgent, step="pass", reason="To the safeguarding team.")

    assert row(urgent).state == "passed"
    assert row(urgent).safeguarded_by_id == ivy()


def test_danger_pages_who_is_on_duty_as_it_arrives_and_the_mail_tells_nothing(cast, urgent):
    letter = Letter.objects.get()

    assert (letter.kind, letter.person_id, letter.made_at) == ("submission", ivy(), AT)


def test_routine_pages_nobody(number):
    assert not Letter.objects.exists()


def test_danger_that_nobody_acknowledges_goes_up_on_its_clock_again_and_again(urgent):
    assert escalate_due(at=AT + timedelta(minutes=14)) == 0
    assert escalate_due(at=AT + timedelta(minutes=15)) == 1
    assert (row(urgent).owner_person_id, row(urgent).due_at) == (sol(), AT + timedelta(minutes=30))
    assert escalate_due(at=AT + timedelta(minutes=16)) == 0
    assert escalate_due(at=AT + timedelta(minutes=31)) == 1

    assert row(urgent).escalations == 2
    assert steps(urgent) == ["arrive", "escalate", "escalate"]
    assert [one.person_id for one in Letter.objects.order_by("id")] == [ivy(), sol(), sol()]


def test_who_acknowledges_after_the_clock_ran_out_has_the_whole_clock_once(urgent):
    escalate_due(at=AT + timedelta(minutes=15))
    do(sol(), triage.acknowledge, urgent, at=AT + timedelta(minutes=16))
    do(sol(), triage.acknowledge, urgent, at=AT + timedelta(minutes=30))

    assert escalate_due(at=AT + timedelta(minutes=30)) == 0
    assert row(urgent).due_at == AT + timedelta(minutes=31)
    assert steps(urgent) == ["arrive", "escalate", "acknowledge"]
    do(sol(), triage.decide_safeguarding, urgent, at=AT + timedelta(minutes=30), decision="A patrol goes.")
    assert row(urgent).due_at == AT + timedelta(minutes=31)
    assert escalate_due(at=AT + timedelta(minutes=31)) == 1


def test_clock_runs_on_when_who_is_on_duty_has_left(urgent):
    Membership.objects.filter(person_id=ivy()).update(ends_at=AT + timedelta(minutes=1))

    assert escalate_due(at=AT + timedelta(minutes=15)) == 1
    assert row(urgent).owner_person_id == sol()


def test_desk_at_which_nobody_reads_tells_who_keeps_the_people(cast, urgent):
    Membership.objects.filter(person_id__in=(ivy(), sol())).update(ends_at=AT + timedelta(minutes=1))

    for minute in (15, 16, 17, 80):
        assert escalate_due(at=AT + timedelta(minutes=minute)) == 0

    written = Letter.objects.filter(kind="empty-desk").values_list("person_id", "made_at")
    keepers = members_with("keeps_people", agency_id=find_agency("invicta"), at=AT) - {get_steward("invicta")}
    times = (AT + timedelta(minutes=15), AT + timedelta(minutes=80))
    assert cast.ines in keepers
    assert set(written) == {(person, time) for person in keepers for time in times}


def test_hand_over_is_to_somebody_of_the_desk_with_a_reason_and_tells_them(cast, number):
    with pytest.raises(Unusable, match="Say why"):
        do(ivy(), triage.hand_over, number, to=sol(), reason=" ")
    with pytest.raises(Unusable, match="works at this desk"):
        do(ivy(), triage.hand_over, number, to=cast.asha, reason="Yours.")

    do(ivy(), triage.hand_over, number, to=sol(), reason="You know the street.")

    assert row(number).owner_person_id == sol()
    assert Letter.objects.get().person_id == sol()


def test_priority_sets_the_clock_from_when_it_came(number):
    do(ivy(), triage.set_priority, number, priority=Priority.HIGH, reason="It is tonight.")

    assert (row(number).priority, row(number).due_at) == ("high", AT + timedelta(minutes=15))


def test_sender_is_asked_and_told_and_reads_no_more_than_that(cast, number):
    do(ivy(), triage.take_step, number, step="take")
    do(ivy(), triage.ask_sender, number, question="Which floor?")
    held = do(ivy(), outcomes.propose, number, change="other", words="It helped: thank you.")
    do(sol(), outcomes.release, number, outcome_id=held)

    with context.acting(cast.bev, at=LATER), own_sendings():
        said = list(Message.objects.order_by("id").values_list("about", "text"))
        assert not Triage.objects.exists()
    assert said == [("question", "Which floor?"), ("outcome", "It helped: thank you.")]
    assert told(cast.bev) == ["waiting", "in-hand", "asked"]
    assert list(Letter.objects.values_list("person_id", "kind").order_by("id")) == [
        (cast.bev, "question"),
        (cast.bev, "outcome"),
    ]


def test_who_asked_not_to_be_contacted_is_not(cast):
    number = send(cast.bev, may_contact=False).submission_id
    do(ivy(), triage.take_step, number, step="take")

    with pytest.raises(Refused, match="not to be contacted"):
        do(ivy(), triage.ask_sender, number, question="Which floor?")


def test_list_of_what_one_sent_has_pages_and_begins_with_what_asks_something(cast, number):
    later = [send(cast.bev, at=AT + timedelta(minutes=minute), key=uuid.uuid4()) for minute in range(1, 25)]
    do(ivy(), triage.take_step, number, step="take")
    do(ivy(), triage.ask_sender, number, question="Which floor?")

    with context.acting(cast.bev, at=LATER) as who:
        first, second, past = (sent.list_sent(who, page=page) for page in (1, 2, 9))
    with context.acting(ivy(), at=LATER) as who:
        assert sent.list_sent(who).total == 0

    assert [line.asks for line in first.lines[:2]] == [True, False]
    assert [line.reference for line in (*first.lines[1:], *second.lines)] == [one.reference for one in reversed(later)]
    assert (first.total, first.pages, len(second.lines), past) == (25, 2, 5, second)


def test_question_waits_until_the_submission_has_ended_and_again_when_it_is_opened_again(cast, number):
    newer = send(cast.bev, at=AT + timedelta(minutes=1), key=uuid.uuid4())

    def lines():
        with context.acting(cast.bev, at=LATER) as who:
            return [(line.reference == newer.reference, line.asks) for line in sent.list_sent(who).lines]

    do(ivy(), triage.take_step, number, step="take")
    do(ivy(), triage.ask_sender, number, question="Which floor?")
    assert lines() == [(False, True), (True, False)]

    do(ivy(), triage.take_step, number, step="close", reason="No answer came.", at=LATER + timedelta(minutes=1))

    assert lines() == [(True, False), (False, False)]
    with context.acting(cast.bev, at=LATER) as who:
        reference = next(line.reference for line in sent.list_sent(who).lines if line.reference != newer.reference)
        assert sent.get_sent(who, reference).asked is Asked.CLOSED
        with pytest.raises(sent.NoQuestionWaits, match="closed this without an answer"):
            sent.send_answer(by=who.actor, purpose=who.purpose, at=LATER, reference=reference, text="The first.")
    do(ivy(), triage.take_step, number, step="reopen", reason="There is time.", at=LATER + timedelta(minutes=2))
    assert lines() == [(False, True), (True, False)]


def test_end_that_is_told_in_the_same_words_is_told_all_the_same(cast, number, monkeypatch):
    do(ivy(), triage.take_step, number, step="take")
    pathway = the_pathway()
    states = tuple(replace(one, told="Being read") if one.code == "no-action" else one for one in pathway.states)
    monkeypatch.setattr(triage, "the_pathway", lambda: replace(pathway, states=states))

    do(ivy(), triage.take_step, number, step="close", reason="Known already.")

    assert told(cast.bev) == ["waiting", "in-hand", "no-action"]


def test_list_of_what_one_sent_asks_the_database_as_often_for_many_as_for_one(cast, number):
    def queries():
        with context.acting(cast.bev, at=LATER) as who, CaptureQueriesContext(connection) as asked:
            sent.list_sent(who)
        return len(asked)

    few = queries()
    for minute in range(1, 15):
        send(cast.bev, at=AT + timedelta(minutes=minute), key=uuid.uuid4())
    assert queries() == few
