"""Every field of every table says its marking, whether it is personal, and its retention; every table its use."""

import pytest
from django.apps import apps

from fourpoint.access import grants
from fourpoint.catalogue import loader
from fourpoint.records.classification import Keep, Said, Table
from tests import database

OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("fourpoint.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_says_what_it_is(model):
    said = {name for name in dir(model.Classified) if isinstance(getattr(model.Classified, name), Said)}
    fields = {field.name for field in model._meta.local_fields} | {
        field.name for field in model._meta.local_many_to_many
    }

    assert fields - said == set(), f"{model._meta.label}: say marking, personal data and retention of these fields."
    assert said - fields == set(), f"{model._meta.label}: says something of fields that are not there."


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_table_says_how_it_is_used(model):
    assert isinstance(model.Classified.table, Table)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_table_has_an_order_of_its_own_or_prints_a_person(model):
    assert model._meta.ordering == []
    assert "__str__" in vars(model)
    assert "@" not in str(model(pk=7))
    assert str(model(pk=7)) == f"{model._meta.verbose_name} 7"


def test_every_retention_is_in_the_catalogue():
    assert {keep.value for keep in Keep} == {entry.id for entry in loader.load("retention")}


def _rows(query):
    with database.owner() as connection:
        return connection.execute(query).fetchall()


@pytest.mark.django_db
def test_every_table_is_classified():
    present = {name for (name,) in _rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}

    assert sorted(present - set(grants.classified())) == []


@pytest.mark.django_db
def test_protected_tables_have_row_security_and_force_it():
    protected = {
        model._meta.db_table
        for model in OURS
        if model.Classified.table in {Table.PROTECTED, Table.FROZEN, Table.DERIVED, Table.BETWEEN, Table.APPEND_ONLY}
    }
    held = {name for (name,) in _rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")}

    assert held == protected


@pytest.mark.django_db
def test_rows_with_an_audience_are_in_a_protected_table():
    with_audience = {
        model
        for model in OURS
        for field in model._meta.local_fields
        if field.name == "audience" and model._meta.app_label != "sharing"
    }

    assert with_audience
    assert all(model.Classified.table in {Table.PROTECTED, Table.FROZEN, Table.DERIVED} for model in with_audience)


@pytest.mark.django_db
def test_application_role_has_exactly_the_classified_privileges():
    with database.application() as connection:
        role = connection.info.user
    query = f"SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = '{role}'"
    held: dict[str, set[str]] = {}
    for table, privilege in _rows(query):
        held.setdefault(table, set()).add(privilege)

    assert held == {table: set(privileges) for table, privileges in grants.classified().items() if privileges}


@pytest.mark.django_db
def test_application_role_owns_nothing_and_bypasses_nothing():
    with database.application() as connection:
        role = connection.info.user
    owned = _rows(f"SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = '{role}'")
    rights = _rows(f"SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = '{role}'")

    assert owned == []
    assert rights == [(False, False, False)]
