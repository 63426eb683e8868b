"""Conditions wait for the reader, who accepts them once; what has them opens at once, and nothing else does."""

from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.domain.sharing import Handling, Named
from fourpoint.records.audit.models import Event
from fourpoint.services.disclosure import acceptances
from tests.factories.cast import AT
from tests.factories.records import PURPOSE, alone, make_record, notes, shared

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
CAREFUL = {"handling": Handling.CONDITIONS, "conditions": ("S1",)}
# Those that the demonstration's own papers carry.
DEMO = ("S2",)


def waiting(person_id, *, at=LATER, purpose=PURPOSE):
    with context.acting(person_id, at=at, purpose=purpose) as who:
        return tuple(one for one in acceptances.list_waiting(who) if one.codes != DEMO)


def accept(person_id, key, *, at=LATER):
    with context.acting(person_id, at=at) as who:
        return acceptances.accept(who=who, key=key)


def seen(person_id):
    with context.acting(person_id, at=LATER):
        return notes().count()


def test_accepting_opens_at_once_and_for_whom_accepted_only(cast, invicta, thanet):
    make_record(cast.asha, shared(invicta, thanet, **CAREFUL))
    (before,), hidden = waiting(cast.bev), seen(cast.bev)
    accept(cast.bev, before.key)

    assert (hidden, seen(cast.bev), seen(cast.tom)) == (0, 1, 0)
    assert waiting(cast.bev) == ()
    assert (before.owner, before.agreement[:26]) == ("Invicta Constabulary (fictional)", "Sharing of local profiles ")
    assert before.words == ("Sanitise it under delegated authority before passing it on.",)


def test_other_conditions_are_accepted_apart(cast, invicta, thanet):
    make_record(cast.asha, shared(invicta, thanet, **CAREFUL))
    make_record(cast.asha, shared(invicta, thanet, handling=Handling.CONDITIONS, conditions=("A3", "S1")))
    first, second = waiting(cast.bev)
    accept(cast.bev, first.key)

    assert (seen(cast.bev), [one.key for one in waiting(cast.bev)]) == (1, [second.key])


def test_nothing_waits_for_whom_more_than_conditions_keep_out(cast, invicta, thanet, kestrel):
    both = {Named(person_id=cast.asha, agency_id=invicta), Named(person_id=cast.tom, agency_id=thanet)}
    make_record(cast.asha, shared(invicta, thanet, compartment=frozenset(both), **CAREFUL))

    people = (cast.tom, cast.bev, cast.cal, kestrel.dee, cast.asha)
    assert [len(waiting(person)) for person in people] == [1, 0, 0, 0, 0]
    assert len(waiting(cast.tom, purpose="safeguarding")) == 0


@pytest.mark.parametrize("key", ["", "1:2:S2", "no"])
def test_what_does_not_wait_cannot_be_accepted(cast, invicta, key):
    make_record(cast.asha, alone(invicta, **CAREFUL))

    with pytest.raises(acceptances.NothingWaits):
        accept(cast.bev, key)


def test_owner_sees_in_the_trail_who_accepted(cast, invicta, thanet):
    make_record(cast.asha, shared(invicta, thanet, **CAREFUL))
    accept(cast.bev, waiting(cast.bev)[0].key)

    with context.acting(cast.ines, at=LATER):
        event = Event.objects.get(action="conditions.accept")
    assert (event.person_id, event.owner_id, event.facts["conditions"]) == (cast.bev, invicta, ["S1"])
