"""Every threat of every kind of area over awkward months: a document comes of it, and nothing in it dangles."""

import pytest

from fourpoint.catalogue import profiles as catalogue
from fourpoint.domain.documents_json import from_json, to_json
from fourpoint.services.profiles import queries
from fourpoint.services.profiles.assembly import assemble
from fourpoint.services.profiles.requests import ProfileRequest

AREAS = ("E23000032", "E06000035", "E07000114")
SPANS = (("2018-12", "2018-12"), ("2018-10", "2025-12"), ("2025-01", "2025-12"))
THREATS = [threat.id for threat in catalogue.load(None).threats]


def tables(document):
    for section in document.sections:
        for block in section.blocks:
            if block.block == "table":
                yield block
            elif block.block in ("chart", "map"):
                yield block.table


@pytest.mark.parametrize("threat", THREATS)
def test_a_document_comes_of_every_choice_and_holds_together(sample_warehouse, settings, threat):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    at = THREATS.index(threat)
    area, (first, last) = AREAS[at % 3], SPANS[(at // 3) % 3]
    compare = ("similar", "force", "E07000106")[(at // 2) % 3]
    asked = ProfileRequest(area=area, threat=threat, first=first, last=last, compare=compare, domain="income")

    document = assemble(queries.view_of(asked), code_version="test")

    known = {figure.figure_id for figure in document.figures}
    cells = [cell for table in tables(document) for row in table.rows for cell in row]
    assert {cell.figure_id for cell in cells if cell.figure_id} <= known
    assert all(len(row) == len(table.columns) for table in tables(document) for row in table.rows)
    assert [figure.figure_id for figure in document.figures if not figure.sentence] == []
    assert [figure.figure_id for figure in document.figures if not figure.sources] == []
    assert len(document.findings) <= 9
    assert from_json(to_json(document)) == document
