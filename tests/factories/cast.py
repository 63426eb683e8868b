"""
The fixed cast: Asha (analyst, owning force), Bev (council partner under an agreement), Cal (another force).

Ines and Tom keep people, agreements and trails of the force and of the council; Pat runs the platform, reads nothing.
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

from fourpoint.services.demo.loading import load_demo
from tests.factories.replaying import replayed

WORLD = Path(__file__).resolve().parents[2] / "sample" / "demo.toml"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSWORD = "a long demonstration password"


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Person ids of the cast."""

    asha: int
    bev: int
    cal: int
    ines: int
    tom: int
    pat: int


def load_cast(at: datetime = AT, *, material: bool = False) -> Cast:
    """
    Load the demonstration's world into the database under test; all sign in with PASSWORD.

    material  also what profiles do without, and what agencies wrote and did, which takes longer
    """
    people = replayed((at, material), lambda: _load(at, material=material))
    return Cast(**{field.name: people[field.name] for field in fields(Cast)})


def this_hour() -> datetime:
    """Return the hour's beginning by the real clock: near enough to now, and the same for the tests of a run."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _load(at: datetime, *, material: bool) -> dict[str, int]:
    return {
        account.email.partition("@")[0]: account.person_id
        for account in load_demo(path=WORLD, password=PASSWORD, at=at, material=material, lively=False)
    }
