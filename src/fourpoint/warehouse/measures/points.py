"""
Counts at map points, for repeat locations and density. A map point stands for many addresses.
"""

from fourpoint.warehouse.measures import coding, places
from fourpoint.warehouse.measures.steps import Measure, Scope


def snapped_sql(scope: Scope) -> str:
    """
    Return the force's located rows at their map points, with the district by the vintage of the month.

    month, crime_type, longitude, latitude, location
    lsoa_code      as published, of the month's vintage
    district_code  the district it lies in; rows outside the force's area are not there
    rows           count, unit: published rows, > 0
    """
    return f"""
    SELECT c.month, c.crime_type, c.longitude, c.latitude, c.location, c.lsoa_code, h.district_code, c.rows
    FROM street_cube AS c
    JOIN held AS m ON m.month = c.month
    JOIN home AS h ON h.code = c.lsoa_code AND h.vintage = m.vintage
    WHERE c.force = '{scope.force}' AND c.longitude IS NOT NULL
    """


def map_points_sql(scope: Scope) -> str:
    """
    Return every map point the force's rows were ever given, numbered.

    point      0, 1, 2, ... by district, longitude and latitude
    district_code, longitude, latitude (degrees, WGS84)
    location   its published words; lsoa_code  its newest neighbourhood
    """
    return """
    SELECT ROW_NUMBER() OVER (ORDER BY district_code, longitude, latitude) - 1 AS point,
           district_code, longitude, latitude,
           MAX_BY(location, month) AS location, MAX_BY(lsoa_code, month) AS lsoa_code
    FROM snapped GROUP BY district_code, longitude, latitude
    """


def coded_points_sql(scope: Scope) -> str:
    """
    Return counts by the places of map point, crime type and month.

    point  number in `map_points`;  type, month  places in `type_places` and `month_places`
    rows   count, unit: published rows, > 0
    """
    return """
    SELECT CAST(p.point AS INTEGER) AS point, t.place AS type, m.place AS month, CAST(SUM(s.rows) AS INTEGER) AS rows
    FROM snapped AS s
    JOIN map_points AS p
      ON p.district_code = s.district_code AND p.longitude = s.longitude AND p.latitude = s.latitude
    JOIN type_places AS t ON t.crime_type = s.crime_type
    JOIN month_places AS m ON m.month = s.month
    GROUP BY p.point, t.place, m.place
    """


def point_totals_sql(scope: Scope) -> str:
    """
    Return counts by map point and crime type over all months held.

    district_code, longitude, latitude, crime_type
    rows  count, unit: published rows, > 0
    """
    return """
    SELECT district_code, longitude, latitude, crime_type, CAST(SUM(rows) AS BIGINT) AS rows
    FROM snapped GROUP BY district_code, longitude, latitude, crime_type
    """


def repeat_locations_sql(scope: Scope) -> str:
    """
    Return how many rows fell on map points that have two or more, over all months held.

    district_code, crime_type
    points         map points with a row;        repeat_points  those with two rows or more
    rows           unit: published rows, > 0;    repeat_rows    those of them at repeat points
    """
    return """
    SELECT district_code, crime_type, COUNT(*) AS points, COUNT(*) FILTER (WHERE rows >= 2) AS repeat_points,
           CAST(SUM(rows) AS BIGINT) AS rows,
           CAST(SUM(CASE WHEN rows >= 2 THEN rows ELSE 0 END) AS BIGINT) AS repeat_rows
    FROM point_totals GROUP BY district_code, crime_type
    """


_SNAPPED = (places.held_sql, places.home_sql, snapped_sql)

MAP_POINTS = Measure(name="map-points", title="Map points", steps=(*_SNAPPED, map_points_sql))
CODED_POINTS = Measure(
    name="point-counts",
    title="Counts by map point, crime type and month",
    steps=(*_SNAPPED, map_points_sql, coding.type_places_sql, coding.month_places_sql, coded_points_sql),
)
REPEAT_LOCATIONS = Measure(
    name="repeat-locations",
    title="Repeat locations by district and crime type",
    steps=(*_SNAPPED, point_totals_sql, repeat_locations_sql),
)
