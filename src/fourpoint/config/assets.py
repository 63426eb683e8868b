"""Sees to it that the bundled front end is there before anything is served or tested."""

from pathlib import Path

from fourpoint.config import place, tools
from fourpoint.config.frontend import FrontEnd, FrontEndUnusable, npm_command

__all__ = ["FrontEndUnusable", "ensure", "is_current"]


def is_current(checkout: Path | None) -> bool:
    """Whether the bundles are there and made from today's sources; in an installed wheel they always are."""
    return checkout is None or FrontEnd(checkout).is_current()


def ensure(checkout: Path | None) -> None:
    """Build the front end unless it is current; raises FrontEndUnusable when it cannot be built."""
    if checkout is None or is_current(checkout):
        return
    FrontEnd(checkout).build(npm_command(tools.uv()), cache=place.here().home / "npm")
