"""The context lasts as long as its transaction, nests, and never reaches the next person on a pooled connection."""

import pytest
from django.db import connection, transaction

from fourpoint.access import context
from fourpoint.records.profiles.models import Profile
from tests import database
from tests.factories.cast import AT, load_cast

ROWS = "SELECT count(*) FROM profiles_profile"


@pytest.mark.django_db
def test_contexts_nest_and_the_outer_one_comes_back():
    cast = load_cast()

    with context.acting(cast.asha, at=AT):
        with context.acting(cast.cal, at=AT):
            assert Profile.objects.count() == 0
        assert Profile.objects.count() == 14
    assert Profile.objects.count() == 0


@pytest.mark.django_db
def test_failure_inside_leaves_no_context_behind():
    cast = load_cast()

    with pytest.raises(ZeroDivisionError), context.acting(cast.asha, at=AT):
        raise ZeroDivisionError
    assert Profile.objects.count() == 0


@pytest.mark.django_db
def test_purpose_that_is_not_shared_for_closes_it_for_the_partner():
    cast = load_cast()

    with context.acting(cast.bev, at=AT, purpose="safeguarding"):
        assert Profile.objects.count() == 0
    with context.acting(cast.bev, at=AT, purpose="prevent-crime"):
        assert Profile.objects.count() == 14


@pytest.mark.django_db
def test_person_who_does_not_exist_sees_nothing():
    load_cast()

    with context.acting(10**9, at=AT) as who:
        assert Profile.objects.count() == 0
        assert who.readable == {}


@pytest.mark.django_db(transaction=True)
def test_context_needs_a_transaction():
    with pytest.raises(RuntimeError, match="transaction"):
        context.enter(context.nobody(AT))


@pytest.mark.django_db(transaction=True)
def test_settings_do_not_reach_the_next_transaction_of_a_connection():
    cast = load_cast()
    with context.acting(cast.asha, at=AT):
        assert Profile.objects.count() == 14

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fourpoint.readable', true), current_setting('fourpoint.person', true)")
        assert cursor.fetchone() == ("", "")
        assert Profile.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("settings", ["", "SET fourpoint.readable = ''; SET fourpoint.writable = ''"])
def test_fresh_connection_sees_nothing_whether_settings_are_unset_or_empty(settings):
    load_cast()

    with database.application() as other:
        if settings:
            other.execute(settings)
        assert other.execute(ROWS).fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_owner_role_sees_nothing_either():
    load_cast()

    with database.owner() as owner:
        assert owner.execute(ROWS).fetchone() == (0,)
