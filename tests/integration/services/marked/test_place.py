"""A record moves whole to another audience, with its history and the trail, and its owner is never locked out."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Named
from fourpoint.records.agencies.models import Membership
from fourpoint.records.audit.models import Event
from fourpoint.records.disclosure.models import Placement, ShareNotice
from fourpoint.records.profiles.models import CommentaryVersion
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.marked.finding import find_record
from fourpoint.services.marked.place import AlreadySo, NotOfTheOwner, OwnerLockedOut, Placing, place
from fourpoint.services.marked.summary import who_can_see
from tests.factories.cast import AT, load_cast
from tests.factories.records import KIND, OURS, alone, make_record, notes, shared

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture
def cast():
    return load_cast(material=True)


@pytest.fixture
def invicta(cast):
    return find_agency("invicta")


@pytest.fixture
def thanet(cast):
    return find_agency("thanet")


def put(person_id, record_id, audience, *, at=LATER, reason="They need it for the profile.", **more):
    with context.acting(person_id, at=at) as who:
        placing = Placing(kind=KIND, record_id=record_id, audience=audience, reason=reason, **more)
        return place(by=who.actor, purpose=who.purpose, at=at, placing=placing)


def seen(person_id, *, at=LATER):
    with context.acting(person_id, at=at):
        return (
            notes().count(),
            CommentaryVersion.objects.filter(commentary__threat_id=OURS).count(),
            ShareNotice.objects.filter(kind=KIND).count(),
        )


def test_record_and_parts_move_together_and_back(cast, invicta, thanet):
    note = make_record(cast.asha, alone(invicta))
    before = seen(cast.bev)
    put(cast.asha, note, shared(invicta, thanet), words="For your plan.")
    opened = seen(cast.bev)
    put(cast.asha, note, alone(invicta), at=LATER + timedelta(hours=1), reason="No longer needed.")

    assert (before, opened, seen(cast.bev)) == ((0, 0, 0), (1, 1, 1), (0, 0, 0))
    assert seen(cast.asha) == (1, 1, 0)


def test_placements_are_the_history_for_the_owner_and_its_governance_alone(cast, invicta, thanet):
    note = make_record(cast.asha, alone(invicta))
    put(cast.asha, note, shared(invicta, thanet))
    put(cast.asha, note, alone(invicta), reason="No longer needed.")

    def history(person_id):
        with context.acting(person_id, at=LATER):
            return list(Placement.objects.filter(kind=KIND).order_by("id").values_list("cause", "reason"))

    told = [("share", "They need it for the profile."), ("narrow", "No longer needed.")]
    assert history(cast.asha) == history(cast.ines) == told
    assert history(cast.bev) == history(cast.tom) == history(cast.cal) == []


def test_history_is_never_rewritten(cast, invicta, thanet):
    note = make_record(cast.asha, alone(invicta))
    put(cast.asha, note, shared(invicta, thanet))

    with context.acting(cast.asha, at=LATER), pytest.raises(DatabaseError), transaction.atomic():
        Placement.objects.update(reason="Another.")


def test_sharing_is_a_disclosure_with_recipients_and_narrowing_is_none(cast, invicta, thanet):
    note = make_record(cast.asha, alone(invicta))
    put(cast.asha, note, shared(invicta, thanet))
    put(cast.asha, note, alone(invicta), reason="No longer needed.")

    with context.acting(cast.ines, at=LATER):
        held = list(
            Event.objects.filter(object_kind=KIND, object_id=str(note))
            .order_by("action")
            .values_list("action", "operation", "agencies", "reason")
        )
    assert held == [
        ("commentary.narrow", "alteration", [], "No longer needed."),
        ("commentary.share", "disclosure", [thanet], "They need it for the profile."),
    ]


@pytest.mark.parametrize("who", ["bev", "cal", "ines", "pat"])
def test_nobody_but_the_owners_writers_places(cast, invicta, thanet, who):
    note = make_record(cast.asha, shared(invicta, thanet))

    with pytest.raises((NotAllowed, NotOpen)):
        put(getattr(cast, who), note, alone(invicta))


def test_owner_is_never_locked_out(cast, invicta, thanet):
    note = make_record(cast.asha, alone(invicta))
    only_ines = frozenset({Named(person_id=cast.ines, agency_id=invicta)})

    with pytest.raises(OwnerLockedOut):
        put(cast.asha, note, alone(invicta, compartment=only_ines))
    with pytest.raises(Unusable):
        alone(invicta, compartment=frozenset({Named(person_id=cast.bev, agency_id=thanet)}))
    assert seen(cast.asha)[:2] == (1, 1)


def test_record_is_given_no_audience_of_another_agency(cast, invicta, thanet):
    note = make_record(cast.asha, alone(invicta))

    with pytest.raises((NotOfTheOwner, NotAllowed)):
        put(cast.asha, note, alone(thanet))


def test_placing_needs_a_reason_and_a_change(cast, invicta, thanet):
    note = make_record(cast.asha, alone(invicta))

    for reason in ("", "  ", "a\0b", "a" * 1001):
        with pytest.raises(Unusable):
            put(cast.asha, note, shared(invicta, thanet), reason=reason)
    with pytest.raises(AlreadySo):
        put(cast.asha, note, alone(invicta))


def test_nothing_moves_when_placing_fails_halfway(cast, invicta, thanet, monkeypatch):
    note = make_record(cast.asha, alone(invicta))

    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("fourpoint.services.marked.place.trail.record", fail)
    with pytest.raises(RuntimeError):
        put(cast.asha, note, shared(invicta, thanet))

    assert seen(cast.bev) == (0, 0, 0)


def test_agreement_past_its_review_takes_nothing_more(cast, invicta, thanet):
    note = make_record(cast.asha, alone(invicta))
    late = AT.replace(year=2029, month=2)
    # Her own agency has confirmed her since: it is the agreement alone that stands in the way.
    Membership.objects.filter(person_id=cast.asha).update(recertify_on=late.date() + timedelta(days=1))

    with pytest.raises(OwnerLockedOut, match="due for review"):
        put(cast.asha, note, shared(invicta, thanet), at=late)


@pytest.mark.parametrize(("kind", "number"), [("nothing", 1), (KIND, 0), (KIND, 2**63), (KIND, 10**6)])
def test_what_is_not_there_is_not_open(cast, kind, number):
    with context.acting(cast.asha, at=AT), pytest.raises(NotOpen):
        find_record(kind, number)


def test_summary_says_who_can_see_and_names_only_ones_own_people(cast, invicta, thanet):
    both = frozenset({Named(person_id=cast.asha, agency_id=invicta), Named(person_id=cast.bev, agency_id=thanet)})
    note = make_record(cast.asha, shared(invicta, thanet, compartment=both))

    def summary(person_id):
        with context.acting(person_id, at=AT):
            return who_can_see(KIND, find_record(KIND, note).row)

    own, theirs = summary(cast.asha), summary(cast.bev)
    assert (own.is_owner, own.may_change, theirs.is_owner, theirs.may_change) == (True, True, False, False)
    assert own.audience.agencies == theirs.audience.agencies == ("Thanet District Council (fictional team)",)
    assert (own.audience.listed, own.audience.named) == (2, ("Asha Verity (fictional)",))
    assert (theirs.audience.listed, theirs.audience.named) == (2, ("Bev Marlowe (fictional)",))
    assert own.reasons == ("Your agency owns it.",)
    assert own.audience.marking == Marking.OFFICIAL.words
