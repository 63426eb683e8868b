"""Counts of street-level crime: by district, by neighbourhood, and what was left out with the reason."""

from fourpoint.warehouse.measures import places
from fourpoint.warehouse.measures.steps import Measure, Scope


def monthly_counts_sql(scope: Scope) -> str:
    """
    Return counts by district, crime type and month.

    district_code, crime_type, month
    rows  count, unit: published rows, > 0; a combination without a row is not there
    """
    return f"""
    SELECT district_code, crime_type, month, CAST(SUM(rows) AS BIGINT) AS rows
    FROM placed WHERE place = '{places.LOCATED}'
    GROUP BY district_code, crime_type, month
    """


def neighbourhood_counts_sql(scope: Scope) -> str:
    """
    Return counts by neighbourhood, crime type and month: the input of concentration, hot spots and maps.

    lsoa_code, district_code, crime_type, month
    vintage  of the month: sums may run over months of one vintage only
    rows     count, unit: published rows, > 0
    """
    return f"""
    SELECT lsoa_code, vintage, district_code, crime_type, month, rows
    FROM placed WHERE place = '{places.LOCATED}'
    """


def left_out_sql(scope: Scope) -> str:
    """
    Return the rows that are counted for the force and in no area of it.

    place  'unlocated' or 'outside'
    crime_type, month
    rows   count, unit: published rows, > 0
    """
    return f"""
    SELECT place, crime_type, month, CAST(SUM(rows) AS BIGINT) AS rows
    FROM placed WHERE place <> '{places.LOCATED}'
    GROUP BY place, crime_type, month
    """


def force_counts_sql(scope: Scope) -> str:
    """
    Return counts of the whole force, every published row of it.

    crime_type, month
    rows  count, unit: published rows, > 0
    """
    return "SELECT crime_type, month, CAST(SUM(rows) AS BIGINT) AS rows FROM placed GROUP BY crime_type, month"


_PLACED = (places.held_sql, places.home_sql, places.counted_sql, places.placed_sql)

MONTHLY_COUNTS = Measure(
    name="monthly-counts", title="Counts by district, crime type and month", steps=(*_PLACED, monthly_counts_sql)
)
NEIGHBOURHOOD_COUNTS = Measure(
    name="neighbourhood-counts",
    title="Counts by neighbourhood, crime type and month",
    steps=(*_PLACED, neighbourhood_counts_sql),
)
LEFT_OUT = Measure(name="left-out", title="Rows in no area, by reason", steps=(*_PLACED, left_out_sql))
FORCE_COUNTS = Measure(
    name="force-counts", title="Counts of the whole force by crime type and month", steps=(*_PLACED, force_counts_sql)
)
