"""The steps that give the cube its numbers: months, types, outcomes and neighbourhoods as places in lists, from 0."""

from fourpoint.warehouse.measures import places
from fourpoint.warehouse.measures.steps import Measure, Scope

UNLOCATED, OUTSIDE = -1, -2


def month_places_sql(scope: Scope) -> str:
    """
    Return the months held in order.

    place    0 for the first
    month    YYYY-MM;  vintage  of its neighbourhood codes, NULL when unknown
    """
    return "SELECT CAST(ROW_NUMBER() OVER (ORDER BY month) - 1 AS INTEGER) AS place, month, vintage FROM held"


def type_places_sql(scope: Scope) -> str:
    """
    Return the crime types that occur, in order of their names.

    place, crime_type
    """
    return f"""
    SELECT CAST(ROW_NUMBER() OVER (ORDER BY crime_type) - 1 AS INTEGER) AS place, crime_type
    FROM (SELECT DISTINCT crime_type FROM outcome_cube WHERE force = '{scope.force}') AS t
    """


def outcome_places_sql(scope: Scope) -> str:
    """
    Return the outcomes that occur, in order of their names.

    place, outcome
    """
    return f"""
    SELECT CAST(ROW_NUMBER() OVER (ORDER BY outcome) - 1 AS INTEGER) AS place, outcome
    FROM (SELECT DISTINCT outcome FROM outcome_cube WHERE force = '{scope.force}' AND outcome IS NOT NULL) AS t
    """


def area_places_sql(scope: Scope) -> str:
    """
    Return the neighbourhoods of the force's area in order of vintage and code.

    place, vintage, code, name, district_code
    """
    return """
    SELECT CAST(ROW_NUMBER() OVER (ORDER BY vintage, code) - 1 AS INTEGER) AS place, vintage, code, name, district_code
    FROM home
    """


def district_places_sql(scope: Scope) -> str:
    """
    Return the districts of the force's area in order of code.

    place, district_code
    """
    return """
    SELECT CAST(ROW_NUMBER() OVER (ORDER BY district_code) - 1 AS BIGINT) AS place, district_code
    FROM (SELECT DISTINCT district_code FROM home) AS t
    """


def coded_sql(scope: Scope) -> str:
    """
    Return the force's rows by the places of their neighbourhood, type, outcome and month.

    area     place, by the vintage of the month; -1 without a location, -2 outside the force's area
    type, month
    outcome  place; -1 where the row can have none
    rows     count, unit: published rows, > 0
    """
    return f"""
    SELECT COALESCE(a.place, CASE WHEN c.lsoa_code IS NULL THEN {UNLOCATED} ELSE {OUTSIDE} END) AS area,
           t.place AS type, COALESCE(o.place, -1) AS outcome, m.place AS month, CAST(c.rows AS INTEGER) AS rows
    FROM outcome_cube AS c
    JOIN month_places AS m ON m.month = c.month
    JOIN type_places AS t ON t.crime_type = c.crime_type
    LEFT JOIN outcome_places AS o ON o.outcome = c.outcome
    LEFT JOIN area_places AS a ON a.code = c.lsoa_code AND a.vintage = m.vintage
    WHERE c.force = '{scope.force}'
    """


MONTH_PLACES = Measure(name="month-places", title="Months of a force", steps=(places.held_sql, month_places_sql))
TYPE_PLACES = Measure(name="type-places", title="Crime types of a force", steps=(type_places_sql,))
OUTCOME_PLACES = Measure(name="outcome-places", title="Outcomes of a force", steps=(outcome_places_sql,))
AREA_PLACES = Measure(
    name="area-places", title="Neighbourhoods of a force's area", steps=(places.home_sql, area_places_sql)
)
CODED = Measure(
    name="coded",
    title="All rows of a force by places in lists",
    steps=(
        places.held_sql,
        places.home_sql,
        month_places_sql,
        type_places_sql,
        outcome_places_sql,
        area_places_sql,
        coded_sql,
    ),
)
