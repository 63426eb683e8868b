"""What rates are divided by, and how deprived areas are: by neighbourhood and district, each value with its year."""

from fourpoint.warehouse.measures import places
from fourpoint.warehouse.measures.steps import Measure, Scope


def residents_sql(scope: Scope) -> str:
    """
    Return usual residents of the force's neighbourhoods, for every year and source held.

    lsoa_code, vintage, district_code
    year, source_id  what the number is of and where it was read
    persons          unit: residents
    """
    return """
    SELECT h.code AS lsoa_code, h.vintage, h.district_code, p.year, p.source_id, p.persons
    FROM home AS h
    JOIN population AS p ON p.lsoa_code = h.code AND p.lsoa_vintage = h.vintage
    """


def district_residents_sql(scope: Scope) -> str:
    """
    Return usual residents of districts, only where every neighbourhood of the district has a value.

    district_code, vintage, year, source_id
    persons  unit: residents
    """
    return """
    SELECT r.district_code, r.vintage, r.year, r.source_id, CAST(SUM(r.persons) AS BIGINT) AS persons
    FROM residents AS r
    JOIN (SELECT district_code, vintage, COUNT(*) AS areas FROM home GROUP BY district_code, vintage) AS n
      ON n.district_code = r.district_code AND n.vintage = r.vintage
    GROUP BY r.district_code, r.vintage, r.year, r.source_id, n.areas
    HAVING COUNT(r.persons) = n.areas
    """


def deprived_sql(scope: Scope) -> str:
    """
    Return the deprivation of the force's neighbourhoods.

    lsoa_code, vintage, district_code
    index_year, domain      'overall', 'income', ...
    score, rank, decile     1 is the most deprived of England; NULL where not published
    """
    return """
    SELECT h.code AS lsoa_code, h.vintage, h.district_code, d.index_year, d.domain, d.score, d.rank, d.decile
    FROM home AS h
    JOIN deprivation AS d ON d.lsoa_code = h.code AND d.lsoa_vintage = h.vintage
    """


def district_deprivation_sql(scope: Scope) -> str:
    """
    Return how many neighbourhoods of a district are among the most deprived tenth of England.

    district_code, vintage, index_year, domain
    areas       neighbourhoods with a decile
    most        of them in decile 1;  two_most  of them in decile 1 or 2
    """
    return """
    SELECT district_code, vintage, index_year, domain, COUNT(decile) AS areas,
           COUNT(*) FILTER (WHERE decile = 1) AS most, COUNT(*) FILTER (WHERE decile <= 2) AS two_most
    FROM deprived GROUP BY district_code, vintage, index_year, domain
    """


RESIDENTS = Measure(
    name="residents",
    title="Residents by neighbourhood and year",
    steps=(places.held_sql, places.home_sql, residents_sql),
)
DISTRICT_RESIDENTS = Measure(
    name="district-residents",
    title="Residents by district and year",
    steps=(places.held_sql, places.home_sql, residents_sql, district_residents_sql),
)
DEPRIVED = Measure(
    name="deprivation",
    title="Deprivation by neighbourhood",
    steps=(places.held_sql, places.home_sql, deprived_sql),
)
DISTRICT_DEPRIVATION = Measure(
    name="district-deprivation",
    title="Neighbourhoods among the most deprived tenth, by district",
    steps=(places.held_sql, places.home_sql, deprived_sql, district_deprivation_sql),
)
