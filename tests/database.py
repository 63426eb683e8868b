"""The database under test: one throwaway server a run, one database a worker, migrated by the owner."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg import errors, sql

from fourpoint.access import kept, writers
from fourpoint.config import wiring
from fourpoint.config.postgres.server import embedded

# Rows that a migration made are part of the schema; everything else a test commits is swept away after it.
KEPT = ("django_migrations", "django_content_type", "auth_permission")


@contextmanager
def database(name: str, *, folder: Path) -> Iterator[None]:
    """
    Point Django's connections at a fresh database `name` for the length of the block.

    folder  where the throwaway server lives; workers of one run give the same and share it
    The server that DATABASE_URL and DATABASE_OWNER_URL name is used instead when they are set.
    """
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            layout = stack.enter_context(embedded(folder, durable=False).in_use())
            for settings in _settings():
                settings |= {"HOST": str(layout.sockets), "OPTIONS": {"requirepeer": layout.account.name}}
        for settings in _settings():
            settings["NAME"] = name
        _create(name)
        try:
            wiring.migrate()
            yield
        finally:
            connections.close_all()
            _drop(name)


@contextmanager
def owner(database: str | None = None) -> Iterator[psycopg.Connection[Any]]:
    """A plain connection as the owner role to the test database or to another, committing as it goes."""
    with psycopg.connect(**_parameters("owner", database), autocommit=True) as connection:
        yield connection


@contextmanager
def application() -> Iterator[psycopg.Connection[Any]]:
    """A second connection as the application role to the test database, committing as it goes."""
    with psycopg.connect(**_parameters("default", None), autocommit=True) as connection:
        yield connection


def sweep() -> None:
    """
    Empty every table as the owner: the application may not. The triggers that keep frozen tables stand aside.

    So do those that tell the log of changes of policy: what the process knows by it is forgotten.
    """
    kept.forget()
    writers.forget()
    with owner() as connection, connection.transaction():
        found = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        names = [sql.Identifier(name) for (name,) in found if name not in KEPT]
        for name in names:
            connection.execute(sql.SQL("alter table {} disable trigger user").format(name))
        if names:
            connection.execute(sql.SQL("truncate {} restart identity cascade").format(sql.SQL(", ").join(names)))
        for name in names:
            connection.execute(sql.SQL("alter table {} enable trigger user").format(name))


def sweep_alarms() -> None:
    """Remove what an alarm committed past the transaction of a test, with its entries in the trail."""
    tables = {"canaries_alarm": "true", "audit_event": "action = 'canary.alarm'"}
    with owner() as connection, connection.transaction():
        for table, which in tables.items():
            connection.execute(f"alter table {table} disable trigger user, no force row level security")
            connection.execute(f"delete from {table} where {which}")
            connection.execute(f"alter table {table} enable trigger user, force row level security")
        connection.execute("delete from audit_waiting where entry_id not in (select id from audit_event)")


def forget(folder: Path) -> None:
    """Remove a throwaway server's folders, wherever they had to go."""
    layout = embedded(folder, durable=False).layout
    if not embedded(folder, durable=False).is_running():
        shutil.rmtree(layout.root, ignore_errors=True)
        shutil.rmtree(layout.wanted, ignore_errors=True)


def _settings() -> list[dict[str, Any]]:
    return [connections[alias].settings_dict for alias in ("default", "owner")]


def _parameters(alias: str, database: str | None) -> dict[str, Any]:
    settings = connections[alias].settings_dict
    given = {
        "host": settings["HOST"],
        "port": settings["PORT"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "dbname": database or settings["NAME"],
        **settings["OPTIONS"],
    }
    return {key: value for key, value in given.items() if value}


def _create(name: str) -> None:
    _drop(name)
    with owner("postgres") as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def _drop(name: str) -> None:
    # The owner may not end the application's sessions, and threads of a test can leave one: that role ends its own.
    with psycopg.connect(**_parameters("default", "postgres"), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where datname = %s and usename = current_user",
            [name],
        )
    with owner("postgres") as connection:
        drop = sql.SQL("drop database if exists {}").format(sql.Identifier(name))
        try:
            connection.execute(drop + sql.SQL(" with (force)"))
        except errors.InsufficientPrivilege:
            # The server is cleaning the tables there: force may not end that, but a plain drop asks it to leave.
            connection.execute(drop)
