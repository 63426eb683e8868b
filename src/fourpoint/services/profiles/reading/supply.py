"""Which months of a force came incomplete, by the rule of the domain, so that a gap is never told as a fall."""

from fourpoint.domain import months as calendar
from fourpoint.domain.supply import SupplyGap, find_supply_gaps
from fourpoint.warehouse.measures.cube import ForceCube

ASB = "Anti-social behaviour"


def supply_gaps(crime: ForceCube) -> tuple[SupplyGap, ...]:
    """Return the held months whose crimes are far below those of the months around them."""
    kinds = [kind for kind in crime.crime_types if kind != ASB]
    totals = crime.monthly(crime.area_code, kinds, crime.months)
    return find_supply_gaps({month: int(rows) for month, rows in zip(crime.months, totals, strict=True)})


def gap_in_words(gap: SupplyGap) -> str:
    """Return the month with what it holds and what its neighbours suggest, to stand in a list."""
    return f"{calendar.in_words(gap.month)} ({gap.rows:,} crimes held, about {gap.usual:,.0f} usual)"
