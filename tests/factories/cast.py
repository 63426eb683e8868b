"""The fixed cast: Asha (analyst, owning force), Bev (council partner under an agreement), Cal (another force)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fourpoint.services.demo.loading import load_demo

WORLD = Path(__file__).resolve().parents[2] / "sample" / "demo.toml"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSWORD = "a long demonstration password"


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Person ids of the cast."""

    asha: int
    bev: int
    cal: int


def load_cast(at: datetime = AT) -> Cast:
    """Load the demonstration's world into the database under test; all sign in with PASSWORD."""
    people = {
        account.email.partition("@")[0]: account.person_id
        for account in load_demo(path=WORLD, password=PASSWORD, at=at)
    }
    return Cast(asha=people["asha"], bev=people["bev"], cal=people["cal"])
