"""Fixtures that every kind of test shares."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from fourpoint.access import apart, clock
from fourpoint.warehouse.store import Warehouse
from tests import database
from tests.factories import sample

# The same cases at every run, and no verdict on the speed of a busy machine.
hypothesis_settings.register_profile(
    "fourpoint", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("fourpoint")

DAY_OF_TESTS = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def run_name(request: pytest.FixtureRequest) -> str:
    """A short name of this run, the same in all its workers."""
    given = getattr(request.config, "workerinput", {}).get("testrunuid")
    return str(given or request.config.stash.setdefault(RUN, f"{id(request.config):x}"))[:10]


RUN = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    run_name: str,
    tmp_path_factory: pytest.TempPathFactory,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """One database for this worker, on the run's own server: the owner migrates it, the tests are the application."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker == "main" else base.parent) / f"pytest-postgres-{run_name}"
    with django_db_blocker.unblock():
        with database.database(f"test_fourpoint_{run_name}_{worker}", folder=folder):
            yield
        database.forget(folder)


@pytest.fixture(autouse=True, scope="session")
def _day_of_tests() -> Iterator[None]:
    """
    The day on which tests run, whatever the calendar says: what the cast agreed in March is in force, and will be.

    The clock goes on. What runs in other processes (a server, a browser, a command) has the machine's own.
    """
    with time_machine.travel(DAY_OF_TESTS):
        yield


@pytest.fixture(autouse=True, scope="session")
def _clocks_agree() -> Iterator[None]:
    """Where a test stops the clock, the database's runs on: they are compared by the clock that was not stopped."""
    hatch, patch = time_machine.escape_hatch, pytest.MonkeyPatch()
    now = clock.now
    patch.setattr(clock, "now", lambda: hatch.datetime.datetime.now(UTC) if hatch.is_travelling() else now())
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _sweep_as_owner() -> Iterator[None]:
    """Tests that commit are swept by the owner: the application role has no right to truncate."""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.sweep())
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _heads_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """How far writers of the trail came is no business of this machine's own installation."""
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "FOURPOINT_HEADS", tmp_path_factory.mktemp("heads"))
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _warehouse_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What this machine's own installation holds is nothing to tests: one that needs data says of which warehouse."""
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "FOURPOINT_WAREHOUSE", tmp_path_factory.mktemp("no-data") / "warehouse")
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _note_alarms() -> Iterator[None]:
    """Alarms are committed on a connection of their own, also by a test that is rolled back: note that one rang."""
    patch, keep = pytest.MonkeyPatch(), apart.keep
    patch.setattr(apart, "keep", lambda *given: (RANG.append(True), keep(*given))[1])
    yield
    patch.undo()


RANG: list[bool] = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Sweep the alarms of the test before, now that its own transaction is over."""
    if RANG:
        RANG.clear()
        database.sweep_alarms()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database: these tests run again on a second PostgreSQL where one can be had."""
    touching = {"db", "transactional_db", "live_server", "django_db_setup"}
    for item in items:
        if item.get_closest_marker("django_db") or touching & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top of the source checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def sample_warehouse(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The sample, loaded once for all workers of a run. Read it; a test that adds to it makes its own."""
    base = tmp_path_factory.getbasetemp()
    return sample.sample_warehouse((base.parent if hasattr(request.config, "workerinput") else base) / "sample")
