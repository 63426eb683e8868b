"""How `data check` draws coverage: a gap is a word, and a year without data stands there too."""

from io import StringIO

from rich.console import Console
from rich.table import Table

from fourpoint.config.commands.coverage import draw_forces, draw_months, say_joins
from fourpoint.services.data.quality import DataCheck, ForceCheck, JoinCheck, MonthCheck


def month(name: str, rows: int) -> MonthCheck:
    return MonthCheck(
        month=name, rows=rows, rejected=2, without_place=rows // 100, lsoa_vintage="2021", join_rate=0.995, outside=0
    )


FORCE = ForceCheck(
    force="northmoor",
    area_code="E23999999",
    area_name="Northmoor",
    months=(month("2023-11", 12_300), month("2025-02", 10_000)),
    missing=("2023-12", "2024-01"),
    supply_gaps=(),
    copies=3,
    copies_of_asb=2,
    repeated_ids=1,
    months_behind=4,
)


def check(*joins: JoinCheck) -> DataCheck:
    return DataCheck(checked_on="2025-06-01", data_version="v", forces=(FORCE,), joins=joins, findings=())


def lines(table: Table) -> list[list[str]]:
    console = Console(width=120, file=StringIO())
    console.print(table)
    assert isinstance(console.file, StringIO)
    return [line.split() for line in console.file.getvalue().splitlines()]


def test_months_are_thousands_gaps_are_words_and_no_year_is_left_out():
    drawn = {line[0]: line[1:] for line in lines(draw_months(FORCE)) if line}

    assert drawn["2023"][-2:] == ["12.3", "gap"]
    assert drawn["2024"][0] == "gap"
    assert drawn["2025"][1] == "10.0"


def test_quality_of_a_force_counts_its_months_together():
    drawn = next(line for line in lines(draw_forces(check())) if line and line[0] == "northmoor")

    assert drawn[1:] == ["22,300", "223", "(1.0%)", "4", "3", "2", "1", "99.5%", "or", "more", "4", "months", "ago"]


def test_joins_are_told_only_where_codes_do_not_join():
    whole = JoinCheck(source_id="deprivation-2019", partition="all", lsoa_vintage="2011", located=900, join_rate=1.0)
    part = JoinCheck(source_id="population-2020", partition="all", lsoa_vintage="2011", located=1000, join_rate=0.98)

    assert list(say_joins(check(whole, part))) == ["population-2020 all: 98.0% of 1,000 codes join."]
