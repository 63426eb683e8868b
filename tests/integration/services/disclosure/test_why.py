"""Why and why not: past moments come from the record's placements; who may ask about whom is held."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.access.standing import stand
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Named
from fourpoint.domain.sharing.standing import within
from fourpoint.records.agencies.models import Confirmation, Membership
from fourpoint.services.agencies import limits, signing_in
from fourpoint.services.agencies.actions import Post, change_post, recertify
from fourpoint.services.agencies.proofs import record_training
from fourpoint.services.disclosure import hub, why
from fourpoint.services.marked.place import Placing, place
from tests.factories.cast import AT
from tests.factories.records import KIND, PURPOSE, alone, make_record, shared

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SHARED, BACK, NOW = AT + timedelta(days=1), AT + timedelta(days=2), AT + timedelta(days=3)
BEV, CAL = "bev@thanet.example", "cal@northmoor.example"
SAID = "Please read."


@pytest.fixture
def note(cast, invicta, thanet):
    note = make_record(cast.asha, alone(invicta))
    for at, audience in ((SHARED, shared(invicta, thanet)), (BACK, alone(invicta))):
        with context.acting(cast.asha, at=at) as who:
            placing = Placing(kind=KIND, record_id=note, audience=audience, reason="As agreed.")
            place(by=who.actor, purpose=who.purpose, at=at, placing=placing)
    return note


def ask(person_id, note, email, at, *, kind=KIND):
    with context.acting(person_id, at=NOW, purpose=PURPOSE) as who:
        return why.ask(kind, note, why.Asked(email=email, at=at), who=who)


def test_past_moments_are_answered_by_the_audience_of_then(cast, note):
    answers = [ask(cast.ines, note, BEV, at) for at in (AT, SHARED, BACK - timedelta(seconds=1), BACK)]

    assert [one.allowed for one in answers] == [False, True, True, False]
    assert [one.since for one in answers] == [None, SHARED, SHARED, BACK]
    assert "carries it until" in answers[1].reasons[0]
    assert answers[0].reasons == ("Nothing shares it with this person's agency.",)


def ask_later(cast, note, email, at):
    """Ines asks long after, so that everything has happened by then."""
    with context.acting(cast.ines, at=AT + timedelta(days=40), purpose=PURPOSE) as who:
        return why.ask(KIND, note, why.Asked(email=email, at=at), who=who)


def test_gap_in_recertification_stays_in_the_past_it_was_in(cast, note):
    due, confirmed = AT + timedelta(days=5), AT + timedelta(days=12)
    held = Membership.objects.get(person_id=cast.asha, ends_at=None)
    Membership.objects.filter(id=held.id).update(recertify_on=due.date())
    with context.acting(cast.ines, at=confirmed) as who:
        recertify(by=who.actor, purpose=PURPOSE, at=confirmed, membership_id=held.id)

    before, gap, after = (
        ask_later(cast, note, "asha@invicta.example", at)
        for at in (due, confirmed - timedelta(seconds=1), confirmed + timedelta(days=1))
    )
    assert (before.allowed, gap.allowed, after.allowed) == (True, False, True)
    assert gap.reasons == (f"This person's membership was to be confirmed again by {due.date():%-d %B %Y}.",)


def test_every_confirmation_since_is_looked_behind(cast, note):
    held = Membership.objects.get(person_id=cast.asha, ends_at=None)
    Membership.objects.filter(id=held.id).update(recertify_on=(AT + timedelta(days=1)).date())
    for days in (3, 10):
        with context.acting(cast.ines, at=AT + timedelta(days=days)) as who:
            recertify(by=who.actor, purpose=PURPOSE, at=who.at, membership_id=held.id)

    answers = [ask_later(cast, note, "asha@invicta.example", AT + timedelta(days=days)) for days in (0, 2.5, 5, 20)]
    assert [one.allowed for one in answers] == [True, False, True, True]


def test_nobody_alters_a_confirmation(cast, note):
    held = Membership.objects.get(person_id=cast.asha, ends_at=None)
    with context.acting(cast.ines, at=AT) as who:
        recertify(by=who.actor, purpose=PURPOSE, at=AT, membership_id=held.id)

    with pytest.raises(DatabaseError), transaction.atomic():
        Confirmation.objects.update(confirmed_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Confirmation.objects.all().delete()


def test_training_counts_from_when_they_were_noted(cast):
    noted = AT + timedelta(days=10)
    with context.acting(cast.ines, at=noted) as who:
        record_training(
            by=who.actor,
            purpose=PURPOSE,
            at=noted,
            person_id=cast.asha,
            course="safeguarding-basics",
            taken_on=AT.date(),
        )

    def held(at):
        return {
            one.course for one in stand(cast.asha, at=at).actor.trained if within(at, one.taken_at, one.valid_until)
        }

    assert "safeguarding-basics" not in held(noted - timedelta(seconds=1))
    assert "safeguarding-basics" in held(noted)


def test_change_of_roles_leaves_the_past_as_it_was(cast, note):
    held, changed = Membership.objects.get(person_id=cast.asha, ends_at=None), AT + timedelta(days=8)
    post = Post(
        roles=("platform-administrator",),
        clearance=Marking.OFFICIAL,
        default_purpose="local-profile",
        starts_at=changed,
    )
    with context.acting(cast.ines, at=changed) as who:
        change_post(by=who.actor, purpose=PURPOSE, at=changed, membership_id=held.id, post=post, reason="Moves.")

    before, after = (ask_later(cast, note, "asha@invicta.example", changed + one) for one in (-MINUTE, MINUTE))
    assert before.allowed
    assert after.reasons == ("This person runs the platform, and that role reads no content.",)


def test_lock_out_is_told_for_the_minutes_that_it_lasted(cast, note):
    for second in range(limits.amount("failures")):
        signing_in.note_failure("asha@invicta.example", at=AT + timedelta(seconds=second), step="password")
    closed, length = AT + timedelta(seconds=limits.amount("failures") - 1), limits.length("lock-out")

    told = {
        name: ask_later(cast, note, "asha@invicta.example", at).beside
        for name, at in {"before": AT, "within": closed + MINUTE, "after": closed + length}.items()
    }
    assert told["before"] == told["after"] == ()
    assert told["within"][0].startswith("Signing in was closed to this person from ")


def test_whether_a_stranger_to_the_record_exists_is_not_told(cast, note):
    known, unknown = ask(cast.ines, note, CAL, SHARED), ask(cast.ines, note, "nobody@nowhere.example", SHARED)

    assert (known.allowed, known.reasons, known.purpose) == (unknown.allowed, unknown.reasons, unknown.purpose)


def test_governance_asks_of_its_own_records_and_people_only(cast, invicta, thanet, note):
    open_note = make_record(cast.asha, shared(invicta, thanet))

    with pytest.raises(NotOpen):
        ask(cast.tom, note, BEV, NOW)
    assert ask(cast.tom, open_note, BEV, NOW).allowed
    asha = ask(cast.tom, open_note, "asha@invicta.example", NOW)
    assert (asha.allowed, asha.reasons) == (False, ("Nothing shares it with this person's agency.",))
    for person in (cast.asha, cast.bev, cast.cal):
        with pytest.raises(NotAllowed):
            ask(person, open_note, BEV, NOW)
    with pytest.raises(NotOpen):
        ask(cast.ines, 10**6, BEV, NOW)
    with pytest.raises(NotOpen):
        ask(cast.ines, open_note, BEV, NOW, kind="nothing")


def test_history_is_told_to_the_owner_alone(cast, note):
    def history(person_id):
        with context.acting(person_id, at=NOW) as who:
            return [(one.cause, one.placed_by) for one in why.list_history(KIND, note, who=who)]

    told = [("narrow", "Asha Verity (fictional)"), ("share", "Asha Verity (fictional)")]
    assert history(cast.asha) == history(cast.ines) == told
    assert history(cast.bev) == []


def test_hub_counts_only_what_its_reader_sees(cast, invicta, thanet, kestrel):
    def place_note(audience):
        note = make_record(cast.asha, alone(invicta))
        with context.acting(cast.asha, at=SHARED) as who:
            placing = Placing(kind=KIND, record_id=note, audience=audience, reason="As agreed.", words=SAID)
            place(by=who.actor, purpose=who.purpose, at=SHARED, placing=placing)

    place_note(shared(invicta, thanet))
    listed = {Named(person_id=cast.asha, agency_id=invicta), Named(person_id=cast.tom, agency_id=thanet)}
    place_note(shared(invicta, thanet, compartment=frozenset(listed)))

    def hub_of(person_id):
        with context.acting(person_id, at=NOW, purpose=PURPOSE) as who:
            found = hub.get_hub(who)
            return tuple(sum(one.words == SAID for one in shown) for shown in (found.received, found.ours))

    assert {name: hub_of(getattr(cast, name)) for name in ("asha", "bev", "tom", "cal")} == {
        "asha": (0, 2),
        "bev": (1, 0),
        "tom": (2, 0),
        "cal": (0, 0),
    }
