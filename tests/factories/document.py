"""
A made-up profile with one of every block, for those who draw profiles as pages, PDF or tables.

Everything in it is fictional: the coast, the areas, the counts. `make_document()` gives the same value every time.
"""

from fourpoint.domain.document import (
    Document,
    EditionRef,
    Finding,
    FindingKind,
    Geometry,
    Notice,
    Prose,
    Section,
    Sentence,
    Span,
    Tiles,
)
from fourpoint.domain.figures import AreaRef, Figure
from tests.factories import blocks
from tests.factories.provenance import AREA, FORCE, INDEX, MONTHS, THREAT, count_figure, make_sources, rate_figure
from tests.factories.shapes import make_geometry

EDITION = EditionRef(
    label="2025Q4",
    version=1,
    ends="2025-12",
    next_due_on="2026-06-30",
    marking="OFFICIAL",
    owner="Fenland Constabulary (fictional)",
)


def make_document(*, edition: EditionRef | None = None, neighbourhoods: int = 60) -> Document:
    """Return the whole made-up profile; with EDITION it is a frozen one."""
    geometry = _geometry(neighbourhoods)
    return Document(
        schema=1,
        title="Serious violence in Saltmarsh",
        area=AREA,
        force=FORCE,
        threat=THREAT,
        months=MONTHS,
        missing=("2025-03",),
        comparison="similar",
        data_version="9d" * 32,
        code_version="0.1.0+abcdef0",
        edition=edition,
        findings=_findings(),
        sections=(_threat(), _place(geometry), _vulnerability(geometry)),
        figures=(*_figures(), *_ranked(geometry)),
        sources=make_sources(),
        geometries=(geometry,),
        caveats=("Published crime counts what was reported and recorded, not what happened.",),
    )


def _geometry(count: int) -> Geometry:
    codes = tuple(f"E0199{9000 + index:04d}" for index in range(count))
    names = tuple(f"Saltmarsh {1 + index // 4:03d}{'ABCD'[index % 4]}" for index in range(count))
    return make_geometry(codes, names)


def _figures() -> tuple[Figure, ...]:
    spike = count_figure("count-2025-04", "Offences in April 2025", 341.0, months=("2025-04",), period="April 2025")
    return (
        count_figure("count", "Offences", 3011.0, sentence="There were 3,011 offences."),
        rate_figure("rate", "Rate", 3011.0),
        rate_figure("change", "Change on the year before", 3011.0, value=-4.2, unit="%", interval=None),
        count_figure("harm", "Harm-weighted count", 812_340.0, unit="days", formula="offences × sentence days, added"),
        spike,
        count_figure(
            "near-repeat", "Near repeats", None, rows_used=None, rows=None, absent="The published data carry no dates."
        ),
        count_figure(
            "top-share", "Share in the top 5% of neighbourhoods", 12.6, unit="%", decimals=1, numerator=379.0, rows=None
        ),
        count_figure(
            "decile",
            "Neighbourhoods in the most deprived tenth",
            9.0,
            unit="neighbourhoods",
            months=(),
            period="2019",
            sources=(INDEX,),
            rows=None,
            rows_used=None,
            excluded=(),
            unconfirmed=False,
        ),
    )


def _ranked(geometry: Geometry) -> tuple[Figure, ...]:
    return tuple(
        rate_figure(
            f"rank.{outline.code}",
            "Rate",
            60.0 - 4 * rank,
            value=44.1 - 3 * rank,
            area=AreaRef(code=outline.code, name=outline.name, level="neighbourhood"),
        )
        for rank, outline in enumerate(geometry.outlines[:8])
    )


def _findings() -> tuple[Finding, ...]:
    def finding(finding_id: str, kind: FindingKind, *spans: Span) -> Finding:
        return Finding(finding_id=finding_id, kind=kind, sentence=Sentence(spans=spans))

    return (
        finding(
            "spike",
            "stands-out",
            Span(text="April 2025 had "),
            Span(text="341", figure_id="count-2025-04"),
            Span(text=" offences, more than chance would explain in one month of thirty-six."),
        ),
        finding(
            "change",
            "changed",
            Span(text="Recorded offences were "),
            Span(text="4.2%", figure_id="change"),
            Span(text=" lower than in the same months of the year before; the interval includes no change."),
        ),
        finding(
            "gap", "cannot-say", Span(text="March 2025 was not supplied, so nothing is said about it: it is not zero.")
        ),
    )


def _threat() -> Section:
    first = Tiles(tiles_id="headline", title="Headline figures", figure_ids=("count", "rate", "change", "harm"))
    unsure = Notice(
        notice_id="unconfirmed",
        title="This grouping is unconfirmed",
        text="The crime types gathered under this threat have not been confirmed by the force.",
    )
    charts = (blocks.make_trend(), blocks.make_bars(), blocks.make_dots(), blocks.make_stack(), blocks.make_heat())
    return Section(section_id="threat", title="Threat", blocks=(first, unsure, *charts))


def _place(geometry: Geometry) -> Section:
    rate, hotspots, density, _ = blocks.make_maps(geometry)
    sentence = Sentence(
        spans=(Span(text="Near repeats are "), Span(text="not known", figure_id="near-repeat"), Span(text="."))
    )
    return Section(
        section_id="place",
        title="Place",
        blocks=(
            rate,
            hotspots,
            density,
            Tiles(tiles_id="spread", title="Concentration", figure_ids=("top-share",)),
            blocks.make_curve(),
            Prose(prose_id="near", sentences=(sentence,)),
        ),
    )


def _vulnerability(geometry: Geometry) -> Section:
    overlay = blocks.make_maps(geometry)[3]
    tiles = Tiles(tiles_id="need", title="Deprivation", figure_ids=("decile",))
    return Section(
        section_id="vulnerability",
        title="Vulnerability",
        blocks=(tiles, overlay, blocks.make_ranking(geometry)),
    )
