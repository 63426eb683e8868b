"""Why and why not: past moments come from the record's placements; who may ask about whom is held."""

from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.domain.sharing import Named
from fourpoint.services.disclosure import hub, why
from fourpoint.services.marked.place import Placing, place
from tests.factories.cast import AT
from tests.factories.records import KIND, PURPOSE, alone, make_record, shared

pytestmark = pytest.mark.django_db
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
