"""The benches run rarely: what they write into the tables is held to the tables of today."""

import importlib
import pkgutil

import pytest

import bench
from bench import audit, policy, search
from fourpoint.access import clock, context, writers
from fourpoint.records.profiles.models import Profile
from tests import database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", [one.name for one in pkgutil.iter_modules(bench.__path__)])
def test_every_bench_finds_what_it_leans_on(name):
    assert importlib.import_module(f"bench.{name}").__doc__


def test_the_worlds_of_policy_and_search_fit_the_tables():
    with database.owner() as owner, owner.transaction(force_rollback=True):
        owner.execute(policy.WORLD.replace("%(all)s", "4"))

        assert owner.execute("SELECT count(*) FROM sharing_audience").fetchone() == (4,)
        assert owner.execute("SELECT count(*) FROM sharing_audienceagency").fetchone() == (2,)
        owner.execute(search.FEW_OPEN)
        assert owner.execute("SELECT count(*) FROM sharing_audience").fetchone() == (4 + search.FEW,)


@pytest.mark.django_db(transaction=True, databases=("default", "owner"))
def test_the_world_of_the_bench_of_the_trail_needs_no_warehouse_and_has_what_is_read(settings, tmp_path):
    settings.FOURPOINT_MODE, settings.FOURPOINT_WAREHOUSE = "demo", tmp_path / "none.duckdb"
    # What writers of other tests wrote is gone with those tests: the bench has heads of its own, as it has a home.
    settings.FOURPOINT_HEADS = tmp_path / "heads"
    writers.forget()
    reader = audit.found()

    with context.acting(reader, at=clock.now()):
        assert Profile.objects.exists()
    audit.fill(3)
    assert audit.measure_verify(3)["verify_s"] > 0
