"""What the warehouse holds and how good it is: frozen values for the command line and the data pages."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from fourpoint.services.data import checking
from fourpoint.services.data.quality import DataCheck
from fourpoint.warehouse.assembly import period_of, source_checksum
from fourpoint.warehouse.contracts import Source
from fourpoint.warehouse.manifests import Manifest
from fourpoint.warehouse.store import Warehouse


@dataclass(frozen=True, kw_only=True)
class SourceCard:
    """
    A source as a list shows it.

    rows, partitions, rejected  0 when nothing was added yet
    period, vintage             in words; empty when nothing was added
    added_on                    ISO date and time of the newest partition, empty when there is none
    """

    source_id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    kind: str
    frequency: str
    period: str
    vintage: str
    rows: int
    rejected: int
    partitions: int
    added_on: str
    checksum: str
    caveats: tuple[str, ...]

    @property
    def is_held(self) -> bool:
        """Whether the warehouse holds any of it."""
        return self.partitions > 0


def list_sources(warehouse: Warehouse, *, forces: frozenset[str] | None = None) -> tuple[SourceCard, ...]:
    """
    Return every source that the warehouse knows, those that hold data and those that do not, by id.

    forces  names in files of the forces whose partitions count; None: all. Of a source published by force nothing is
            told of any other: neither rows, nor months, nor that there are any
    """
    with warehouse.connect() as db:
        rows = db.execute(
            "select distinct source_id, coalesce(force, ''), lsoa_vintage from partition_info"
            " where lsoa_vintage is not null order by all"
        ).fetchall()
    return tuple(
        _card(
            source,
            tuple(item for item in warehouse.index().of(source.source_id) if _is_told(item, forces)),
            vintages=[
                row[2] for row in rows if row[0] == source.source_id and (forces is None or row[1] in {"", *forces})
            ],
        )
        for _, source in sorted(warehouse.sources().items())
    )


def _is_told(item: Manifest, forces: frozenset[str] | None) -> bool:
    force = item.groups.get("force")
    return forces is None or not force or force in forces


def _card(source: Source, manifests: tuple[Manifest, ...], *, vintages: list[str]) -> SourceCard:
    detected = " and ".join(dict.fromkeys(vintages)) if source.vintage == "detected" else source.vintage
    return SourceCard(
        source_id=source.source_id,
        title=source.title,
        publisher=source.publisher,
        licence=source.licence,
        attribution=source.attribution,
        kind=source.kind,
        frequency=source.frequency,
        period=period_of(source, manifests) if manifests else "",
        vintage=detected if manifests else "",
        rows=sum(item.rows for item in manifests),
        rejected=sum(item.rejected for item in manifests),
        partitions=len(manifests),
        added_on=max((item.added_on for item in manifests), default=""),
        checksum=source_checksum(manifests) if manifests else "",
        caveats=source.caveats,
    )


def check(warehouse: Warehouse, *, today: date, forces: frozenset[str] | None = None) -> DataCheck:
    """
    Return coverage, gaps, copies, rows without place, join rates and freshness of all that is held.

    today   the day to measure freshness from
    forces  names in files of the forces that may be told of; None: all
    """
    found = _check(warehouse.root, warehouse.data_version(), today)
    return found if forces is None else checking.narrow(found, forces)


@lru_cache(maxsize=2)
def _check(root: Path, data_version: str, today: date) -> DataCheck:
    """Stored data do not change within a version, so they are looked through once a day."""
    del data_version
    return checking.check_data(Warehouse(root), today=today)
