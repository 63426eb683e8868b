"""The stages, characteristics and limits of equality monitoring, from the catalogue in force."""

from fourpoint.access import in_force
from fourpoint.catalogue.entries import EqualityCharacteristicEntry, EqualityLimitEntry, EqualityStageEntry

NOT_KNOWN = "Not known"


def stages() -> tuple[EqualityStageEntry, ...]:
    """Return what can be counted, in the order of the catalogue."""
    return in_force.read_entries("equality_stages", EqualityStageEntry)


def comparator() -> EqualityStageEntry:
    """Return the stage with which the others are compared."""
    return next(stage for stage in stages() if stage.comparator)


def characteristics() -> tuple[EqualityCharacteristicEntry, ...]:
    """Return the characteristics by which counts are kept, in the order of the catalogue."""
    return in_force.read_entries("equality_characteristics", EqualityCharacteristicEntry)


def threshold() -> int:
    """Return the smallest count above none that is shown."""
    limits = in_force.read_entries("equality_limits", EqualityLimitEntry)
    least: int = next(limit.amount for limit in limits if limit.id == "threshold")
    return least
