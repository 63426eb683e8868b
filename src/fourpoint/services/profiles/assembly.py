"""Puts a profile together: sections, figures, findings, sources and shapes as one document."""

from collections.abc import Iterable
from dataclasses import replace

from fourpoint.domain.document import Block, Document, Geometry, Section, SourceCard, ThreatRef
from fourpoint.domain.figures import Figure
from fourpoint.services.profiles import findings
from fourpoint.services.profiles.ledger import Ledger
from fourpoint.services.profiles.place.concentration import make_concentration
from fourpoint.services.profiles.place.maps import district_geometry, district_map, make_maps
from fourpoint.services.profiles.place.repeats import make_repeats
from fourpoint.services.profiles.sentences import settle_sentences
from fourpoint.services.profiles.threat.comparison import make_comparison
from fourpoint.services.profiles.threat.harm import make_harm
from fourpoint.services.profiles.threat.headline import make_headline
from fourpoint.services.profiles.threat.outcomes import make_outcomes
from fourpoint.services.profiles.threat.slope import make_slope
from fourpoint.services.profiles.threat.stops import make_stops
from fourpoint.services.profiles.threat.trend import make_trend, supply_notice
from fourpoint.services.profiles.threat.types import make_type_lines, type_table
from fourpoint.services.profiles.view import View
from fourpoint.services.profiles.vulnerability.sections import make_vulnerability

SCHEMA = 1
CAVEATS = (
    "Counts what was reported to the police and recorded, not what happened.",
    "Places are moved to the nearest of a fixed list of map points before publication.",
)


def assemble(view: View, *, code_version: str) -> Document:
    """Return the document of one area and threat over the view's months."""
    ledger = Ledger()
    headline = make_headline(view, ledger)
    trend = make_trend(view, ledger)
    comparison = make_comparison(view, ledger, headline)
    lines = make_type_lines(view, ledger, comparison)
    table = type_table(view, lines, comparison)
    threat: list[Block] = [*supply_notice(view), headline.tiles, trend.chart, make_slope(view, ledger), table]
    threat += make_harm(view, ledger)
    threat += [comparison.chart, comparison.method, *make_outcomes(view, ledger), *make_stops(view, ledger)]
    maps = make_maps(view, ledger, headline)
    concentrated = make_concentration(view, ledger)
    place: list[Block] = [
        *maps.blocks,
        *((concentrated.chart,) if concentrated else ()),
        *make_repeats(view, ledger),
    ]
    vulnerability = make_vulnerability(view, ledger, comparison, maps)
    evidence = findings.Evidence(
        view=view,
        headline=headline,
        trend=trend,
        comparison=comparison,
        types=lines,
        maps=maps,
        concentrated=concentrated,
        overlay=vulnerability.overlay,
    )
    sections = (
        Section(section_id="threat", title="Threat", blocks=tuple(threat)),
        Section(section_id="place", title="Place", blocks=tuple(place)),
        Section(section_id="vulnerability", title="Vulnerability", blocks=vulnerability.blocks),
    )
    document = _document(view, ledger, sections, code_version=code_version)
    return settle_sentences(replace(document, findings=findings.find(evidence), geometries=maps.geometries))


def assemble_summary(view: View, *, code_version: str) -> Document:
    """Return the headline of the area alone, with the map of districts for a force: what a list of areas shows."""
    ledger = Ledger()
    headline = make_headline(view, ledger)
    blocks: list[Block] = [headline.tiles]
    geometries: tuple[Geometry, ...] = ()
    if view.is_force and all(shape is not None for shape in view.facts.district_shapes.polygons):
        geometries = (district_geometry(view),)
        blocks.append(district_map(view, ledger, geometries[0].geometry_id))
    sections = (Section(section_id="threat", title="Threat", blocks=tuple(blocks)),)
    return replace(_document(view, ledger, sections, code_version=code_version), geometries=geometries)


def _document(view: View, ledger: Ledger, sections: tuple[Section, ...], *, code_version: str) -> Document:
    return Document(
        schema=SCHEMA,
        title=f"{view.area.name}: {view.threat.name}",
        area=view.area,
        force=view.facts.territory.force,
        threat=threat_reference(view),
        months=view.months,
        missing=view.missing,
        comparison=view.compare,
        data_version=view.facts.data_version,
        code_version=code_version,
        edition=None,
        findings=(),
        sections=sections,
        figures=tuple(ledger.figures.values()),
        sources=sources_of(view, ledger.figures.values()),
        caveats=CAVEATS,
    )


def threat_reference(view: View) -> ThreatRef:
    """Return the view's threat as the document names it."""
    threat = view.threat
    return ThreatRef(threat_id=threat.id, name=threat.name, crime_types=threat.crime_types, status=threat.status)


def sources_of(view: View, figures: Iterable[Figure]) -> tuple[SourceCard, ...]:
    """Return the cards of the sources that the figures rest on, and of the boundaries drawn, in order of id."""
    used = {reference.source_id for figure in figures for reference in figure.sources}
    used |= {name for name in view.facts.provenance.cards if "boundaries" in name and "lsoa" in name}
    return tuple(view.facts.provenance.cards[name] for name in sorted(used) if name in view.facts.provenance.cards)
