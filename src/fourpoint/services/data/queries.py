"""What the warehouse holds and how good it is: frozen values for the command line and the data pages."""

from dataclasses import dataclass
from datetime import date

from fourpoint.services.data import checking
from fourpoint.services.data.quality import DataCheck
from fourpoint.warehouse.contracts import Source
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


def list_sources(warehouse: Warehouse) -> tuple[SourceCard, ...]:
    """Return every source that the warehouse knows, those that hold data and those that do not, by id."""
    with warehouse.connect() as db:
        held = {
            row[0]: row[1:]
            for row in db.execute("select source_id, period, vintage, checksum from source_info").fetchall()
        }
    return tuple(
        _card(warehouse, source, held.get(source.source_id)) for _, source in sorted(warehouse.sources().items())
    )


def _card(warehouse: Warehouse, source: Source, held: tuple[str, ...] | None) -> SourceCard:
    period, vintage, checksum = held or ("", "", "")
    manifests = warehouse.index().of(source.source_id)
    return SourceCard(
        source_id=source.source_id,
        title=source.title,
        publisher=source.publisher,
        licence=source.licence,
        attribution=source.attribution,
        kind=source.kind,
        frequency=source.frequency,
        period=period,
        vintage=vintage,
        rows=sum(item.rows for item in manifests),
        rejected=sum(item.rejected for item in manifests),
        partitions=len(manifests),
        added_on=max((item.added_on for item in manifests), default=""),
        checksum=checksum,
        caveats=source.caveats,
    )


def check(warehouse: Warehouse, *, today: date) -> DataCheck:
    """
    Return coverage, gaps, copies, rows without place, join rates and freshness of all that is held.

    today  the day to measure freshness from
    """
    return checking.check_data(warehouse, today=today)
