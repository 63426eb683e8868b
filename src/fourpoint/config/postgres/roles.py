"""The two roles and the database: the owner migrates, the application owns nothing and cannot bypass row security."""

from typing import Any, LiteralString

import psycopg
from psycopg import sql

from fourpoint.config.postgres.layout import APP, DATABASE, OWNER

OWNER_RIGHTS: LiteralString = "login nosuperuser nobypassrls createdb nocreaterole noreplication"
APP_RIGHTS: LiteralString = "login nosuperuser nobypassrls nocreatedb nocreaterole noreplication"


def ensure(admin: psycopg.Connection[Any]) -> None:
    """Make the roles and the database where they are missing and put their rights right; safe to repeat."""
    _ensure_role(admin, OWNER, OWNER_RIGHTS)
    _ensure_role(admin, APP, APP_RIGHTS)
    if admin.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone() is None:
        admin.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def _ensure_role(admin: psycopg.Connection[Any], name: str, rights: LiteralString) -> None:
    known = admin.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
    verb: LiteralString = "alter" if known else "create"
    admin.execute(sql.SQL(verb + " role {} " + rights).format(sql.Identifier(name)))
