"""Breaking glass: what it opens and what not, what it asks for first and after, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience, Named
from fourpoint.records.agencies.models import Letter, Membership
from fourpoint.records.audit.models import Event
from fourpoint.records.profiles.models import Profile
from fourpoint.services.agencies import letters
from fourpoint.services.agencies.queries import find_agency, find_person
from fourpoint.services.emergency import actions, queries
from fourpoint.services.emergency.queries import State
from fourpoint.services.sharing.actions import intern_audience
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db

PURPOSE = "safeguarding"
REASON = "A tenant is in danger tonight and the council's note may say who from."
HOUR = timedelta(hours=1)


@pytest.fixture
def cast():
    return load_cast(material=True)


@pytest.fixture
def omar(cast):
    return find_person("omar@invicta.example")


@pytest.fixture
def thanet(cast):
    return find_agency("thanet")


def _write(cast, thanet, area, **audience):
    """A record of the council alone."""
    with context.acting(cast.bev, at=AT) as who:
        value = Audience(owner_id=thanet, marking=Marking.OFFICIAL, **audience)
        kept = intern_audience(by=who.actor, purpose=who.purpose, at=AT, audience=value)
        Profile.objects.create(area_code=area, owner_id=thanet, audience_id=kept, created_at=AT, created_by_id=cast.bev)


def _break(person, thanet, at=AT, **changes):
    asked = {"purpose": PURPOSE, "owner_id": thanet, "reason": REASON, "minutes": 60} | changes
    with context.acting(person, at=at, purpose=PURPOSE) as who:
        return actions.break_glass(by=who.actor, at=at, **asked)


def _note(person, emergency_id, at):
    with context.acting(person, at=at, purpose=PURPOSE) as who:
        actions.write_note(by=who.actor, purpose=PURPOSE, at=at, emergency_id=emergency_id, note="She is safe.")


def _areas(person, at, owner):
    with context.acting(person, at=at, purpose=PURPOSE):
        return set(Profile.objects.filter(owner_id=owner).values_list("area_code", flat=True))


def test_it_opens_the_owners_records_for_its_time_only(cast, omar, thanet):
    _write(cast, thanet, "X1")
    before = _areas(omar, AT, thanet)
    _break(omar, thanet)

    assert before == set()
    assert _areas(omar, AT, thanet) == {"X1"}
    assert _areas(omar, AT + HOUR - timedelta(microseconds=1), thanet) == {"X1"}
    assert _areas(omar, AT + HOUR, thanet) == set()


def test_need_to_know_stays_closed(cast, omar, thanet):
    _write(cast, thanet, "X2", compartment=frozenset({Named(person_id=cast.bev, agency_id=thanet)}))
    _break(omar, thanet)

    assert _areas(omar, AT, thanet) == set()


def test_it_changes_nothing(cast, omar, thanet):
    _write(cast, thanet, "X3")
    _break(omar, thanet)

    with context.acting(omar, at=AT, purpose=PURPOSE) as who:
        assert not who.writable & {key for key, value in who.readable.items() if value.owner_id == thanet}
        assert Profile.objects.filter(owner_id=thanet).update(area_code="X4") == 0


def test_it_is_for_a_role_that_may(cast, thanet):
    with pytest.raises(NotAllowed):
        _break(cast.asha, thanet)


def test_it_opens_only_agencies_with_an_agreement_in_force(cast, omar):
    with pytest.raises(NotOpen):
        _break(omar, find_agency("northmoor"))
    with pytest.raises(NotOpen):
        _break(omar, 0)


@pytest.mark.parametrize("changes", [{"reason": "urgent"}, {"reason": " " * 60}, {"minutes": 0}, {"minutes": 10_000}])
def test_it_needs_a_reason_and_a_limit(omar, thanet, changes):
    with pytest.raises(Unusable):
        _break(omar, thanet, **changes)


def test_a_note_is_owed_before_the_next_time(omar, thanet):
    first = _break(omar, thanet)
    with pytest.raises(actions.AlreadyOpen):
        _break(omar, thanet, at=AT + timedelta(minutes=5))
    with pytest.raises(actions.NoteOwed):
        _break(omar, thanet, at=AT + 2 * HOUR)

    _note(omar, first, AT + 2 * HOUR)
    assert _break(omar, thanet, at=AT + 3 * HOUR)


def test_the_note_ends_it_and_is_written_once(cast, omar, thanet):
    _write(cast, thanet, "X5")
    emergency_id = _break(omar, thanet)
    at = AT + timedelta(minutes=10)
    _note(omar, emergency_id, at)

    assert _areas(omar, at, thanet) == set()
    with pytest.raises(actions.AlreadyDone):
        _note(omar, emergency_id, at)


def test_the_owner_ends_it_at_once(cast, omar, thanet):
    _write(cast, thanet, "X6")
    emergency_id = _break(omar, thanet)
    at = AT + timedelta(minutes=1)
    with context.acting(cast.tom, at=at) as who:
        actions.end_early(by=who.actor, purpose=who.purpose, at=at, emergency_id=emergency_id)

    assert _areas(omar, at, thanet) == set()


def test_the_owner_is_told_and_reviews_it(cast, omar, thanet):
    emergency_id = _break(omar, thanet)
    _note(omar, emergency_id, AT + HOUR)
    at = AT + 2 * HOUR
    with context.acting(cast.tom, at=at) as who:
        unseen = queries.count_waiting(who)
        actions.mark_seen(by=who.actor, purpose=who.purpose, at=at, emergency_id=emergency_id)
        seen = queries.count_waiting(who)
        card = queries.get_emergency(who, emergency_id)
        actions.review(
            by=who.actor, purpose=who.purpose, at=at, emergency_id=emergency_id, finding="justified", words="It was."
        )
        reviewed = queries.get_emergency(who, emergency_id)
        with pytest.raises(actions.AlreadyDone):
            actions.review(
                by=who.actor, purpose=who.purpose, at=at, emergency_id=emergency_id, finding="justified", words="x"
            )

    # The demonstration's own emergency waits as well.
    assert (unseen, seen) == ((2, 2), (1, 2))
    assert (card.state, card.due_at) == (State.REVIEW, AT + HOUR + timedelta(days=7))
    assert (reviewed.state, reviewed.finding, reviewed.finding_words) == (State.REVIEWED, "Justified", "It was.")


def test_nobody_else_reviews_or_hears_of_it(cast, omar, thanet):
    emergency_id = _break(omar, thanet)
    for stranger in (cast.asha, cast.bev, cast.cal, cast.pat):
        with context.acting(stranger, at=AT) as who:
            assert queries.list_emergencies(who) == ()
            for call in (queries.get_emergency, queries.list_consulted):
                with pytest.raises(NotOpen):
                    call(who, emergency_id)
            for action in (actions.end_early, actions.mark_seen):
                with pytest.raises(NotOpen):
                    action(by=who.actor, purpose=who.purpose, at=AT, emergency_id=emergency_id)
    with context.acting(cast.ines, at=AT + 2 * HOUR) as who, pytest.raises(NotOpen):
        actions.review(
            by=who.actor, purpose="governance", at=AT, emergency_id=emergency_id, finding="justified", words="x"
        )


@pytest.mark.parametrize(("finding", "words"), [("", "x"), ("guilty", "x"), ("justified", "  ")])
def test_a_review_says_what_and_why(cast, omar, thanet, finding, words):
    emergency_id = _break(omar, thanet)
    at = AT + 2 * HOUR
    with context.acting(cast.tom, at=at) as who, pytest.raises(Unusable):
        actions.review(
            by=who.actor, purpose=who.purpose, at=at, emergency_id=emergency_id, finding=finding, words=words
        )


def test_it_is_not_reviewed_while_open_nor_by_who_did_it(cast, omar, thanet):
    Membership.objects.filter(person_id=cast.tom).update(roles=["governance", "duty-officer"])
    emergency_id = _break(omar, thanet)
    own = _break(cast.tom, find_agency("invicta"))
    with context.acting(cast.tom, at=AT) as who, pytest.raises(Refused, match="still open"):
        actions.review(
            by=who.actor, purpose=who.purpose, at=AT, emergency_id=emergency_id, finding="justified", words="x"
        )
    with context.acting(cast.tom, at=AT) as who, pytest.raises(NotOpen):
        actions.review(by=who.actor, purpose=who.purpose, at=AT, emergency_id=own, finding="justified", words="x")


def test_both_agencies_governance_find_it_in_their_trail(cast, omar, thanet):
    _break(omar, thanet)
    for governance in (cast.ines, cast.tom):
        with context.acting(governance, at=AT):
            entries = Event.objects.filter(action="emergency.open", at=AT)
            assert [entry.facts for entry in entries] == [{"minutes": 60}]
            assert REASON not in str(entries.values())


def test_demonstration_has_one_awaiting_review(cast):
    with context.acting(cast.tom, at=AT) as who:
        assert [card.state for card in queries.list_emergencies(who)] == [State.REVIEW]


def test_the_owners_governance_role_is_written_to_at_once_and_the_mail_says_nothing_of_it(cast, omar, thanet):
    emergency = _break(omar, thanet)

    written = set(Letter.objects.filter(kind="broken-glass").values_list("person_id", flat=True))
    assert written == {cast.tom}
    letters.send_due(at=AT)
    (sent,) = [one for one in mail.outbox if f"/break-glass/{emergency}/" in one.body]
    assert sent.to == ["tom@thanet.example"]
    assert not {"tenant", "danger", "Omar"} & set(sent.body.split())
