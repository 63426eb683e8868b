"""`./fourpoint migrate`: for whoever installs a new version."""

from fourpoint.config import wiring
from fourpoint.config.commands.terminal import step


def migrate() -> None:
    """
    Bring the database up to this version.

    Runs as the owner role (DATABASE_OWNER_URL, or the embedded server's own). Safe to repeat, and to kill and repeat:
    each migration happens whole or not at all.
    """
    with wiring.database(), step("Tables are up to date"):
        wiring.migrate()
