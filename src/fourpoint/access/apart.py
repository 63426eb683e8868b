"""Work that stands whatever becomes of the transaction under way: done at once, on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections, transaction

from fourpoint.access import context
from fourpoint.access.context import Acting


def keep(who: Acting, write: Callable[[], None]) -> None:
    """
    Run the writing in a transaction of its own, within the context of whoever acts, and return once it is committed.

    write   must not need what the transaction under way has written: nobody else sees that yet
    raises  what the writing raises; then nothing of it stands
    """
    # Django gives every thread connections of its own.
    with ThreadPoolExecutor(max_workers=1) as other:
        other.submit(_keep, who, write).result()


def _keep(who: Acting, write: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            context.enter(who)
            write()
    finally:
        connections.close_all()
