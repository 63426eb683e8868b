"""The application role: it owns nothing, bypasses nothing, and makes nothing."""

import pytest
from django.db import ProgrammingError, connection

pytestmark = pytest.mark.django_db


def ask(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_application_role_has_no_special_right():
    rights = ask(
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication"
        " from pg_roles where rolname = current_user"
    )

    assert rights == [(False, False, False, False, False)]


def test_application_role_owns_nothing():
    owned = ask("select relname from pg_class where pg_get_userbyid(relowner) = current_user")
    schemas = ask("select nspname from pg_namespace where pg_get_userbyid(nspowner) = current_user")
    member_of = ask("select roleid from pg_auth_members where member = current_user::regrole")

    assert (owned, schemas, member_of) == ([], [], [])


def test_application_role_may_work_in_the_tables():
    assert ask("select count(*) from django_session") == [(0,)]


@pytest.mark.parametrize(
    "statement", ["create table mine (id int)", "truncate django_session", "set role fourpoint_owner"]
)
def test_application_role_may_not_do_the_owners_work(statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask(statement)
