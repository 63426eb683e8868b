"""Reads the forces held before the first reader asks, so that nobody waits for the first page of a process."""

import logging
from threading import Thread

from fourpoint.services.profiles import store
from fourpoint.services.profiles.facts import MOST_FORCES
from fourpoint.services.profiles.reading.territory import list_held_areas

log = logging.getLogger(__name__)


def warm() -> tuple[str, ...]:
    """Read the facts of the forces held, as many as are kept, and return their codes. Reads open data only."""
    with store.the_warehouse().connect() as connection:
        forces = [area.code for area in list_held_areas(connection) if area.level == "force"]
    for code in forces[:MOST_FORCES]:
        facts = store.facts_of(code)
        for newest in sorted(facts.territory.neighbourhoods)[-1:]:
            facts.neighbourhood_shapes(newest)
    return tuple(forces[:MOST_FORCES])


def warm_beside() -> Thread:
    """Warm in a thread of its own and return it. What fails there is logged, and shows again where a page needs it."""
    thread = Thread(target=_warm_or_log, name="warming", daemon=True)
    thread.start()
    return thread


def _warm_or_log() -> None:
    try:
        warm()
    except Exception as error:  # The edge of a thread: nobody above could hear it.
        log.warning("The data could not be read ahead: %s", type(error).__name__)
