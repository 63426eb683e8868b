"""Concentration by district and crime type, worked in SQL; beside chance it is set by `domain.concentration`."""

from fourpoint.warehouse.measures import counts, places
from fourpoint.warehouse.measures.steps import Measure, Scope


def newest_sql(scope: Scope) -> str:
    """
    Return the newest vintage held and its months: concentration may not mix vintages.

    month, vintage
    """
    return """
    SELECT month, vintage FROM held WHERE vintage = (SELECT MAX(vintage) FROM held)
    """


def neighbourhood_totals_sql(scope: Scope) -> str:
    """
    Return counts by neighbourhood and crime type over the months of the newest vintage.

    district_code, lsoa_code, crime_type
    rows   count, unit: published rows, > 0
    place  1 for the busiest neighbourhood of the district for that type, equals by code
    """
    return """
    SELECT district_code, lsoa_code, crime_type, rows,
           ROW_NUMBER() OVER (PARTITION BY district_code, crime_type ORDER BY rows DESC, lsoa_code) AS place
    FROM (
        SELECT n.district_code, n.lsoa_code, n.crime_type, CAST(SUM(n.rows) AS BIGINT) AS rows
        FROM neighbourhood_counts AS n
        JOIN newest AS v ON v.month = n.month
        GROUP BY n.district_code, n.lsoa_code, n.crime_type
    ) AS t
    """


def neighbourhoods_sql(scope: Scope) -> str:
    """
    Return how many neighbourhoods of the newest vintage each district has, and how many the top 5 % are.

    district_code
    areas      number of neighbourhoods, with or without crime
    top_areas  the smallest whole number not below 5 % of them
    """
    return """
    SELECT district_code, COUNT(*) AS areas, CAST(CEIL(COUNT(*) / 20.0) AS BIGINT) AS top_areas
    FROM home WHERE vintage = (SELECT MAX(vintage) FROM held)
    GROUP BY district_code
    """


def concentration_sql(scope: Scope) -> str:
    """
    Return the share of rows in the busiest 5 % of neighbourhoods.

    district_code, crime_type, areas, top_areas
    rows       unit: published rows, > 0
    top_share  0 to 1
    """
    return """
    SELECT t.district_code, t.crime_type, n.areas, n.top_areas, CAST(SUM(t.rows) AS BIGINT) AS rows,
           CAST(SUM(CASE WHEN t.place <= n.top_areas THEN t.rows ELSE 0 END) AS DOUBLE) / SUM(t.rows) AS top_share
    FROM neighbourhood_totals AS t
    JOIN neighbourhoods AS n ON n.district_code = t.district_code
    GROUP BY t.district_code, t.crime_type, n.areas, n.top_areas
    """


CONCENTRATION = Measure(
    name="concentration",
    title="Share of crime in the busiest 5 % of neighbourhoods",
    steps=(
        places.held_sql,
        places.home_sql,
        places.counted_sql,
        places.placed_sql,
        counts.neighbourhood_counts_sql,
        newest_sql,
        neighbourhood_totals_sql,
        neighbourhoods_sql,
        concentration_sql,
    ),
)
