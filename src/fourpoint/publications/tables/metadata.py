"""Says beside each CSV what it holds, in the form of CSV on the Web (W3C, "Metadata Vocabulary for Tabular Data")."""

import json
from typing import Any

from fourpoint.domain.document import Document, SourceCard
from fourpoint.domain.figures import HIDDEN
from fourpoint.publications.tables.sheets import Sheet, SheetColumn


def _column(column: SheetColumn) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": column.key,
        "titles": [column.key, column.head],
        "datatype": "number" if column.numeric else "string",
        "null": ["", HIDDEN],
    }
    if column.unit:
        made["schema:unitText"] = column.unit
    if column.meaning:
        made["dc:description"] = column.meaning
    return made


def _source(card: SourceCard) -> dict[str, Any]:
    return {
        "dc:identifier": card.source_id,
        "dc:title": card.title,
        "dc:publisher": card.publisher,
        "dc:license": card.licence,
        "dc:rights": card.attribution,
        "dc:temporal": card.period,
        "schema:version": card.vintage,
        "schema:sha256": card.checksum,
        "dc:description": list(card.caveats),
    }


def write(sheet: Sheet, document: Document) -> bytes:
    """Return the metadata of a sheet's CSV as JSON: columns with units, sources with licence, period."""
    cards = [card for card in document.sources if card.source_id in sheet.source_ids]
    edition = document.edition
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{sheet.name}.csv",
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "dc:title": sheet.title,
        "dc:description": sheet.note,
        "dc:isPartOf": f"{document.title}, edition {edition.label} version {edition.version}" if edition else "",
        "dc:publisher": edition.owner if edition else "",
        "dc:accessRights": edition.marking if edition else "",
        "dc:spatial": f"{document.area.name} ({document.area.code})",
        "dc:temporal": {"months": list(document.months), "missing": list(document.missing)},
        "dc:license": sorted({card.licence for card in cards}),
        "dc:source": [_source(card) for card in cards],
        "schema:version": {"data": document.data_version, "code": document.code_version},
        "tableSchema": {"columns": [_column(column) for column in sheet.columns]},
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode("utf-8", errors="replace")
