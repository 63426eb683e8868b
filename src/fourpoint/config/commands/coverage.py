"""How `data check` draws what the data hold: one line a year and force, one column a month."""

from collections.abc import Iterator

from rich.table import Table

from fourpoint.services.data.quality import DataCheck, ForceCheck, MonthCheck

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def draw_months(force: ForceCheck) -> Table:
    """Return thousands of rows by month of one force, every year from the first to the last; a gap is a word."""
    title = f"{force.force}, {force.area_name or 'area not known'}: thousand street-level rows by month"
    table = Table("year", *MONTHS, title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    held = {month.month: month for month in force.months}
    for year in range(int(min(held)[:4]), int(max(held)[:4]) + 1):
        cells = (_cell(force, held, f"{year}-{number:02d}") for number in range(1, 13))
        table.add_row(str(year), *cells)
    return table


def draw_forces(check: DataCheck) -> Table:
    """Return what one line a force can say: rows, rows without a place, copies, freshness."""
    table = Table(
        "force", "rows", "no place", "set aside", "copies", "of ASB", "IDs twice", "codes join", "newest",
        title="Quality of the street-level rows", title_justify="left", box=None, padding=(0, 2, 0, 0),
    )  # fmt: skip
    for force in check.forces:
        rows = force.rows or 1
        without = sum(month.without_place for month in force.months)
        rates = [month.join_rate for month in force.months if month.join_rate is not None]
        table.add_row(
            force.force,
            f"{force.rows:,}",
            f"{without:,} ({without / rows:.1%})",
            f"{sum(month.rejected for month in force.months):,}",
            f"{force.copies:,}",
            f"{force.copies_of_asb:,}",
            f"{force.repeated_ids:,}",
            f"{min(rates):.1%} or more" if rates else "not known",
            f"{force.months_behind} months ago",
        )
    return table


WORDS = (
    "no place: no neighbourhood was published. copies: rows exactly like an earlier one; those of ASB (anti-social"
    " behaviour) can be separate incidents. codes join: neighbourhoods found in the official lists, in every month."
)


def say_joins(check: DataCheck) -> Iterator[str]:
    """Yield a line for each other source whose neighbourhood codes do not all join the lists of their vintage."""
    for join in check.joins:
        if join.join_rate < 1 and not join.source_id.startswith("police-street"):
            yield f"{join.source_id} {join.partition}: {join.join_rate:.1%} of {join.located:,} codes join."


def _cell(force: ForceCheck, held: dict[str, MonthCheck], month: str) -> str:
    if month in held:
        return f"{held[month].rows / 1000:.1f}"
    return "[red]gap[/]" if month in force.missing else "[dim]·[/]"
