"""The provenance that made-up figures carry: areas, sources, denominators and rows, all fictional."""

from fourpoint.domain.document import SourceCard, ThreatRef
from fourpoint.domain.figures import AreaRef, Denominator, Exclusion, Figure, Interval, RowsQuery, SourceRef
from fourpoint.domain.months import span

AREA = AreaRef(code="E07999001", name="Saltmarsh", level="district")
FORCE = AreaRef(code="E23999001", name="Fenland Coast", level="force")
MONTHS = span("2025-01", "2025-12")
CRIME = SourceRef(source_id="police-street", vintage="2025-12", checksum="3f" * 32)
PEOPLE = SourceRef(source_id="population", vintage="mid-2024", checksum="a7" * 32)
INDEX = SourceRef(source_id="deprivation-2019", vintage="2019", checksum="c1" * 32)
RESIDENTS = Denominator(label="usual residents", value=139_400, year="mid-2024", source_id="population")
THREAT = ThreatRef(
    threat_id="serious-violence",
    name="Serious violence",
    crime_types=("Violence and sexual offences", "Robbery", "Possession of weapons"),
    status="unconfirmed",
)
ANONYMISED = "Places are moved to the nearest of a fixed list of map points before publication."


def count_figure(figure_id: str, label: str, value: float | None, **more: object) -> Figure:
    """Return a count of offences with its rows, interval and exclusions; `more` replaces fields."""
    fields: dict[str, object] = {
        "figure_id": figure_id,
        "label": label,
        "area": AREA,
        "threat_id": THREAT.threat_id,
        "months": MONTHS,
        "period": "January to December 2025",
        "value": value,
        "unit": "offences",
        "numerator": value,
        "rows_used": None if value is None else int(value),
        "excluded": (
            Exclusion(reason="no location was published for the offence", rows=212),
            Exclusion(reason="the location lies outside every 2021 neighbourhood", rows=3),
        ),
        "sources": (CRIME,),
        "formula": "rows of the chosen crime types whose published location lies in the area, added over the months",
        "caveats": (ANONYMISED,),
        "unconfirmed": THREAT.status == "unconfirmed",
        "rows": RowsQuery(
            dataset="street_crime",
            filters=(("month", MONTHS), ("crime_type", THREAT.crime_types), ("lsoa_code", ("E01999001",))),
        ),
    }
    return Figure(**{**fields, **more})  # type: ignore[arg-type]


def rate_figure(figure_id: str, label: str, count: float, **more: object) -> Figure:
    """Return a yearly rate per 1,000 residents with a 95 % interval; `more` replaces fields."""
    spread = 1.96 * count**0.5
    per = 1000 / RESIDENTS.value
    fields: dict[str, object] = {
        "value": count * per,
        "unit": "offences per 1,000 residents",
        "decimals": 1,
        "numerator": count,
        "denominator": RESIDENTS,
        "interval": Interval(low=(count - spread) * per, high=(count + spread) * per, level=0.95, method="Byar"),
        "sources": (CRIME, PEOPLE),
        "formula": "offences ÷ usual residents × 1,000",
        "rows_used": int(count),
    }
    merged = {**fields, **more}
    value = merged.pop("value")
    assert value is None or isinstance(value, float)
    return count_figure(figure_id, label, value, **merged)


def make_sources() -> tuple[SourceCard, ...]:
    """Return the cards of the three sources that the figures name."""
    common = {"licence": "Open Government Licence v3.0", "publisher": "A made-up publisher"}
    return (
        SourceCard(
            source_id="police-street",
            title="Street-level crime",
            attribution="Contains made-up police information.",
            vintage="2025-12",
            period="January 2022 to December 2025",
            checksum=CRIME.checksum,
            rows=51_834,
            caveats=(ANONYMISED, "Forces may revise earlier months."),
            **common,
        ),
        SourceCard(
            source_id="population",
            title="Population estimates",
            attribution="Contains made-up statistics.",
            vintage="mid-2024",
            period="mid-2024",
            checksum=PEOPLE.checksum,
            rows=84,
            **common,
        ),
        SourceCard(
            source_id="deprivation-2019",
            title="Indices of deprivation 2019",
            attribution="Contains made-up statistics.",
            vintage="2019",
            period="2019",
            checksum=INDEX.checksum,
            rows=84,
            caveats=("Built on 2011 neighbourhoods.",),
            **common,
        ),
    )
