"""Makes a process ready to work: Django set up, the database running. Every command and job begins here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from fourpoint.access import grants
from fourpoint.config import place, secrets
from fourpoint.config.postgres.errors import DatabaseUnusable
from fourpoint.config.postgres.server import Server, embedded


def set_up() -> None:
    """Load the settings and the apps; touches no database and makes no file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourpoint.config.settings")
    django.setup()


def ensure_key() -> None:
    """Give a demo its secret key; the processes that serve read it from its file."""
    secrets.ensure_key(place.here().secrets)
    if settings.SECRET_KEY == secrets.UNSAFE:
        settings.SECRET_KEY = secrets.read_key(place.here().secrets)
        settings.FOURPOINT_TRAIL_KEYS = secrets.trail_keys(
            os.environ.get("FOURPOINT_TRAIL_KEY", ""), settings.SECRET_KEY
        )
        settings.FOURPOINT_SEAL_KEYS = secrets.seal_keys(os.environ.get("FOURPOINT_SEAL_KEY", ""), settings.SECRET_KEY)
        settings.FOURPOINT_SOURCE_KEYS = secrets.source_keys(
            os.environ.get("FOURPOINT_SOURCE_KEY", ""), settings.SECRET_KEY
        )


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


def pending_migrations() -> list[str]:
    """
    Names of the migrations that the database has not had yet; asked as the application role.

    raises DatabaseUnusable when it cannot have them
    """
    try:
        _refuse_halfway("default")
        executor = MigrationExecutor(connections["default"])
    except ProgrammingError:
        # The tables are there and the grants are not: a migration was killed just before its end.
        return ["access.grants"]
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> None:
    """
    Bring the database's tables up to this version, as the owner role, and let the application role use them.

    raises DatabaseUnusable when DATABASE_URL is given without DATABASE_OWNER_URL, or the database stopped half-way
    through migrations that have been merged since
    """
    if os.environ.get("DATABASE_URL") and not os.environ.get("DATABASE_OWNER_URL"):
        raise DatabaseUnusable(
            "DATABASE_URL is given without DATABASE_OWNER_URL, and the application's role may not change tables: "
            "give the address of the owner role as DATABASE_OWNER_URL too."
        )
    _refuse_halfway("owner")
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    with transaction.atomic(using="owner"):
        grants.apply(app_role=connections["default"].settings_dict["USER"])
    connections["owner"].close()


# ----------------------------------------------------------------------------------------------------------------------


def _refuse_halfway(alias: str) -> None:
    """
    Refuse a database that had some of the migrations that a merged one stands for, and lacks others.

    Django says nothing of it: it leaves the merged one out, and goes on to the next as if all were there.
    """
    had = MigrationRecorder(connections[alias]).applied_migrations()
    loader = MigrationLoader(None)
    for (app, name), merged in loader.replacements.items():
        lacking = [one for one in merged.replaces if one not in had]
        gone = [one for one in lacking if one not in loader.disk_migrations]
        if gone and len(lacking) < len(merged.replaces):
            raise DatabaseUnusable(
                f"The database '{connections[alias].settings_dict['NAME']}' was made by an older version and cannot be"
                f" brought up to this one: it has only some of the migrations that were merged into {app}.{name}, and"
                f" lacks {'.'.join(gone[0])}. If it is a demonstration, make it anew: `./fourpoint demo --reset`."
                " Otherwise migrate it first with the last version that still had that one."
            )
