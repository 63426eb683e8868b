"""
What the warehouse shows: the tables that sources fill, and the views made of them. The one place that says the columns.

Every name and type here is a promise to the measures and the profiles; docs/reference/warehouse-views.md is generated
from it. A table that no source has filled yet is shown empty, with the same columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Columns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class View:
    """
    A view, its columns with SQL types, and what one row is.

    sql   how it is made of stored tables; empty when sources fill it directly
    key   columns that tell rows apart where two partitions may hold the same row (a national and a local extract)
    live  left in Parquet and read there, because it is too large to copy into the store
    """

    name: str
    columns: Columns
    about: str
    sql: str = ""
    key: tuple[str, ...] = ()
    live: bool = False


def _columns(words: str) -> Columns:
    """Columns written as "name TYPE, name TYPE"; a name alone is text."""
    pairs = (item.split() for item in words.split(","))
    return tuple((pair[0], pair[1] if len(pair) > 1 else "VARCHAR") for pair in pairs)


STORED: tuple[View, ...] = (
    View(
        name="street_crime",
        columns=_columns(
            "force, month, crime_id, reported_by, falls_within, longitude DOUBLE, latitude DOUBLE, location, lsoa_code,"
            " lsoa_name, crime_type, outcome, context, line BIGINT"
        ),
        about="One published row of street-level crime or anti-social behaviour; line is its line in the file.",
        live=True,
    ),
    View(
        name="street_cube",
        columns=_columns(
            "force, month, crime_type, lsoa_code, longitude DOUBLE, latitude DOUBLE, location, rows BIGINT"
        ),
        about="Rows of street_crime by type and map point; lsoa_code is NULL where a row has no place.",
        live=True,
    ),
    View(
        name="outcome_cube",
        columns=_columns("force, month, crime_type, lsoa_code, outcome, rows BIGINT"),
        about="Rows of street_crime by type, neighbourhood and last outcome.",
        live=True,
    ),
    View(
        name="outcomes",
        columns=_columns(
            "force, month, crime_id, reported_by, falls_within, longitude DOUBLE, latitude DOUBLE, location, lsoa_code,"
            " lsoa_name, outcome_type, line BIGINT"
        ),
        about="One published outcome of a crime.",
        live=True,
    ),
    View(
        name="stop_search",
        columns=_columns(
            "force, month, type, date TIMESTAMPTZ, part_of_a_policing_operation BOOLEAN, policing_operation,"
            " latitude DOUBLE, longitude DOUBLE, gender, age_range, self_defined_ethnicity, officer_defined_ethnicity,"
            " legislation, object_of_search, outcome, outcome_linked_to_object_of_search BOOLEAN,"
            " removal_of_more_than_just_outer_clothing BOOLEAN, line BIGINT"
        ),
        about="One published stop and search; several rows of one time and place are one stop with several grounds.",
        live=True,
    ),
    View(
        name="boundary",
        columns=_columns("level, vintage, code, name, district_code, wkb BLOB"),
        about=(
            "An area's polygon, WGS84, as WKB. level: lsoa, msoa, ward, district, force, outline (code NULL). A vintage"
            " that ends in -buc is ultra generalised (500 m): for small maps only."
        ),
        key=("level", "vintage", "code", "name"),
    ),
    View(
        name="lsoa_list",
        columns=_columns("code, name, vintage, district_code"),
        about="Neighbourhoods with their district, as boundaries and look-ups list them.",
        key=("code", "vintage"),
    ),
    View(
        name="lsoa_point",
        columns=_columns("code, longitude DOUBLE, latitude DOUBLE"),
        about="Centre point of a neighbourhood of either vintage.",
        key=("code",),
    ),
    View(
        name="lsoa_msoa",
        columns=_columns("lsoa_code, vintage, msoa_code"),
        about="Neighbourhood to middle layer area, where a look-up is published.",
        key=("lsoa_code", "vintage"),
    ),
    View(
        name="lsoa_change",
        columns=_columns("lsoa11, lsoa21, change"),
        about="Neighbourhoods of 2011 to those of 2021: U unchanged, S split, M merged, X neither.",
        key=("lsoa11", "lsoa21"),
    ),
    View(
        name="msoa_list",
        columns=_columns("code, name, vintage"),
        about="Middle layer areas as boundaries list them.",
        key=("code", "vintage"),
    ),
    View(
        name="msoa_readable",
        columns=_columns("code, readable_name"),
        about="House of Commons Library names of middle layer areas.",
        key=("code",),
    ),
    View(
        name="ward_list",
        columns=_columns("code, name, district_code, vintage"),
        about="Wards as boundaries and look-ups list them.",
        key=("code", "vintage"),
    ),
    View(
        name="lsoa_ward",
        columns=_columns("lsoa21, ward_code"),
        about="Neighbourhood (2021) to ward (2024), best fit.",
        key=("lsoa21",),
    ),
    View(
        name="district",
        columns=_columns("code, name, csp_code, csp_name, pfa_code, pfa_name"),
        about="District (2024), its community safety partnership and its police force area.",
        key=("code",),
    ),
    View(
        name="district_code_change",
        columns=_columns("code, name, current_code, current_name, region_name"),
        about="Every district code since 2011 with the code that stands for it today.",
        key=("code",),
    ),
    View(
        name="rural_urban",
        columns=_columns("lsoa_code, vintage, class"),
        about="Rural or urban class of a neighbourhood, in the words of its classification (2011 or 2021).",
        key=("lsoa_code", "vintage"),
    ),
    View(
        name="rural_urban_district",
        columns=_columns("district_code, vintage, class"),
        about="Rural or urban class of a district.",
        key=("district_code", "vintage"),
    ),
    View(
        name="deprivation",
        columns=_columns(
            "lsoa_code, lsoa_vintage, index_year INTEGER, domain, score DOUBLE, rank DOUBLE, decile INTEGER"
        ),
        about="Score, rank and decile of a neighbourhood in a domain; 1 is most deprived in England; NULL not given.",
        key=("lsoa_code", "lsoa_vintage", "index_year", "domain"),
    ),
    View(
        name="deprivation_indicator",
        columns=_columns("lsoa_code, lsoa_vintage, index_year INTEGER, indicator, value DOUBLE"),
        about="An indicator underlying an index; NULL where the publisher suppressed a small count.",
        key=("lsoa_code", "lsoa_vintage", "index_year", "indicator"),
    ),
    View(
        name="population",
        columns=_columns("lsoa_code, lsoa_vintage, year INTEGER, persons BIGINT, source_id"),
        about="Usual residents of a neighbourhood.",
        key=("lsoa_code", "lsoa_vintage", "year", "source_id"),
    ),
    View(
        name="population_age",
        columns=_columns("lsoa_code, lsoa_vintage, year INTEGER, age INTEGER, persons BIGINT"),
        about="Usual residents by single year of age; 90 stands for 90 and over.",
        key=("lsoa_code", "lsoa_vintage", "year", "age"),
    ),
    View(
        name="household",
        columns=_columns("lsoa_code, topic, category, households BIGINT, share DOUBLE"),
        about="Households of census 2021 by category; topics tenure, overcrowding, deprivation, type; share is 0 to 1.",
        key=("lsoa_code", "topic", "category"),
    ),
    View(
        name="district_value",
        columns=_columns("indicator, label, area_code, period, value DOUBLE, unit, source_id"),
        about="A published value of a district; NULL where the publisher gives none.",
        key=("indicator", "area_code", "period", "source_id"),
    ),
    View(
        name="referral",
        columns=_columns("force_name, quarter, exploitation, age, gender, referrals BIGINT"),
        about="Trafficking referrals by police force; rows 'Total' stand beside their parts: filter before summing.",
        key=("force_name", "quarter", "exploitation", "age", "gender"),
    ),
    View(
        name="referral_authority",
        columns=_columns("quarter, exploitation, age, gender, referrals BIGINT"),
        about="Trafficking referrals by all local authorities together; rows 'Total' stand beside their parts.",
        key=("quarter", "exploitation", "age", "gender"),
    ),
    View(
        name="referral_national",
        columns=_columns("quarter, age, location, referrals BIGINT"),
        about="Trafficking referrals of the United Kingdom since 2009; rows 'Total' stand beside their parts.",
        key=("quarter", "age", "location"),
    ),
    View(
        name="irregular_arrival",
        columns=_columns("quarter, method, nationality, region, sex, age, detections BIGINT"),
        about="Detections of irregular arrivals in the United Kingdom, with no place of arrival.",
    ),
    View(
        name="small_boat_referral",
        columns=_columns("quarter, referral, nationality, region, sex, age, referrals BIGINT"),
        about="Small boat arrivals with and without a trafficking referral, United Kingdom.",
    ),
    View(
        name="force_type_count",
        columns=_columns("force_name, month, crime_type, rows BIGINT"),
        about="Published rows by force (its data.police.uk word), month and type: to check our own counts against.",
        key=("force_name", "month", "crime_type"),
    ),
    View(
        name="severity_weight",
        columns=_columns("scheme, crime_type, position INTEGER, weight DOUBLE, source_id"),
        about="Second-hand harm weights, not for official use: they give an idea of size only.",
    ),
)

COMPOSED: tuple[View, ...] = (
    View(
        name="msoa",
        columns=_columns("code, name, vintage, readable_name"),
        about="Middle layer area; readable_name is the House of Commons Library's, NULL where there is none.",
        sql="""
            select m.code, m.name, m.vintage, r.readable_name
            from msoa_list as m left join msoa_readable as r on r.code = m.code
        """,
    ),
    View(
        name="lsoa",
        columns=_columns("code, name, vintage, district_code, msoa_code, longitude DOUBLE, latitude DOUBLE"),
        about=(
            "Neighbourhood of one vintage. Where no look-up is published, msoa_code comes from the name: a"
            " neighbourhood is named as its middle layer area and one letter more."
        ),
        sql="""
            select l.code, l.name, l.vintage, l.district_code, coalesce(k.msoa_code, m.code) as msoa_code,
                   p.longitude, p.latitude
            from lsoa_list as l
            left join lsoa_point as p on p.code = l.code
            left join lsoa_msoa as k on k.lsoa_code = l.code and k.vintage = l.vintage
            left join (select name, vintage, min(code) as code from msoa_list group by name, vintage) as m
                on m.vintage = l.vintage and m.name = left(l.name, length(l.name) - 1)
        """,
    ),
    View(
        name="ward",
        columns=_columns("code, name, district_code"),
        about="Ward, in its newest vintage held.",
        sql="select code, arg_max(name, vintage) as name, arg_max(district_code, vintage) as district_code"
        " from ward_list group by code",
    ),
    View(
        name="partition_info",
        columns=_columns(
            "source_id, partition, force, month, rows BIGINT, rejected BIGINT, lsoa_vintage, join_rate DOUBLE,"
            " checksum, added_on, file, located BIGINT, join_rate_2011 DOUBLE, join_rate_2021 DOUBLE"
        ),
        about=(
            "What was added: one partition of one source. lsoa_vintage is declared by the contract, or detected: the"
            " vintage whose lists hold at least 0.97 of the located rows and clearly more than the other's; NULL when"
            " unknown. join_rate is the share of located rows that join it (of the better vintage when unknown)."
        ),
    ),
    View(
        name="force_area",
        columns=_columns("force, pfa_code, pfa_name, share DOUBLE"),
        about="The police force area in which more than half of a force's located rows fall.",
        sql="""
            with placed as (
                select c.force, d.pfa_code, d.pfa_name, sum(c.rows) as rows
                from area_count as c
                join partition_info as i on i.source_id = c.source_id and i.partition = c.partition
                left join lsoa_list as l on l.code = c.code and l.vintage = i.lsoa_vintage
                left join district as d on d.code = l.district_code
                where c.force is not null
                group by c.force, d.pfa_code, d.pfa_name
            ), shared as (
                select force, pfa_code, pfa_name, rows / sum(rows) over (partition by force) as share from placed
            )
            select force, pfa_code, pfa_name, share from shared where pfa_code is not null and share > 0.5
        """,
    ),
    View(
        name="source_info",
        columns=_columns(
            "source_id, title, publisher, licence, attribution, vintage, period, checksum, rows BIGINT,"
            " partitions BIGINT, caveats VARCHAR[]"
        ),
        about="A source that holds data. checksum is SHA-256 over its partitions' checksums; caveats is a list.",
    ),
)

VIEWS: tuple[View, ...] = STORED + COMPOSED
BY_NAME: dict[str, View] = {view.name: view for view in VIEWS}

# Codes and rows of every partition with a neighbourhood column: from it vintages and force areas are found.
AREA_COUNT = View(
    name="area_count",
    columns=_columns("source_id, partition, force, code, rows BIGINT"),
    about="Rows of a partition by neighbourhood code; for detecting vintages.",
)


def empty_sql(view: View) -> str:
    """A query of the view's columns and no rows."""
    return "select " + ", ".join(f'null::{kind} as "{name}"' for name, kind in view.columns) + " where false"


def typed_sql(view: View, query: str, given: Mapping[str, str] | None = None) -> str:
    """
    The query with exactly the view's columns, in its order and of its types.

    given  SQL of columns that the query does not have, by name; of the right type as it is
    """
    columns = {name: f'"{name}"::{kind}' for name, kind in view.columns} | dict(given or {})
    return "select " + ", ".join(f'{columns[name]} as "{name}"' for name, _ in view.columns) + f" from ({query})"
