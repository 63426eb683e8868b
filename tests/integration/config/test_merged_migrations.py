"""Migrations that were merged: a database that had them all goes on, and one that had some is refused in a sentence."""

from collections.abc import Iterator

import pytest
from django.db.migrations.loader import MigrationLoader

from fourpoint.config import production, wiring
from fourpoint.config.postgres.errors import DatabaseUnusable
from tests import database

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

MERGED = {key: migration.replaces for key, migration in MigrationLoader(None).replacements.items()}
OF_OURS = {key: replaces for key, replaces in MERGED.items() if key[1] in ("0001_initial", "0002_protection")}


@pytest.fixture
def history() -> Iterator[None]:
    """What the test database says that it had, put back afterwards."""
    with database.owner() as owner:
        rows = owner.execute("select app, name, applied from django_migrations order by id").fetchall()
    yield
    with database.owner() as owner, owner.transaction():
        owner.execute("delete from django_migrations")
        for row in rows:
            owner.execute("insert into django_migrations (app, name, applied) values (%s, %s, %s)", row)


def forget(*names: tuple[str, str]) -> None:
    with database.owner() as owner:
        for name in names:
            owner.execute("delete from django_migrations where app = %s and name = %s", name)


def recorded() -> set[tuple[str, str]]:
    with database.owner() as owner:
        return set(owner.execute("select app, name from django_migrations").fetchall())


def test_database_that_had_them_all_is_up_to_date(history: None):
    forget(*OF_OURS)

    assert wiring.pending_migrations() == []


def test_migrating_it_makes_nothing_and_notes_the_merged_ones(history: None):
    forget(*OF_OURS)

    wiring.migrate()

    assert set(OF_OURS) <= recorded()


@pytest.mark.parametrize("last", [("intelligence", "0011_said_to_be_soon"), ("sharing", "0006_signed_never_changes")])
def test_database_that_lacks_one_of_them_is_refused_in_a_sentence(history: None, last: tuple[str, str]):
    forget(last, *OF_OURS)

    for asks in (wiring.pending_migrations, wiring.migrate):
        with pytest.raises(DatabaseUnusable, match=rf"lacks {'.'.join(last)}\. .*\./fourpoint demo --reset"):
            asks()
    assert [why for why in production.refusals() if ".".join(last) in why]


def test_first_start_that_was_cut_short_goes_on(history: None):
    """Tables stand and what guards them does not: that is no history of an older version."""
    lacking = [("products", "0002_protection"), ("products", "0003_planned_anew")]
    forget(("canaries", "0001_initial"), *lacking, *MERGED["products", "0002_protection"])

    assert wiring.pending_migrations() == [".".join(name) for name in lacking]
