"""What is recalled closes to others at once; each who could read it or did is told, and says what became of copies."""

from datetime import timedelta

import pytest

from fourpoint.access import context, trail
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Named
from fourpoint.records.audit.models import Event
from fourpoint.records.disclosure.models import Recall, RecallNotice
from fourpoint.services.disclosure import recalls
from fourpoint.services.exports.actions import confirm_destruction
from fourpoint.services.exports.lease import What, lease
from fourpoint.services.marked.place import Placing, place
from tests.factories.cast import AT
from tests.factories.neighbours import CODE
from tests.factories.records import KIND, alone, make_record, notes, shared

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def take_back(person_id, record_id, *, reason="It names the wrong house.", known_as="The note of March", at=LATER):
    with context.acting(person_id, at=at) as who:
        recalling = recalls.Recalling(kind=KIND, record_id=record_id, reason=reason, known_as=known_as)
        return recalls.recall(by=who.actor, purpose=who.purpose, at=at, recalling=recalling)


def answer(person_id, reference, said="destroyed", words="", *, at=LATER):
    with context.acting(person_id, at=at) as who:
        recalls.acknowledge(who=who, reference=reference, answer=said, words=words)


def notices(person_id, *, at=LATER):
    with context.acting(person_id, at=at) as who:
        return recalls.list_notices(who)


def card(person_id, reference, *, at=LATER):
    with context.acting(person_id, at=at) as who:
        return recalls.get_recall(reference, who=who)


def read(person_id, *, at=AT):
    with context.acting(person_id, at=at):
        rows = list(notes())
        trail.record_shown(KIND, rows)
        return len(rows)


def test_recall_closes_at_once_and_tells_each_recipient(cast, invicta, thanet):
    note = make_record(cast.asha, shared(invicta, thanet))
    before = read(cast.bev)
    reference = take_back(cast.asha, note)

    assert (before, read(cast.bev, at=LATER), read(cast.asha, at=LATER)) == (1, 0, 1)
    (told,) = notices(cast.bev)
    assert (told.known_as, told.reason, told.readers) == ("The note of March", "It names the wrong house.", None)
    assert card(cast.asha, reference).notices[0].readers == 1


def test_answers_are_collected_and_the_clock_runs(cast, invicta, thanet):
    reference = take_back(cast.asha, make_record(cast.asha, shared(invicta, thanet)))

    assert card(cast.asha, reference).outstanding == 1
    assert card(cast.asha, reference, at=LATER + timedelta(days=2)).notices[0].is_late
    answer(cast.tom, reference, "kept", "Printed for the court bundle.")
    (notice,) = card(cast.asha, reference).notices
    assert (notice.answer, notice.words, notice.is_late) == ("kept", "Printed for the court bundle.", False)
    with pytest.raises(recalls.AlreadyAnswered):
        answer(cast.bev, reference)


def test_who_read_it_before_it_was_narrowed_is_told_too(cast, invicta, thanet, kestrel):
    note = make_record(cast.asha, shared(invicta, thanet))
    read(cast.bev)
    with context.acting(cast.asha, at=AT) as who:
        placing = Placing(
            kind=KIND, record_id=note, audience=shared(invicta, kestrel.agency_id, code=CODE), reason="Others now."
        )
        place(by=who.actor, purpose=who.purpose, at=AT, placing=placing)
    take_back(cast.asha, note)

    assert len(notices(cast.bev)) == len(notices(kestrel.dee)) == 1


def test_what_was_for_named_people_is_told_to_them_and_their_governance(cast, invicta, kestrel):
    both = frozenset(
        {Named(person_id=cast.asha, agency_id=invicta), Named(person_id=kestrel.dee, agency_id=kestrel.agency_id)}
    )
    note = make_record(cast.asha, shared(invicta, kestrel.agency_id, code=CODE, compartment=both))
    reference = take_back(cast.asha, note)

    assert [len(notices(person)) for person in (kestrel.dee, kestrel.gus, kestrel.eli)] == [1, 1, 0]
    with pytest.raises(NotOpen):
        answer(kestrel.eli, reference)
    assert card(cast.ines, reference).title == ""


def test_copies_of_other_agencies_are_called_back_and_listed_until_destroyed(cast, invicta, thanet):
    note = make_record(cast.asha, shared(invicta, thanet))
    for person in (cast.asha, cast.bev):
        with context.acting(person, at=AT) as who:
            what = What(kind=KIND, record_id=note, audience_id=notes().get().audience_id)
            file = {"name": "note.txt", "media_type": "text/plain", "content": b"x"}
            lease(by=who.actor, purpose=who.purpose, at=AT, what=what, **file)
    reference = take_back(cast.asha, note)

    (copy,) = card(cast.asha, reference).copies
    assert (copy.agency_id, copy.recalled_at) == (thanet, LATER)
    with context.acting(cast.bev, at=LATER) as who:
        confirm_destruction(by=who.actor, purpose=who.purpose, at=LATER, export_id=copy.export_id, how="shredded")
    assert card(cast.asha, reference).copies == ()


def test_what_was_narrowed_before_is_recalled_from_those_who_read_it_or_hold_a_copy(cast, invicta, thanet):
    note = make_record(cast.asha, shared(invicta, thanet))
    read(cast.bev)
    with context.acting(cast.asha, at=AT) as who:
        placing = Placing(kind=KIND, record_id=note, audience=alone(invicta), reason="Ours alone.")
        place(by=who.actor, purpose=who.purpose, at=AT, placing=placing)
    reference = take_back(cast.asha, note)

    (told,) = notices(cast.bev)
    assert (told.reference, card(cast.asha, reference).notices[0].readers) == (reference, 1)
    with context.acting(cast.ines, at=LATER):
        assert Event.objects.filter(action=f"{KIND}.recall", object_id=str(note)).count() == 1


def test_others_learn_nothing_of_a_recall(cast, invicta, thanet, kestrel):
    reference = take_back(cast.asha, make_record(cast.asha, shared(invicta, thanet)))

    for person in (kestrel.dee, cast.cal, cast.pat):
        assert notices(person) == ()
        with pytest.raises(NotOpen):
            answer(person, reference)
    with context.acting(cast.bev, at=LATER):
        assert (Recall.objects.count(), RecallNotice.objects.count()) == (0, 1)
    with context.acting(cast.cal, at=LATER):
        assert RecallNotice.objects.count() == 0


@pytest.mark.parametrize("who", ["bev", "ines", "cal"])
def test_only_the_owners_writers_recall(cast, invicta, thanet, who):
    note = make_record(cast.asha, shared(invicta, thanet))

    with pytest.raises((NotOpen, NotAllowed)):
        take_back(getattr(cast, who), note)
    assert read(cast.bev) == 1


def test_there_must_be_something_to_take_back_and_a_reason(cast, invicta, thanet):
    with pytest.raises(recalls.NobodyToRecallFrom):
        take_back(cast.asha, make_record(cast.asha, alone(invicta)))
    note = make_record(cast.asha, shared(invicta, thanet))
    for given in ({"reason": " "}, {"known_as": ""}, {"known_as": "a" * 201}, {"known_as": "a\0"}):
        with pytest.raises(Unusable):
            take_back(cast.asha, note, **given)
    assert read(cast.bev) == 1


@pytest.mark.parametrize(("said", "words"), [("lost", ""), ("", ""), ("kept", " "), ("destroyed", "a" * 1001)])
def test_answer_must_be_one(cast, invicta, thanet, said, words):
    reference = take_back(cast.asha, make_record(cast.asha, shared(invicta, thanet)))

    with pytest.raises(Unusable):
        answer(cast.bev, reference, said, words)
    assert notices(cast.bev)[0].acknowledged_at is None
