"""What a data check finds, as frozen values: for the command line, the data pages and the profiles' notices."""

from dataclasses import dataclass

from fourpoint.domain.supply import SupplyGap


@dataclass(frozen=True, kw_only=True)
class MonthCheck:
    """
    One month of one force's street-level rows.

    without_place  rows with no neighbourhood
    lsoa_vintage   vintage of its codes, empty when it cannot be told
    join_rate      share of located rows whose code is in the lists of that vintage, None when no row is located
    outside        located rows in no district of the force's area; None when the area or the vintage is not known
    """

    month: str
    rows: int
    rejected: int
    without_place: int
    lsoa_vintage: str
    join_rate: float | None
    outside: int | None

    @property
    def share_without_place(self) -> float:
        """Rows without a place, 0 to 1."""
        return self.without_place / self.rows if self.rows else 0.0


@dataclass(frozen=True, kw_only=True)
class ForceCheck:
    """
    The street-level rows of one force.

    area_code, area_name  the police force area in which most of its rows fall, empty when not known
    missing               months between the first and the last that are not held
    supply_gaps           months that are held but look incomplete
    copies                rows that are exact copies of an earlier one, and how many of them are anti-social behaviour
    repeated_ids          crime IDs that stand on more than one row
    months_behind         months between the last held and the month of the check
    """

    force: str
    area_code: str
    area_name: str
    months: tuple[MonthCheck, ...]
    missing: tuple[str, ...]
    supply_gaps: tuple[SupplyGap, ...]
    copies: int
    copies_of_asb: int
    repeated_ids: int
    months_behind: int

    @property
    def rows(self) -> int:
        """Rows of all months."""
        return sum(month.rows for month in self.months)


@dataclass(frozen=True, kw_only=True)
class JoinCheck:
    """
    How well a partition's neighbourhood codes join the lists of its vintage, declared or detected.

    force  whose partition it is, empty for a source that is not published by force
    """

    source_id: str
    partition: str
    lsoa_vintage: str
    located: int
    join_rate: float
    force: str = ""


@dataclass(frozen=True, kw_only=True)
class DataCheck:
    """
    The state of the data on a day.

    findings  what a person should know, in sentences; empty when there is nothing to say
    """

    checked_on: str
    data_version: str
    forces: tuple[ForceCheck, ...]
    joins: tuple[JoinCheck, ...]
    findings: tuple[str, ...]
