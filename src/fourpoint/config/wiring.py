"""Makes a process ready to work: Django set up, the database running. Every command and job begins here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
import psycopg
from django.core.management import call_command
from django.db import connections

from fourpoint.access import grants
from fourpoint.config import place, secrets
from fourpoint.config.postgres import roles
from fourpoint.config.postgres.server import Server, embedded


def set_up() -> None:
    """Load the settings and the apps; touches no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourpoint.config.settings")
    if os.environ.get("FOURPOINT_MODE", "demo") == "demo":
        secrets.ensure_key(place.here().secrets)
    django.setup()


def server() -> Server | None:
    """The embedded server of this installation, or None when DATABASE_URL names another."""
    return None if os.environ.get("DATABASE_URL") else embedded(place.here().postgres)


@contextmanager
def database() -> Iterator[None]:
    """
    Have a database for the length of the block: starts the embedded server unless DATABASE_URL is given.

    The server stops again when the last command that uses it ends.
    raises DatabaseUnusable when it does not start
    """
    own = server()
    if own is None:
        yield
        return
    with own.in_use():
        try:
            yield
        finally:
            connections.close_all()


def migrate() -> None:
    """Bring the database's tables up to this version, as the owner role, and let the application role use them."""
    alias = connections["owner"]
    with psycopg.connect(**alias.get_connection_params(), autocommit=True) as owner:
        roles.grant(owner, app=connections["default"].settings_dict["USER"])
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    grants.apply(app_role=connections["default"].settings_dict["USER"])
    alias.close()
