"""
Counts at map points, for repeat locations and density. A map point stands for many addresses.
"""

from fourpoint.warehouse.measures import coding, places
from fourpoint.warehouse.measures.steps import Measure, Scope

# 360 and 180 degrees in millionths take 29 and 28 bits; what is left of 63 holds the district.
LONGITUDE_STEP = 2**28
DISTRICT_STEP = 2**57
MOST_DISTRICTS = 62


def snapped_sql(scope: Scope) -> str:
    """
    Return the force's located rows at their map points, with the district by the vintage of the month.

    month, crime_type, longitude, latitude, location
    lsoa_code      as published;  vintage  of the month's neighbourhoods
    district_code  the district it lies in; rows outside the force's area are not there
    rows           count, unit: published rows, > 0
    """
    return f"""
    SELECT c.month, c.crime_type, c.longitude, c.latitude, c.location, c.lsoa_code, m.vintage, h.district_code, c.rows
    FROM street_cube AS c
    JOIN held AS m ON m.month = c.month
    JOIN home AS h ON h.code = c.lsoa_code AND h.vintage = m.vintage
    WHERE c.force = '{scope.force}' AND c.longitude IS NOT NULL
    """


def point_key_sql(points: str) -> str:
    """Return the number of a point: the place of its district (up to 62) and its millionths of a degree, packed."""
    east = f"CAST(ROUND(({points}.longitude + 180) * 1000000) AS BIGINT)"
    north = f"CAST(ROUND(({points}.latitude + 90) * 1000000) AS BIGINT)"
    return f"d.place * {DISTRICT_STEP} + {east} * {LONGITUDE_STEP} + {north}"


def keyed_points_sql(scope: Scope) -> str:
    """
    Return `snapped` with one number for the point, so that points need not be told apart by two floats and a word.

    point_key      the number of the point
    type, month_place, rows  places in `type_places` and `month_places`, and the count
    month, vintage, longitude, latitude, location, lsoa_code, district_code  as `snapped`
    """
    return f"""
    SELECT {point_key_sql("s")} AS point_key,
           t.place AS type, m.place AS month_place, CAST(s.rows AS INTEGER) AS rows,
           s.month, s.vintage, s.longitude, s.latitude, s.location, s.lsoa_code, s.district_code
    FROM snapped AS s
    JOIN type_places AS t ON t.crime_type = s.crime_type
    JOIN month_places AS m ON m.month = s.month
    JOIN district_places AS d ON d.district_code = s.district_code
    """


def stated_points_sql(scope: Scope) -> str:
    """
    Return each point as it was published, once for a vintage: few rows, so that what follows is quick.

    vintage, longitude, latitude, lsoa_code
    location  of several words for it, the last in order of the alphabet
    """
    return f"""
    SELECT m.vintage, c.longitude, c.latitude, c.lsoa_code, MAX(c.location) AS location
    FROM street_cube AS c
    JOIN held AS m ON m.month = c.month
    WHERE c.force = '{scope.force}' AND c.longitude IS NOT NULL
    GROUP BY m.vintage, c.longitude, c.latitude, c.lsoa_code
    """


def map_points_sql(scope: Scope) -> str:
    """
    Return every map point the force's rows were ever given; a point stated in two districts is one in each.

    point_key, vintage    one row for each vintage in which it was published
    district_code, longitude, latitude (degrees, WGS84)
    location, lsoa_code   as published with it; of several, the last in order of the alphabet
    """
    return f"""
    SELECT {point_key_sql("p")} AS point_key, p.vintage, MIN(h.district_code) AS district_code,
           MIN(p.longitude) AS longitude, MIN(p.latitude) AS latitude, MAX(p.location) AS location,
           MAX(p.lsoa_code) AS lsoa_code
    FROM stated_points AS p
    JOIN home AS h ON h.code = p.lsoa_code AND h.vintage = p.vintage
    JOIN district_places AS d ON d.district_code = h.district_code
    GROUP BY {point_key_sql("p")}, p.vintage
    """


def point_counts_sql(scope: Scope) -> str:
    """
    Return counts by map point, crime type and month; a combination may stand in several rows, to be added up.

    point_key    of `map_points`;  type, month_place  places in `type_places` and `month_places`
    rows         count, unit: published rows, > 0
    """
    return "SELECT point_key, type, month_place, rows FROM keyed_points"


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

_KEYED = (
    *_SNAPPED,
    coding.type_places_sql,
    coding.month_places_sql,
    coding.district_places_sql,
    keyed_points_sql,
)

MAP_POINTS = Measure(
    name="map-points",
    title="Map points",
    steps=(places.held_sql, places.home_sql, coding.district_places_sql, stated_points_sql, map_points_sql),
)
POINT_COUNTS = Measure(
    name="point-counts", title="Counts by map point, crime type and month", steps=(*_KEYED, point_counts_sql)
)
REPEAT_LOCATIONS = Measure(
    name="repeat-locations",
    title="Repeat locations by district and crime type",
    steps=(*_SNAPPED, point_totals_sql, repeat_locations_sql),
)
