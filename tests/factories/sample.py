"""The sample of the checkout in a warehouse of the test run: loaded once, shared by every worker and every test."""

from datetime import UTC, datetime
from pathlib import Path

from fourpoint.services.data import actions
from fourpoint.warehouse.store import Warehouse

FOLDER = Path(__file__).parents[2] / "sample"
AT = datetime(2026, 11, 21, tzinfo=UTC)


def sample_warehouse(folder: Path) -> Warehouse:
    """Load the sample into the folder, or find it there: adding waits for another that adds, then changes nothing."""
    warehouse = Warehouse(folder)
    taken = actions.add_sample(warehouse, FOLDER, at=AT)
    refused = [item for item in taken if item.outcome not in ("added", "unchanged")]
    assert not refused, refused
    return warehouse
