"""Where else something may belong than at an intelligence desk, as the catalogue in force says."""

from fourpoint.access import in_force
from fourpoint.catalogue.intelligence import ChannelEntry

EMERGENCY = "emergency"


def list_channels() -> tuple[ChannelEntry, ...]:
    """Return them in the order of the catalogue."""
    return tuple(in_force.read_entries("channels", ChannelEntry))


def find_channel(code: str) -> ChannelEntry | None:
    """Return that one, None for none."""
    return next((one for one in list_channels() if one.id == code), None)
