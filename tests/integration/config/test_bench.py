"""The benches run rarely: what they write into the tables is held to the tables of today."""

import pytest

from bench import policy
from tests import database

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_world_of_the_bench_of_policy_fits_the_tables():
    with database.owner() as owner, owner.transaction(force_rollback=True):
        owner.execute(policy.WORLD.replace("%(all)s", "4"))

        assert owner.execute("SELECT count(*) FROM sharing_audience").fetchone() == (4,)
        assert owner.execute("SELECT count(*) FROM sharing_audienceagency").fetchone() == (2,)
