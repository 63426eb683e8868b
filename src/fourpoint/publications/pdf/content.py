"""
What the PDF prints, as plain values for the template: words, numbers and drawings, and nothing of layout.

The template gets these as data, never as markup, so no word of a document can be taken for an instruction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fourpoint.domain import months
from fourpoint.domain.anchoring import first_block
from fourpoint.domain.document import Document, EditionRef, Finding, FindingKind, Note, Section, SourceCard, Table
from fourpoint.domain.figures import Figure
from fourpoint.publications.charts.months import spoken
from fourpoint.publications.ink import dates
from fourpoint.publications.ink.theme import PRINT
from fourpoint.publications.maps import locator
from fourpoint.publications.pdf import blocks

Printed = dict[str, Any]

HEADINGS: dict[FindingKind, str] = {
    "stands-out": "What stands out here",
    "changed": "What changed",
    "cannot-say": "What cannot be said",
}
_COMPARED = {"force": "the force as a whole", "similar": "the most similar areas"}


def _findings(findings: Sequence[Finding]) -> list[Printed]:
    made = []
    for kind, title in HEADINGS.items():
        items = [blocks.spans(finding.sentence) for finding in findings if finding.kind == kind]
        made.append({"title": title, "items": items})
    return [group for group in made if group["items"]]


def _period(document: Document) -> str:
    said = months.period_in_words(document.months)
    return f"{said} ({len(document.months)} months)" if len(document.months) > 1 else said


def _facts(document: Document, edition: EditionRef) -> list[Printed]:
    rows = [
        ("Edition", f"{edition.label}, version {edition.version}"),
        *([("Made for", edition.cut_name)] if edition.cut_name else []),
        ("Period", _period(document)),
        ("Months without data", dates.joined(document.missing)),
        ("Compared with", _COMPARED.get(document.comparison, document.comparison)),
        ("Police force area", document.force.name),
        ("Owner", edition.owner),
        ("Next edition due", dates.day(edition.next_due_on)),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _locator(document: Document) -> Printed | None:
    """A small map of the area: among its neighbours where the document holds their shapes, else its own outline."""
    if not document.geometries:
        return None
    holding = [each for each in document.geometries if any(one.code == document.area.code for one in each.outlines)]
    geometry = (holding or list(document.geometries))[0]
    name = document.area.name
    svg = locator.draw(geometry, document.area.code, width=360, name=name, theme=PRINT)
    return {"svg": svg, "alt": f"Small map: where {name} lies" if holding else f"Outline of {name}"}


def _source(card: SourceCard) -> Printed:
    return {
        "title": card.title,
        "publisher": card.publisher,
        "period": card.period,
        "vintage": card.vintage,
        "licence": card.licence,
        "attribution": card.attribution,
        "rows": "" if card.rows is None else f"{card.rows:,}",
        "checksum": card.checksum[:12],
        "caveats": list(card.caveats),
    }


def _method(figure: Figure) -> Printed:
    left_out = [f"{each.rows:,} {each.reason}" for each in figure.excluded]
    return {
        "label": figure.label,
        "formula": figure.formula,
        "rows": "" if figure.rows_used is None else f"{figure.rows_used:,}",
        "left_out": "; ".join(left_out) or "none",
        "unconfirmed": figure.unconfirmed,
    }


def _methods(document: Document) -> list[Printed]:
    """Each way in which a headline figure is made, once, with the first figure made so."""
    shown = [
        document.figure(figure_id)
        for section in document.sections
        for block in section.blocks
        if block.block == "tiles"
        for figure_id in block.figure_ids
    ]
    made: dict[str, Printed] = {}
    for figure in shown:
        if figure.formula:
            made.setdefault(figure.formula, _method(figure))
    return list(made.values())


def _annex(document: Document) -> list[Printed]:
    """The tables behind the charts, once each; those of maps are long and stand in the open data tables only."""
    tables: dict[str, Table] = {}
    for section in document.sections:
        for block in section.blocks:
            if block.block == "chart":
                tables.setdefault(block.table.table_id, block.table)
    return [blocks.table(_with_short_months(each)) for each in tables.values() if each.rows]


def _with_short_months(table: Table) -> Table:
    """The table with the months that head its rows as "Mar 2025", for the narrow columns of the annex."""
    rows = tuple((replace(row[0], text=spoken(row[0].text)), *row[1:]) for row in table.rows)
    return replace(table, rows=rows)


def _note(note: Note) -> Printed:
    return {
        "block": "commentary",
        "marking": note.marking,
        "paragraphs": list(note.paragraphs),
        "foot": f"{note.owner}, {dates.day(note.written_on)}",
    }


def _section(section: Section, document: Document, notes: Mapping[tuple[str, int], list[Printed]]) -> Printed:
    """A section with the notes on it first, and those on a figure after the first block that shows it."""
    made = list(notes.get((section.section_id, _HEAD), []))
    for number, block in enumerate(section.blocks):
        made.append(blocks.printed(block, document))
        made += notes.get((section.section_id, number), [])
    return {"title": section.title, "blocks": made}


# The place before a section's first block.
_HEAD = -1


def _notes(document: Document) -> dict[tuple[str, int], list[Printed]]:
    """The notes by section and number of block; one whose figure no block shows stands at the first section."""
    made: dict[tuple[str, int], list[Printed]] = {}
    for note in document.commentary:
        place: tuple[str, int] | None = (note.anchor, _HEAD)
        if note.anchor_kind == "figure":
            place = first_block(document.sections, note.anchor)
        made.setdefault(place or (document.sections[0].section_id, _HEAD), []).append(_note(note))
    return made


def _withheld(document: Document) -> list[Printed]:
    return [
        {"count": "" if line.count is None else f"{line.count:,}", "words": line.words} for line in document.withheld
    ]


def content(document: Document, edition: EditionRef) -> Printed:
    """Return all that the template prints of the document, which is frozen as that edition."""
    stamp, notes = dates.stamp(edition.ends), _notes(document)
    return {
        "title": document.title,
        "area": document.area.name,
        "threat": document.threat.name,
        "unconfirmed": document.threat.status == "unconfirmed",
        "marking": edition.marking,
        "owner": edition.owner,
        "edition": edition.label,
        "date": [stamp.year, stamp.month, stamp.day],
        "period": months.period_in_words(document.months),
        "facts": _facts(document, edition),
        "locator": _locator(document),
        "findings": _findings(document.findings),
        "sections": [_section(section, document, notes) for section in document.sections],
        "withheld": _withheld(document),
        "cut": edition.cut_name,
        "methods": _methods(document),
        "sources": [_source(card) for card in document.sources],
        "caveats": list(document.caveats),
        "annex": _annex(document),
        "data_version": document.data_version,
        "code_version": document.code_version,
    }
