"""
Where the rows of a force lie: each month by the look-up of its own vintage, rows without a place kept apart.

Every published row ends in exactly one of three places: located (in a neighbourhood of the force's area), unlocated
(published without a location) or outside (a neighbourhood that is not one of the force's area).
"""

from fourpoint.warehouse.measures.steps import Scope

SOURCE = "police-street"
LOCATED, UNLOCATED, OUTSIDE = "located", "unlocated", "outside"

# The words for rows that are read and not counted in an area, by place.
REASONS = {
    UNLOCATED: "no place was published, so the district is not known (whole force)",
    OUTSIDE: "the published place lies outside the force's districts",
}


def held_sql(scope: Scope) -> str:
    """
    Return the months that are held of the force's street-level crime.

    month    YYYY-MM
    vintage  neighbourhood codes of that month's file, '2011' or '2021'; NULL when they join to neither list
    """
    return f"""
    SELECT month, lsoa_vintage AS vintage
    FROM partition_info
    WHERE source_id = '{SOURCE}' AND force = '{scope.force}'
    """


def home_sql(scope: Scope) -> str:
    """
    Return the neighbourhoods of the force's area, of each vintage.

    code, name     published code and name
    vintage        '2011' or '2021'
    district_code  district it lies in
    """
    return f"""
    SELECT l.code, l.name, l.vintage, l.district_code
    FROM lsoa AS l
    JOIN district AS d ON d.code = l.district_code
    JOIN force_area AS a ON a.pfa_code = d.pfa_code
    WHERE a.force = '{scope.force}'
    """


def counted_sql(scope: Scope) -> str:
    """
    Return the force's rows by month, type and neighbourhood, whether it is one of its own or not.

    month, crime_type  as published
    lsoa_code          as published; NULL without a location
    rows               count, unit: published rows, > 0
    """
    return f"""
    SELECT month, crime_type, lsoa_code, CAST(SUM(rows) AS BIGINT) AS rows
    FROM outcome_cube
    WHERE force = '{scope.force}'
    GROUP BY month, crime_type, lsoa_code
    """


def placed_sql(scope: Scope) -> str:
    """
    Return `counted` with the place of each row, by the vintage of its own month.

    month, crime_type, lsoa_code, rows  as `counted`
    vintage        of the month
    district_code  NULL unless located
    place          'located', 'unlocated' or 'outside'
    """
    return f"""
    SELECT c.month, c.crime_type, c.lsoa_code, c.rows, m.vintage, h.district_code,
           CASE WHEN c.lsoa_code IS NULL THEN '{UNLOCATED}'
                WHEN h.district_code IS NULL THEN '{OUTSIDE}' ELSE '{LOCATED}' END AS place
    FROM counted AS c
    JOIN held AS m ON m.month = c.month
    LEFT JOIN home AS h ON h.code = c.lsoa_code AND h.vintage = m.vintage
    """
