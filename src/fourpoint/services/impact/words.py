"""The stages, characteristics and limits of equality monitoring, from the catalogue in force."""

from pathlib import Path

from django.conf import settings

from fourpoint.catalogue import loader
from fourpoint.catalogue.entries import EqualityCharacteristicEntry, EqualityLimitEntry, EqualityStageEntry

NOT_KNOWN = "Not known"


def stages() -> tuple[EqualityStageEntry, ...]:
    """Return what can be counted, in the order of the catalogue."""
    return loader.read_entries("equality_stages", EqualityStageEntry, _override())


def comparator() -> EqualityStageEntry:
    """Return the stage with which the others are compared."""
    return next(stage for stage in stages() if stage.comparator)


def characteristics() -> tuple[EqualityCharacteristicEntry, ...]:
    """Return the characteristics by which counts are kept, in the order of the catalogue."""
    return loader.read_entries("equality_characteristics", EqualityCharacteristicEntry, _override())


def threshold() -> int:
    """Return the smallest count above none that is shown."""
    limits = loader.read_entries("equality_limits", EqualityLimitEntry, _override())
    least: int = next(limit.amount for limit in limits if limit.id == "threshold")
    return least


def _override() -> Path | None:
    return getattr(settings, "FOURPOINT_CATALOGUE_OVERRIDE", None)
