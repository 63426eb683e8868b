"""
Holds this server's clock to the database's, so that what ends at an instant ends at one instant on every server.

Each server decides by its own clock. Where several serve one installation, the database is what they share: one whose
clock is further from the database's than `APART` decides nothing until it is put right.
"""

from datetime import UTC, datetime, timedelta

from fourpoint.domain.errors import Broken

APART = timedelta(seconds=1)


def now() -> datetime:
    """Return the instant by this server's clock."""
    return datetime.now(UTC)


def apart(asked_at: datetime, told: datetime, answered_at: datetime) -> timedelta:
    """
    Return how far the clocks are certainly apart: positive when this server's is behind, negative when it is ahead.

    asked_at, answered_at  by this server's clock, before and after the database was asked for `told`, its own instant

    A slow answer is no difference: what may have passed on the way counts for this server.
    """
    return max(timedelta(), told - answered_at) - max(timedelta(), asked_at - told)


def check(asked_at: datetime, told: datetime, answered_at: datetime) -> None:
    """Raise Broken when the clocks are further apart than `APART`: then nobody is shown or let do anything here."""
    found = apart(asked_at, told, answered_at)
    if abs(found) > APART:
        way = "behind" if found > timedelta() else "ahead of"
        raise Broken(
            f"This server's clock is {abs(found).total_seconds():.1f} seconds {way} the database's: agreements would"
            f" end at another moment here than elsewhere: set both by one time server (to {APART.seconds} s)."
        )
