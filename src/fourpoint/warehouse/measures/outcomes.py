"""Last published outcomes by area and month; what they mean by the age of the crime is for `domain.outcomes`."""

from fourpoint.warehouse.measures import places
from fourpoint.warehouse.measures.steps import Measure, Scope


def resolved_sql(scope: Scope) -> str:
    """
    Return the force's rows by outcome, with the district by the vintage of the month.

    month, crime_type
    district_code  NULL for rows without a location or outside the force's area
    outcome        last published outcome; NULL where the row can have none (anti-social behaviour)
    rows           count, unit: published rows, > 0
    """
    return f"""
    SELECT c.month, c.crime_type, h.district_code, c.outcome, c.rows
    FROM outcome_cube AS c
    JOIN held AS m ON m.month = c.month
    LEFT JOIN home AS h ON h.code = c.lsoa_code AND h.vintage = m.vintage
    WHERE c.force = '{scope.force}'
    """


def outcome_counts_sql(scope: Scope) -> str:
    """
    Return rows by district, crime type, last outcome and month.

    district_code, crime_type, outcome, month  as `resolved`
    rows  count, unit: published rows, > 0
    """
    return """
    SELECT district_code, crime_type, outcome, month, CAST(SUM(rows) AS BIGINT) AS rows
    FROM resolved GROUP BY district_code, crime_type, outcome, month
    """


OUTCOME_COUNTS = Measure(
    name="outcome-counts",
    title="Last outcomes by district, crime type and month",
    steps=(places.held_sql, places.home_sql, resolved_sql, outcome_counts_sql),
)
