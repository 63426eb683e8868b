"""Looks through every force's street-level rows for gaps, copies and rows that do not join: for `queries.check`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb

from fourpoint.domain.months import gaps
from fourpoint.domain.supply import find_supply_gaps
from fourpoint.services.data.quality import DataCheck, ForceCheck, JoinCheck, MonthCheck
from fourpoint.warehouse.store import Warehouse

ASB = "Anti-social behaviour"
_LEAST_JOIN = 0.97

_MONTHS = """
    with placed as (
        select c.force, c.month, sum(c.rows) as rows, sum(c.rows) filter (where c.lsoa_code is null) as without_place,
               sum(c.rows) filter (where c.lsoa_code is not null and d.pfa_code is distinct from f.pfa_code) as outside
        from outcome_cube as c
        join partition_info as i on i.source_id = 'police-street' and i.force = c.force and i.month = c.month
        left join lsoa as l on l.code = c.lsoa_code and l.vintage = i.lsoa_vintage
        left join district as d on d.code = l.district_code
        left join force_area as f on f.force = c.force
        group by c.force, c.month
    )
    select p.month, p.rows, i.rejected, coalesce(p.without_place, 0), coalesce(i.lsoa_vintage, ''), i.join_rate,
           case when f.pfa_code is not null and i.lsoa_vintage is not null then coalesce(p.outside, 0) end
    from placed as p
    join partition_info as i on i.source_id = 'police-street' and i.force = p.force and i.month = p.month
    left join force_area as f on f.force = p.force
    where p.force = ? order by p.month
"""

_COPIES = """
    select coalesce(sum(times - 1), 0)::bigint,
           coalesce(sum(times - 1) filter (where crime_type = ?), 0)::bigint
    from (
        select crime_type, count(*) as times from street_crime where force = ?
        group by month, crime_id, reported_by, falls_within, longitude, latitude, location, lsoa_code, lsoa_name,
                 crime_type, outcome, context
        having count(*) > 1
    )
"""

_REPEATED = """
    select count(*) from (
        select crime_id from street_crime where force = ? and crime_id is not null group by crime_id having count(*) > 1
    )
"""


def check_data(warehouse: Warehouse, *, today: date) -> DataCheck:
    """Return what there is to say about the data held; see `quality` for every value."""
    with warehouse.connect() as db:
        named = db.execute("select distinct force from outcome_cube order by force").fetchall()
        forces = tuple(_force(db, row[0], today) for row in named)
        joins = tuple(_joins(db))
    return DataCheck(
        checked_on=today.isoformat(),
        data_version=warehouse.data_version(),
        forces=forces,
        joins=joins,
        findings=(*_gone(warehouse), *_findings(forces, joins)),
    )


def narrow(found: DataCheck, forces: frozenset[str]) -> DataCheck:
    """Return the check without a word of any other force than those, named as their files are."""
    kept = tuple(one for one in found.forces if one.force in forces)
    joins = tuple(one for one in found.joins if not one.force or one.force in forces)
    return replace(found, forces=kept, joins=joins, findings=_findings(kept, joins))


def _gone(warehouse: Warehouse) -> Iterator[str]:
    for item in warehouse.index().gone:
        yield (
            f"{item.source_id} {item.partition}: its folder was removed from the warehouse, so it is not held: add"
            f" {item.file} again with `data add {item.source_id}`."
        )


def _findings(forces: tuple[ForceCheck, ...], joins: tuple[JoinCheck, ...]) -> tuple[str, ...]:
    return (*(line for force in forces for line in _force_findings(force)), *_join_findings(joins))


def _force(db: duckdb.DuckDBPyConnection, force: str, today: date) -> ForceCheck:
    months = tuple(
        MonthCheck(
            month=row[0], rows=row[1], rejected=row[2], without_place=row[3], lsoa_vintage=row[4], join_rate=row[5],
            outside=row[6],
        )
        for row in db.execute(_MONTHS, [force]).fetchall()
    )  # fmt: skip
    crimes = db.execute(
        "select month, coalesce(sum(rows) filter (where crime_type <> ?), 0)::bigint from outcome_cube"
        " where force = ? group by month",
        [ASB, force],
    ).fetchall()
    area = db.execute("select pfa_code, pfa_name from force_area where force = ?", [force]).fetchone() or ("", "")
    copies, copies_of_asb = db.execute(_COPIES, [ASB, force]).fetchone() or (0, 0)
    repeated = db.execute(_REPEATED, [force]).fetchone() or (0,)
    return ForceCheck(
        force=force,
        area_code=area[0],
        area_name=area[1],
        months=months,
        missing=gaps(month.month for month in months),
        supply_gaps=find_supply_gaps(dict(crimes)),
        copies=copies,
        copies_of_asb=copies_of_asb,
        repeated_ids=repeated[0],
        months_behind=_between(months[-1].month, today),
    )


def _between(month: str, today: date) -> int:
    return (today.year - int(month[:4])) * 12 + today.month - int(month[5:])


def _joins(db: duckdb.DuckDBPyConnection) -> Iterator[JoinCheck]:
    rows = db.execute(
        "select source_id, partition, coalesce(force, ''), coalesce(lsoa_vintage, ''), located, join_rate"
        " from partition_info where join_rate is not null order by source_id, partition"
    ).fetchall()
    for source_id, partition, force, vintage, located, rate in rows:
        yield JoinCheck(
            source_id=source_id,
            partition=partition,
            force=force,
            lsoa_vintage=vintage,
            located=located,
            join_rate=rate,
        )


def _force_findings(check: ForceCheck) -> Iterator[str]:
    if not check.area_code:
        yield f"{check.force}: no police force area holds most of its rows: add its look-ups and boundaries."
    if check.missing:
        yield f"{check.force}: {len(check.missing)} months are missing between the first and the last held."
    for gap in check.supply_gaps:
        yield f"{check.force}: {gap.text}"
    for month in check.months:
        if not month.lsoa_vintage:
            yield f"{check.force}: the vintage of the neighbourhood codes of {month.month} cannot be told."
        if month.rejected:
            yield f"{check.force}: {month.rejected:,} rows of {month.month} were set aside (see its rejects.csv)."
    if check.repeated_ids:
        yield f"{check.force}: {check.repeated_ids} crime IDs stand on more than one row; all rows are kept."


def _join_findings(joins: tuple[JoinCheck, ...]) -> Iterator[str]:
    for join in joins:
        if join.join_rate < _LEAST_JOIN:
            lists = f"list of {join.lsoa_vintage}" if join.lsoa_vintage else "list"
            yield (
                f"{join.source_id} {join.partition}: only {join.join_rate:.1%} of its located rows join a neighbourhood"
                f" {lists}: add the boundaries or look-ups it needs."
            )
