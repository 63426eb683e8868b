"""
What the application role may do with each table, and nothing more. Run by the owner role after every migration.

The role owns no table and so can neither change a policy nor switch row security off. A table that is not classified
here or by its model gets no privilege at all, and a test names it.
"""

from typing import Any

from django.apps import apps
from django.db import connections
from psycopg import sql

from fourpoint.records.classification import Table

PRIVILEGES: dict[Table, tuple[str, ...]] = {
    Table.DIRECTORY: ("SELECT", "INSERT", "UPDATE"),
    Table.INTERNED: ("SELECT", "INSERT"),
    Table.PROTECTED: ("SELECT", "INSERT", "UPDATE", "DELETE"),
    Table.FROZEN: ("SELECT", "INSERT"),
    Table.BETWEEN: ("SELECT", "INSERT", "UPDATE"),
    Table.APPEND_ONLY: ("SELECT", "INSERT"),
    Table.DERIVED: ("SELECT",),
    Table.SEALING: ("SELECT",),
    Table.PASSING: ("SELECT", "INSERT", "UPDATE", "DELETE"),
}
EVERYTHING = ("SELECT", "INSERT", "UPDATE", "DELETE")
# Tables that the libraries bring, by app: sessions, e-mail addresses, second factors, links to providers, jobs.
LIBRARIES = dict.fromkeys(("sessions", "account", "mfa", "socialaccount", "procrastinate"), EVERYTHING)
# Read by the framework, or by nobody.
FRAMEWORK: dict[str, tuple[str, ...]] = {
    "django_migrations": ("SELECT",),
    "django_content_type": ("SELECT",),
    "auth_permission": (),
    "auth_group": (),
    "auth_group_permissions": (),
}


def classified() -> dict[str, tuple[str, ...]]:
    """Return every table that is classified, with the privileges that the application role has on it."""
    known = dict(FRAMEWORK)
    for model in apps.get_models(include_auto_created=True):
        said = getattr(model, "Classified", None)
        if said is not None:
            known[model._meta.db_table] = PRIVILEGES[said.table]
        elif model._meta.app_label in LIBRARIES:
            known[model._meta.db_table] = LIBRARIES[model._meta.app_label]
    return known


def apply(*, app_role: str, using: str = "owner") -> None:
    """Give the application role exactly the privileges of `classified` in the schema public; safe to repeat."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        present = {name for (name,) in cursor.fetchall()}
        for statement in _statements(app_role, present):
            cursor.execute(statement)


def _statements(app_role: str, present: set[str]) -> list[Any]:
    role = sql.Identifier(app_role)
    statements = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role),
    ]
    for table, privileges in classified().items():
        if table in present and privileges:
            granted = sql.SQL(", ").join(map(sql.SQL, privileges))
            statements.append(sql.SQL("GRANT {} ON {} TO {}").format(granted, sql.Identifier(table), role))
    return statements
