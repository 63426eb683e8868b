"""What is passed on lies on its desk once, is owned at once, and is read by sender and desk alone."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connections, transaction

from fourpoint.access import context
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.errors import Unusable
from fourpoint.domain.submissions import About, Danger
from fourpoint.records.audit.models import Event
from fourpoint.records.intelligence.models import Message, Move, Submission, SubmissionSubject, Told, Triage
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.intelligence.submitting import NotSentByYou
from tests.factories.cast import AT, load_cast
from tests.factories.sending import WORDS, desk_id, ivy, send, sol

pytestmark = pytest.mark.django_db
EVERYTHING = (Submission, SubmissionSubject, Message, Told, Triage, Move)


@pytest.fixture
def cast():
    return load_cast()


def seen(person_id, *, at=AT):
    """What the person reads in the ordinary way, and what she reads with her own sendings open."""
    with context.acting(person_id, at=at):
        plainly = tuple(model.objects.count() for model in EVERYTHING)
        with own_sendings():
            return plainly, tuple(model.objects.count() for model in EVERYTHING)


def test_sender_gets_a_receipt_that_says_nothing_of_the_content(cast):
    receipt = send(cast.bev)

    assert (receipt.desk, receipt.received_at, receipt.again) == ("Invicta intelligence desk (fictional)", AT, False)
    assert receipt.reference.startswith("S-")
    assert len(receipt.reference) == 11


def test_desk_reads_all_sender_reads_what_is_hers_others_read_nothing(cast):
    send(cast.bev, about=(About(kind="person", words="Synthetic: a tall man called Jay"),))

    nothing = (0,) * len(EVERYTHING)
    assert seen(ivy()) == ((1, 1, 0, 1, 1, 1), (1, 1, 0, 1, 1, 1))
    assert seen(cast.bev) == (nothing, (1, 1, 0, 1, 0, 0))
    for other in (cast.asha, cast.ines, cast.tom, cast.cal, cast.pat):
        assert seen(other) == (nothing, nothing)


def test_it_has_an_owner_and_a_running_clock_from_the_start(cast):
    receipt = send(cast.bev)

    with context.acting(ivy(), at=AT):
        triage = Triage.objects.get(submission_id=receipt.submission_id)
        move = Move.objects.get()
    assert (triage.state, triage.priority, triage.owner_person_id) == ("waiting", "low", ivy())
    assert triage.due_at == AT + timedelta(days=3)
    assert (move.step, move.moved_by_id) == ("arrive", cast.bev)


@pytest.mark.parametrize(
    ("danger", "priority", "minutes"),
    [(Danger.NOW, "high", 15), (Danger.UNSURE, "high", 15), (Danger.NO, "low", 3 * 24 * 60)],
)
def test_danger_decides_how_soon_somebody_must_look(cast, danger, priority, minutes):
    receipt = send(cast.bev, danger=danger)

    with context.acting(ivy(), at=AT):
        triage = Triage.objects.get(submission_id=receipt.submission_id)
    assert (triage.priority, triage.due_at) == (priority, AT + timedelta(minutes=minutes))


def test_same_key_or_same_number_of_ones_own_is_one_submission(cast):
    key = uuid.uuid4()
    first, again = send(cast.bev, key=key), send(cast.bev, key=key, what="Synthetic: something else.")
    numbered, twice = send(cast.bev, sender_reference="ASB/17"), send(cast.bev, sender_reference="ASB/17")

    assert (again.reference, again.again) == (first.reference, True)
    assert (twice.reference, twice.again) == (numbered.reference, True)
    assert seen(ivy())[0][0] == 2


def test_key_of_somebody_else_gives_nothing_away(cast):
    key = uuid.uuid4()
    send(cast.bev, key=key)

    with pytest.raises(NotSentByYou):
        send(cast.asha, key=key)


def test_two_agencies_may_use_the_same_number(cast):
    mine, theirs = send(cast.bev, sender_reference="1"), send(cast.asha, sender_reference="1")

    assert mine.reference != theirs.reference


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_is_one_submission(cast):
    key = uuid.uuid4()

    def post(_):
        try:
            return send(cast.bev, key=key).reference
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as many:
        receipts = set(many.map(post, range(8)))

    assert len(receipts) == 1
    assert seen(ivy())[0][0] == 1


@pytest.mark.parametrize(
    ("what", "said"),
    [(" \n", "Say what you know"), ("a" * 20_001, "20,001 characters, and 20,000 are the most"), ("a\0b", "a null")],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(cast, what, said):
    with pytest.raises(Unusable, match=said):
        send(cast.bev, what=what)


def test_unknown_desk_is_refused(cast):
    with pytest.raises(Unusable, match="Choose the desk"):
        send(cast.bev, desk_id=desk_id() + 999)


def test_nobody_changes_what_was_written(cast):
    receipt = send(cast.bev)

    for person in (ivy(), sol()):
        with context.acting(person, at=AT), pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Submission.objects.filter(pk=receipt.submission_id).update(what="Something else.")
    with context.acting(cast.bev, at=AT), own_sendings():
        assert Submission.objects.filter(pk=receipt.submission_id).update(requirement_id=1) == 0


def test_sender_puts_nothing_on_a_desk_but_what_is_hers(cast):
    mine = send(cast.bev)
    with context.acting(ivy(), at=AT):
        audience_id = Submission.objects.get().audience_id
    row = {"audience_id": audience_id, "submission_id": mine.submission_id, "text": "Synthetic.", "written_at": AT}

    def write(person_id, **changes):
        with context.acting(person_id, at=AT), own_sendings():
            Message.objects.create(**row | {"about": "answer", "written_by_id": person_id} | changes)

    write(cast.bev)
    for person_id, changes in (
        (cast.bev, {"about": "outcome"}),
        (cast.bev, {"written_by_id": ivy()}),
        (cast.tom, {}),
        (cast.asha, {}),
        (cast.cal, {}),
    ):
        with pytest.raises(DatabaseError):
            write(person_id, **changes)


def test_sender_who_acts_for_another_agency_reads_it_no_more(cast):
    send(cast.bev)

    assert find_agency("thanet") != find_agency("invicta")
    with context.acting(cast.bev, at=AT) as who, own_sendings():
        assert Submission.objects.count() == 1
        other = replace(who.actor.membership, agency_id=find_agency("northmoor"))
        context.enter(replace(who, actor=replace(who.actor, membership=other)))
        assert Submission.objects.count() == 0


def test_trail_of_both_agencies_holds_the_disclosure_and_none_of_its_words(cast):
    receipt = send(cast.bev)

    for governor in (cast.tom, cast.ines):
        with context.acting(governor, at=AT):
            entry = Event.objects.get(action="submission.submit", object_id=str(receipt.submission_id))
        assert (entry.operation, entry.agencies) == ("disclosure", [find_agency("invicta")])
        assert not [word for word in WORDS.split() if len(word) > 6 and word in str(vars(entry))]
