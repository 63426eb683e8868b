"""A released report is given to chosen agencies or a forum: who has it, who read it, and that it can be taken back."""

from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.domain.errors import Unusable
from fourpoint.records.audit.models import Event
from fourpoint.records.disclosure.models import Dissemination, Forum, Receipt
from fourpoint.services.disclosure import acceptances, dissemination, forums, recalls, receipts
from fourpoint.services.disclosure.hub import get_hub
from fourpoint.services.intelligence import reading
from fourpoint.services.marked.finding import find_record
from fourpoint.services.marked.place import KeepsItsAudience
from tests.factories.cast import AT
from tests.factories.giving import choice, found, give, given_report, giving
from tests.factories.linking import original, released
from tests.factories.neighbours import CODE
from tests.factories.sending import sol

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)


def cards(person_id, report, *, at=LATER):
    with context.acting(person_id, at=at) as who:
        return receipts.list_given(who, kind="report", record_id=report)


def to_receive(person_id, *, at=LATER):
    with context.acting(person_id, at=at) as who:
        return receipts.list_to_receive(who)


def receive(person_id, reference, use="Synthetic: our wardens will look.", *, at=LATER):
    with context.acting(person_id, at=at) as who:
        dissemination.receive(who=who, reference=reference, use=use)


def read(person_id, report, *, at=LATER):
    with context.acting(person_id, at=at) as who:
        return reading.get_report(who, report)


def test_recipients_read_confirm_and_the_owner_sees_it(cast):
    report, reference = given_report(words="Synthetic: tell us who comes.")

    assert [one.reference for one in to_receive(cast.bev)] == [reference]
    assert read(cast.bev, report).items[0].grade == "2AP"
    receive(cast.bev, reference)

    (card,) = cards(sol(), report)
    (mine,) = card.receipts
    assert (mine.readers, mine.received_at, mine.use) == (1, LATER, "Synthetic: our wardens will look.")
    assert mine.received_by == ""
    assert card.outstanding == 0
    assert to_receive(cast.bev) == ()
    with pytest.raises(dissemination.AlreadyReceived):
        receive(cast.bev, reference)


def test_it_is_a_disclosure_with_its_recipients_and_its_necessity(cast, thanet):
    report, _ = given_report()

    with context.acting(cast.ines, at=LATER):
        (entry,) = Event.objects.filter(action="report.share", object_id=str(report), operation="disclosure")
    assert entry.agencies == [thanet]
    assert entry.purpose
    assert entry.reason.startswith("Synthetic: the council's night team")


def test_conditions_are_accepted_before_it_is_read(cast):
    report, reference = given_report(choice=choice(conditions=("S2",)))

    with pytest.raises(reading.NoSuchReport):
        read(cast.bev, report)
    (waits,) = to_receive(cast.bev)
    assert (waits.title, waits.may_receive) == ("", False)
    assert waits.conditions == ("Ask the originator before passing it on or acting on it.",)
    with pytest.raises(NotOpen):
        receive(cast.bev, reference)

    with context.acting(cast.bev, at=LATER) as who:
        (terms,) = acceptances.list_waiting(who)
        acceptances.accept(who=who, key=terms.key)
    assert read(cast.bev, report).line.title == "Deliveries"
    receive(cast.bev, reference)


def test_others_learn_nothing_of_it(cast, kestrel):
    _, reference = given_report()

    for person in (cast.cal, kestrel.dee):
        with context.acting(person, at=LATER) as who:
            assert receipts.get_given(reference, who=who) is None
            assert receipts.get_receipt(reference, who=who) is None
            assert list(Receipt.objects.all()) == []
            assert list(Dissemination.objects.all()) == []
        with pytest.raises(NotOpen):
            receive(person, reference)
    with context.acting(cast.bev, at=LATER):
        assert list(Dissemination.objects.all()) == []
        assert [row.reference for row in Receipt.objects.all()] == [reference]


def test_recall_closes_it_and_ends_the_wait(cast):
    report, reference = given_report()
    read(cast.bev, report)
    with context.acting(sol(), at=LATER) as who:
        taking = recalls.Recalling(kind="report", record_id=report, reason="Synthetic: wrong flat.", known_as="Report")
        recalls.recall(by=who.actor, purpose=who.purpose, at=LATER, recalling=taking)

    assert to_receive(cast.bev) == ()
    with context.acting(cast.bev, at=LATER) as who:
        assert receipts.get_receipt(reference, who=who) is None
        assert [one.known_as for one in get_hub(who).to_acknowledge] == ["Report"]
    (mine,) = cards(sol(), report)[0].receipts
    assert (mine.readers, mine.recalled_at, mine.is_late) == (1, LATER, False)


def test_a_late_receipt_is_told(cast):
    report, _ = given_report()

    assert cards(sol(), report, at=AT + timedelta(days=6))[0].receipts[0].is_late
    assert not cards(sol(), report, at=AT + timedelta(days=4))[0].receipts[0].is_late


@pytest.mark.parametrize("make", [original, lambda: 10**9], ids=["an original", "nothing"])
def test_only_what_was_released_is_given(cast, make):
    with pytest.raises((KeepsItsAudience, NotOpen)):
        give(make())


def test_it_is_not_given_without_necessity_route_or_anyone_new(cast):
    report = released()

    with pytest.raises(Unusable, match="why these recipients need it"):
        give(report, necessity="  ")
    with pytest.raises(Unusable, match="Choose a forum"):
        give(report, choice=choice(agreement_id=0))
    with pytest.raises(Unusable, match="not a party"):
        give(report, choice=choice("northmoor"))
    with pytest.raises(NotOpen):
        give(report, by=cast.ines)
    give(report)
    with pytest.raises(Unusable, match="can all read it already"):
        give(report)


def test_a_second_agreement_never_closes_it_to_those_of_the_first(cast):
    report, _ = given_report()

    with pytest.raises(dissemination.GivenUnderAnother):
        give(report, choice=choice("kestrel-test", code="night-economy", purposes=frozenset({"prevent-crime"})))


def test_it_stays_as_careful_as_it_is(cast):
    report, _ = given_report(choice=choice(conditions=("S2",)))

    with context.acting(sol(), at=LATER) as who:
        row = reading.get_row(report)
        assert who.readable[row.audience_id].conditions == ("S2",)
        again = dissemination.audience_of(
            find_record("report", report), giving(report, choice=choice(purposes=frozenset({"prevent-crime"}))), who=who
        )
    assert again.conditions == ("S2",)
    assert again.purposes == {"local-profile", "prevent-crime"}


def _found(report):
    from fourpoint.services.marked.finding import find_record

    return find_record("report", report)


def test_a_forum_stands_for_its_members_and_its_agreement(cast, thanet):
    code = found(cast.ines)
    report = released()
    reference = give(report, forum=code, choice=choice(agreement_id=0, agencies=frozenset()))

    (card,) = cards(sol(), report)
    assert (card.reference, card.forum) == (reference, "Harbour forum")
    assert [one.agency for one in card.receipts] == ["Thanet District Council (fictional team)"]
    assert [one.reference for one in to_receive(cast.bev)] == [reference]


def test_who_joins_later_reads_nothing_that_was_given_before(cast, kestrel):
    code = found(cast.ines)
    report = released()
    give(report, forum=code, choice=choice(agreement_id=0))
    with context.acting(cast.ines, at=LATER) as who, pytest.raises(Unusable, match="not a party"):
        forums.set_members(
            by=who.actor,
            purpose=who.purpose,
            at=LATER,
            code=code,
            members=frozenset({who.actor.agency_id, kestrel.agency_id}),
        )
    with pytest.raises(reading.NoSuchReport):
        read(kestrel.dee, report)


def test_forums_are_founded_and_ended_by_governance_and_known_to_the_parties(cast):
    with pytest.raises(NotAllowed):
        found(cast.asha)
    with pytest.raises(Unusable, match="at least two members"):
        found(cast.ines, members=("invicta",))
    code = found(cast.ines)
    with pytest.raises(Unusable, match="forum of that name"):
        found(cast.ines)

    with context.acting(cast.bev, at=LATER) as who:
        (card,) = forums.list_forums(who)
        assert (card.is_member, card.may_change) == (True, False)
    with context.acting(cast.tom, at=LATER) as who, pytest.raises(NotAllowed):
        forums.end_forum(by=who.actor, purpose=who.purpose, at=LATER, code=code)
    with context.acting(cast.cal, at=LATER) as who:
        assert forums.list_forums(who) == ()
        assert list(Forum.objects.all()) == []
    with context.acting(cast.ines, at=LATER) as who:
        forums.end_forum(by=who.actor, purpose=who.purpose, at=LATER, code=code)
        assert forums.list_forums(who) == ()
    with pytest.raises(forums.NoSuchForum):
        give(released(), forum=code, choice=choice(agreement_id=0))


def test_words_with_control_characters_and_floods_are_taken_or_refused_in_one_sentence(cast):
    _, reference = given_report(necessity="Synthetic: they\u202e need\x07 it.")

    with pytest.raises(Unusable, match="at most 1,000"):
        receive(cast.bev, reference, "x" * 1_001)
    with pytest.raises(Unusable):
        give(released(), necessity="x" * 2_000)


def test_kestrel_needs_its_own_agreement(cast, kestrel):
    report = released()
    reference = give(report, choice=choice("kestrel-test", code=CODE))

    assert [one.reference for one in to_receive(kestrel.dee)] == [reference]
    assert to_receive(cast.bev) == ()
