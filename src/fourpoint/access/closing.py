"""
Keeps the moment in which an answer is on its way from falling after an end.

Between its last look at what is open and its reader an answer takes a moment, in which something can close. Both ways
of closing leave it that moment. An end that is known beforehand is looked for that much ahead, and the answer waits
for it. An end that somebody makes is told to its maker that much after it was committed: when it is said to be ended,
nothing that was looked at before is still on its way.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction

from fourpoint.access import clock, context
from fourpoint.access.context import Acting

# Half of this is for looking and committing, which is measured; the other half for being handed over, which cannot be.
ON_ITS_WAY = timedelta(seconds=2)
# An end comes by the clock of whoever reads elsewhere; this server's may be that much behind.
AHEAD = ON_ITS_WAY + clock.APART


def is_closing(who: Acting, *, at: datetime) -> bool:
    """Return whether anything that was open to her is closed then, or will be while an answer is on its way."""
    return context.is_closing(who, at=at + AHEAD)


def is_late(looked_at: datetime, *, at: datetime) -> bool:
    """Return whether looking and committing took so long that an answer has to be looked at once more."""
    return at - looked_at > ON_ITS_WAY / 2


def wait(who: Acting, *, at: datetime) -> None:
    """Wait for what closes next, unless something is closed by that instant already."""
    if not context.is_closing(who, at=at):
        time.sleep(AHEAD.total_seconds())


def told_when_closed() -> None:
    """Have whoever closes something wait, once it is committed, until no answer from before is on its way."""
    transaction.on_commit(_let_pass)


def _let_pass() -> None:
    time.sleep(ON_ITS_WAY.total_seconds())
