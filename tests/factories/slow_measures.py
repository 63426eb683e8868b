"""The measures worked out the slow, obvious way, row by row, to hold the quick ones to."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import ceil

from tests.factories.warehouse_views import Land, Published

Key = tuple[str | None, ...]


def placed(rows: Sequence[Published], land: Land) -> list[tuple[Published, str, str | None]]:
    """Each row with its place and its district, looked up in the vintage of its own month."""
    lists = {(code, vintage): district for code, vintage, district in land.lsoas if district in land.ours}
    found = []
    for row in rows:
        vintage = land.vintages[row.month]
        district = lists.get((row.lsoa or "", vintage or ""))
        place = "unlocated" if row.lsoa is None else "located" if district else "outside"
        found.append((row, place, district))
    return found


def monthly_counts(rows: Sequence[Published], land: Land) -> Counter[Key]:
    return Counter(
        (district, row.crime_type, row.month) for row, place, district in placed(rows, land) if place == "located"
    )


def neighbourhood_counts(rows: Sequence[Published], land: Land) -> Counter[Key]:
    return Counter(
        (row.lsoa, land.vintages[row.month], district, row.crime_type, row.month)
        for row, place, district in placed(rows, land)
        if place == "located"
    )


def left_out(rows: Sequence[Published], land: Land) -> Counter[Key]:
    return Counter((place, row.crime_type, row.month) for row, place, _ in placed(rows, land) if place != "located")


def outcome_counts(rows: Sequence[Published], land: Land) -> Counter[Key]:
    return Counter((district, row.crime_type, row.outcome, row.month) for row, _, district in placed(rows, land))


def repeat_locations(rows: Sequence[Published], land: Land) -> dict[Key, tuple[int, int, int, int]]:
    """By district and type: points, repeat points, rows, rows at repeat points."""
    at: dict[Key, Counter[tuple[float | None, float | None]]] = defaultdict(Counter)
    for row, place, district in placed(rows, land):
        if place == "located" and row.longitude is not None:
            at[district, row.crime_type][row.longitude, row.latitude] += 1
    return {
        key: (
            len(points),
            sum(count >= 2 for count in points.values()),
            sum(points.values()),
            sum(count for count in points.values() if count >= 2),
        )
        for key, points in at.items()
    }


def concentration(rows: Sequence[Published], land: Land) -> dict[Key, tuple[int, int, int, float]]:
    """By district and type, over the months of the newest vintage: areas, top areas, rows, share in the top areas."""
    newest = max((vintage for vintage in land.vintages.values() if vintage), default=None)
    areas = Counter(district for _, vintage, district in land.lsoas if vintage == newest)
    busy: dict[Key, Counter[str | None]] = defaultdict(Counter)
    for row, place, district in placed(rows, land):
        if place == "located" and land.vintages[row.month] == newest:
            busy[district, row.crime_type][row.lsoa] += 1
    found = {}
    for (district, crime_type), counts in busy.items():
        top = ceil(areas[str(district)] / 20)
        total = sum(counts.values())
        share = sum(sorted(counts.values(), reverse=True)[:top]) / total
        found[district, crime_type] = (areas[str(district)], top, total, share)
    return found
