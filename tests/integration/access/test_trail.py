"""The trail: who may add to it, who may read it, and that nobody can alter it."""

from contextlib import suppress

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from fourpoint.access import context, trail
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.errors import Unusable
from fourpoint.records.audit.models import Event, Listing, Reading
from fourpoint.records.profiles.models import Profile
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.audit import queries
from tests import database
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db

CHANGE = trail.Change(action="thing.done", object_kind="thing", object_id=1)
ALTERATIONS = ("UPDATE {} SET purpose = 'x'", "DELETE FROM {}", "TRUNCATE {}")
TRAIL = ("audit_event", "audit_reading")


@pytest.fixture
def cast():
    return load_cast()


def _read_first_profile(person_id):
    with context.acting(person_id, at=AT) as who:
        profile = Profile.objects.order_by("id").first()
        trail.record_readings(
            who, [trail.Read(object_kind="profile", object_id=profile.id, audience_id=profile.audience_id)]
        )


def test_own_actions_are_added(cast):
    with context.acting(cast.asha, at=AT) as who:
        trail.record(CHANGE, by=who.actor, purpose=who.purpose, at=AT)

    with context.acting(find_person("ines@invicta.example"), at=AT):
        assert Event.objects.get(action=CHANGE.action).person_id == cast.asha


def test_nothing_to_record_asks_nothing_of_the_database(cast):
    with context.acting(cast.asha, at=AT) as who, CaptureQueriesContext(connection) as asked:
        trail.record_all((), by=who.actor, purpose=who.purpose)

    assert list(asked) == []


def test_actions_in_the_name_of_another_are_refused(cast):
    other = context.person(cast.bev, at=AT).actor
    with (
        context.acting(cast.asha, at=AT),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        trail.record(CHANGE, by=other, purpose="local-profile", at=AT)


def test_nobody_adds_without_a_context(cast):
    who = context.person(cast.asha, at=AT)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        trail.record(CHANGE, by=who.actor, purpose="local-profile", at=AT)


def test_governance_role_reads_what_her_agency_did(cast):
    with context.acting(find_person("ines@invicta.example"), at=AT):
        actions = set(Event.objects.values_list("action", flat=True))

    assert {"agency.found", "person.invite", "membership.grant", "agreement.sign", "audience.intern"} <= actions


def test_other_roles_read_no_trail(cast):
    with context.acting(cast.asha, at=AT) as who:
        assert Event.objects.count() == 0
        with pytest.raises(NotAllowed):
            queries.find_entries(who, queries.TrailFilter())


def test_governance_role_of_another_agency_reads_its_own_only(cast):
    with context.acting(find_person("tom@thanet.example"), at=AT) as who:
        agencies = set(Event.objects.values_list("agency_id", flat=True))

    assert agencies == {who.actor.agency_id}


def test_owner_and_reader_agencies_both_see_a_reading(cast):
    _read_first_profile(cast.bev)

    for email in ("ines@invicta.example", "tom@thanet.example"):
        with context.acting(find_person(email), at=AT):
            assert list(Reading.objects.values_list("person_id", flat=True)) == [cast.bev]


def test_record_shown_twice_in_one_context_is_one_reading(cast):
    with context.acting(cast.bev, at=AT):
        rows = list(Profile.objects.order_by("id")[:2])
        trail.record_shown("profile", rows)
        trail.record_shown("profile", rows)

    with context.acting(find_person("ines@invicta.example"), at=AT):
        assert Reading.objects.count() == 2


@pytest.mark.parametrize("fails", [True, False])
def test_record_shown_again_after_a_part_that_failed_is_read_once(cast, fails):
    """As on a form that is shown again with what was wrong: the entry of the first showing went with what failed."""
    with context.acting(cast.bev, at=AT):
        rows = list(Profile.objects.order_by("id")[:2])
        _show_inside(rows, fails=fails)
        trail.record_shown("profile", rows)
        trail.record_listed("profile", rows)

    with context.acting(find_person("ines@invicta.example"), at=AT):
        assert Reading.objects.count() == 2
        assert Listing.objects.filter(person_id=cast.bev).count() == 1


def _show_inside(rows, *, fails):
    with suppress(Unusable), transaction.atomic():
        trail.record_shown("profile", rows)
        trail.record_listed("profile", rows)
        if fails:
            raise Unusable("A date is lacking.")


def test_rows_are_shown_in_a_context_only(cast):
    context.leave()
    with pytest.raises(RuntimeError, match="context"):
        trail.record_shown("profile", [])


def test_reading_cannot_be_recorded_of_what_is_not_open(cast):
    with context.acting(cast.cal, at=AT) as who, pytest.raises(KeyError):
        trail.record_readings(who, [trail.Read(object_kind="profile", object_id=1, audience_id=10**9)])


@pytest.mark.parametrize("alteration", ALTERATIONS)
@pytest.mark.parametrize("table", TRAIL)
def test_application_cannot_alter_the_trail(cast, table, alteration):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(alteration.format(table))


@pytest.mark.parametrize("table", [*TRAIL, "sharing_audience", "profiles_edition"])
def test_owner_role_cannot_empty_frozen_tables(table):
    with database.owner() as owner, pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        owner.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("alteration", ALTERATIONS[:2])
def test_owner_role_cannot_alter_rows_of_the_trail(alteration):
    cast = load_cast()
    _read_first_profile(cast.bev)
    governed = find_person("ines@invicta.example")
    agency = context.person(governed, at=AT).actor.agency_id

    # Even with a context that shows it the rows, and without the policies that would hide them.
    with database.owner() as owner, owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE audit_reading DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")
        owner.execute("SELECT set_config('fourpoint.governs', %s, true)", [str(agency)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"), owner.transaction():
            owner.execute(alteration.format("audit_reading"))

    with context.acting(governed, at=AT):
        assert Reading.objects.count() == 1
