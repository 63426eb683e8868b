"""Puts the document of one neighbourhood together."""

from dataclasses import replace

from fourpoint.domain.document import (
    Block,
    Document,
    Finding,
    Section,
    Table,
)
from fourpoint.domain.errors import Unusable
from fourpoint.domain.figures import Figure
from fourpoint.services.profiles.assembly import CAVEATS, SCHEMA, sources_of, threat_reference
from fourpoint.services.profiles.ledger import Ledger, say
from fourpoint.services.profiles.neighbourhood.people import make_people
from fourpoint.services.profiles.neighbourhood.threat import SMALL, make_threat, make_types
from fourpoint.services.profiles.place.maps import geometry_of
from fourpoint.services.profiles.place.neighbourhoods import (
    Line,
    choropleth,
    find_hotspots,
    make_lines,
    neighbourhood_area,
)
from fourpoint.services.profiles.sentences import settle_sentences
from fourpoint.services.profiles.view import View


class NoSuchNeighbourhood(Unusable):
    """The area has no neighbourhood of that code in the vintage of the months asked for."""


def assemble_neighbourhood(view: View, lsoa: str, *, code_version: str) -> Document:
    """
    Return the document of one neighbourhood.

    raises  NoSuchNeighbourhood when the area has none of that code in the vintage of the months
    """
    places = [place for place in view.neighbourhoods if place.code == lsoa]
    if not places:
        raise NoSuchNeighbourhood(
            f"{view.area.name} has no neighbourhood {lsoa} among the LSOAs of {view.vintage}: choose one from its map."
        )
    ledger, hotspots = Ledger(), find_hotspots(view)
    scratch = Ledger()
    lines = make_lines(view, scratch, hotspots)
    own = next(line for line in lines if line.place.code == lsoa)
    ledger.add(own.count)
    ledger.add(own.rate)
    geometry = geometry_of(view)
    place: list[Block] = [make_types(view, ledger, own.place)]
    if geometry is not None:
        drawn = choropleth(view, lines, geometry.geometry_id)
        place.append(replace(drawn, table=_around(drawn.table, lines, own)))
        for line in _listed(lines, own):
            ledger.add(line.count)
            ledger.add(line.rate)
    document = Document(
        schema=SCHEMA,
        title=f"{own.place.label}: {view.threat.name}",
        area=neighbourhood_area(own.place),
        force=view.facts.territory.force,
        threat=threat_reference(view),
        months=view.months,
        missing=view.missing,
        comparison=view.compare,
        data_version=view.facts.data_version,
        code_version=code_version,
        edition=None,
        findings=_findings(view, lines, own),
        sections=(
            Section(section_id="threat", title="Threat", blocks=make_threat(view, ledger, own)),
            Section(section_id="place", title="Place", blocks=tuple(place)),
            Section(section_id="vulnerability", title="Vulnerability", blocks=make_people(view, ledger, own.place)),
        ),
        figures=tuple(_used(ledger)),
        sources=sources_of(view, ledger.figures.values()),
        geometries=(geometry,) if geometry else (),
        caveats=(*CAVEATS, SMALL),
    )
    return settle_sentences(document)


# ----------------------------------------------------------------------------------------------------------------------


def _used(ledger: Ledger) -> list[Figure]:
    return list(ledger.figures.values())


def _findings(view: View, lines: tuple[Line, ...], own: Line) -> tuple[Finding, ...]:
    rank = 1 + sum((line.count.value or 0) > (own.count.value or 0) for line in lines)
    told = say(
        f"{own.place.label} holds ",
        own.count,
        f" {view.threat.noun}, rank {rank} of {len(lines)} neighbourhoods of {view.area.name}.",
    )
    found = [Finding(finding_id="rank", kind="stands-out", sentence=told)]
    if own.flag:
        spot = say(f"With those around it, it stands out as a {own.flag} spot at a false discovery rate of 5%.")
        found.append(Finding(finding_id="spot", kind="stands-out", sentence=spot))
    found.append(Finding(finding_id="small", kind="cannot-say", sentence=say(SMALL)))
    return tuple(found)


def _listed(lines: tuple[Line, ...], own: Line) -> tuple[Line, ...]:
    """The busiest ten and the neighbourhood itself."""
    return tuple(dict.fromkeys((own, *lines[:10])))


def _around(table: Table, lines: tuple[Line, ...], own: Line) -> Table:
    keep = {line.count.figure_id for line in _listed(lines, own)}
    return replace(table, rows=tuple(row for row in table.rows if row[1].figure_id in keep))
