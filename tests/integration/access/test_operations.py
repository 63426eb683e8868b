"""The six operations in the trail: what each entry holds, who reads it, and what an erasure can never say."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from fourpoint.access import context, trail
from fourpoint.domain.errors import Unusable
from fourpoint.domain.operations import Operation, Recipients
from fourpoint.records.audit.models import Event, Listing, Reading
from fourpoint.records.profiles.models import Profile
from fourpoint.services.agencies.queries import find_person
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db

INES, TOM, SOMEONE = "ines@invicta.example", "tom@thanet.example", "Someone Named"


@pytest.fixture
def cast():
    return load_cast()


def _as(email):
    return context.acting(find_person(email), at=AT)


def _first_profiles(number=2):
    return list(Profile.objects.order_by("id")[:number])


def test_operation_of_a_change_is_taken_from_its_verb_unless_said(cast):
    with context.acting(cast.asha, at=AT) as who:
        for change in (
            trail.Change(action="thing.write", object_kind="thing", object_id=1),
            trail.Change(action="thing.write", object_kind="thing", object_id=2, operation=Operation.ALTERATION),
        ):
            trail.record(change, by=who.actor, purpose=who.purpose, at=AT)

    with _as(INES):
        told = dict(Event.objects.filter(object_kind="thing").values_list("object_id", "operation"))
    assert told == {"1": "collection", "2": "alteration"}


def test_disclosure_holds_who_received_what(cast):
    with context.acting(cast.asha, at=AT) as who:
        rows = _first_profiles()
        trail.record_disclosed("profile", rows, to=Recipients(agencies=(9, 7, 9), persons=(4,)), reason="meeting")

    with _as(INES):
        events = list(Event.objects.filter(operation="disclosure"))
    assert {event.object_id for event in events} == {str(row.pk) for row in rows}
    assert all((event.agencies, event.persons, event.reason) == ([7, 9], [4], "meeting") for event in events)
    assert all(event.owner_id == who.actor.agency_id for event in events)


def test_database_refuses_a_disclosure_to_nobody(cast):
    with context.acting(cast.asha, at=AT):
        trail.record_disclosed("profile", _first_profiles(1), to=Recipients(agencies=(1,)))
        with pytest.raises(Unusable):
            trail.record_disclosed("profile", _first_profiles(1), to=Recipients())
        with pytest.raises(IntegrityError, match="disclosed_to_someone"), transaction.atomic():
            _insert(cast.asha, operation="disclosure")
        with pytest.raises(IntegrityError, match="disclosed_to_someone"), transaction.atomic():
            _insert(cast.asha, operation="alteration", agencies=[1])


def test_owner_reads_what_a_partner_did_to_its_record(cast):
    with context.acting(cast.bev, at=AT) as who:
        row = _first_profiles(1)[0]
        owner_id = who.readable[row.audience_id].owner_id
        change = trail.Change(action="note.write", object_kind="note", object_id=1, owner_id=owner_id)
        trail.record(change, by=who.actor, purpose=who.purpose, at=AT)

    for email in (INES, TOM):
        with _as(email):
            assert Event.objects.filter(action="note.write").count() == 1


def test_list_is_one_entry_and_one_for_each_owner(cast):
    with context.acting(cast.bev, at=AT):
        rows = _first_profiles(3)
        trail.record_listed("profile", rows, total=14)
        trail.record_listed("profile", rows, total=14)

    with _as(TOM):
        lookup = Event.objects.get(action="profile.list")
    assert (lookup.operation, lookup.facts, lookup.object_id) == ("consultation", {"shown": 3, "total": 14}, "")
    with _as(INES):
        listing = Listing.objects.get()
    assert sorted(listing.object_ids) == sorted(str(row.pk) for row in rows)
    assert (listing.person_id, listing.event_id) == (cast.bev, lookup.id)


def test_search_words_are_for_the_searchers_own_governance(cast):
    with context.acting(cast.bev, at=AT):
        trail.record_searched("profile", _first_profiles(1), words=f"  {SOMEONE} ")

    with _as(TOM):
        assert Event.objects.get(action="profile.search").words == SOMEONE
    with _as(INES):
        assert not Event.objects.filter(action="profile.search").exists()
        assert Listing.objects.count() == 1


def test_search_that_finds_nothing_is_recorded_too(cast):
    with context.acting(cast.bev, at=AT):
        trail.record_searched("profile", [], words=SOMEONE)

    with _as(TOM):
        assert Event.objects.get(action="profile.search").facts == {"shown": 0, "total": 0}
        assert not Listing.objects.exists()


def test_lists_are_shown_in_a_context_only(cast):
    context.leave()
    with pytest.raises(RuntimeError, match="context"):
        trail.record_listed("profile", [])


def test_list_of_someone_to_whom_nothing_is_open_leaves_no_entry():
    with context.acting(10**9, at=AT):
        trail.record_searched("profile", [], words="x")
    assert not Event.objects.exists()


def test_erasure_holds_numbers_and_the_rule(cast):
    with context.acting(cast.asha, at=AT) as who:
        erased = trail.Erased(object_kind="note", object_id=7, rule="group-3", counts={"attachment": 2})
        trail.record_erased(erased, by=who.actor, purpose=who.purpose, at=AT)

    with _as(INES):
        event = Event.objects.get(operation="erasure")
    assert event.facts == {"rule": "group-3", "attachment": 2}
    assert (event.reason, event.words, event.before, event.after) == ("", "", "", "")


def test_change_cannot_be_an_erasure():
    with pytest.raises(Unusable, match="record_erased"):
        trail.Change(action="x.y", object_kind="x", object_id=1, operation=Operation.ERASURE, reason=SOMEONE)


@pytest.mark.parametrize(
    "personal",
    [
        {"reason": SOMEONE},
        {"words": SOMEONE},
        {"before": "ab12"},
        {"after": "ab12"},
        {"object_id": SOMEONE},
        {"facts": {"rule": SOMEONE}},
        {"facts": {}},
        {"facts": {"rule": "group-3", "name": SOMEONE}},
        {"facts": {"rule": "group-3", SOMEONE: 1}},
        {"facts": {"rule": "group-3", "names": [SOMEONE]}},
        {"facts": {"rule": "group-3", "inner": {"a": 1}}},
    ],
    ids=str,
)
def test_database_refuses_anything_personal_in_an_erasure(cast, personal):
    entry = {"operation": "erasure", "facts": {"rule": "group-3", "note": 1}} | personal
    with context.acting(cast.asha, at=AT):
        with pytest.raises(IntegrityError, match="says_nothing_personal"), transaction.atomic():
            _insert(cast.asha, **entry)
        _insert(cast.asha, operation="erasure", facts={"rule": "group-3", "note": 1})
        _insert(cast.asha, operation="erasure", facts={"rule": "group-3"}, object_id=str(uuid.uuid4()))


def test_who_may_change_a_record_reads_who_read_it_and_others_do_not(cast):
    with context.acting(cast.bev, at=AT):
        rows = _first_profiles(2)
        trail.record_shown("profile", rows)
        trail.record_listed("profile", rows)

    with context.acting(cast.asha, at=AT):
        assert set(Reading.objects.values_list("person_id", flat=True)) == {cast.bev}
        assert Listing.objects.count() == 1
    for other in (cast.bev, cast.cal):
        with context.acting(other, at=AT):
            assert not Reading.objects.exists()
            assert not Listing.objects.exists()


def test_listings_are_append_only(cast):
    with context.acting(cast.asha, at=AT):
        trail.record_listed("profile", _first_profiles(1))
        for alteration in ("UPDATE audit_listing SET purpose = 'x'", "DELETE FROM audit_listing"):
            with (
                pytest.raises(Exception, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(alteration)


def _insert(person_id, **given):
    entry = {"action": "x.y", "object_kind": "note", "object_id": "7", "purpose": "governance", "at": AT} | given
    Event(id=uuid.uuid4(), person_id=person_id, **entry).save(force_insert=True)
