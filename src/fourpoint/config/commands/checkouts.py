"""Commands that only make sense in a checkout of the source."""

from pathlib import Path

from fourpoint.config import place
from fourpoint.config.commands.terminal import refuse


def the_checkout() -> Path:
    """The checkout this runs from; refuses in an installed package."""
    found = place.checkout()
    if found is None:
        raise refuse("This works only in a checkout of the source, not in an installed package.")
    return found
