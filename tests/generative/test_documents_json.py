"""Any document comes back from its JSON as it was, and the same document always gives the same bytes."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fourpoint.domain.document import Block, Document
from fourpoint.domain.documents_json import NotADocument, from_json, to_json
from fourpoint.domain.figures import Figure
from tests.factories.document import EDITION, make_document

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(str, st.text(st.characters(codec="utf-8"), max_size=8))


def figures() -> st.SearchStrategy[Figure]:
    fields = {field.name: st.from_type(field.type) for field in dataclasses.fields(Figure) if field.name != "absent"}
    made = st.fixed_dictionaries(fields)
    return made.map(
        lambda given_fields: Figure(**given_fields, absent="" if given_fields["value"] is not None else "-")
    )


def documents() -> st.SearchStrategy[Document]:
    # Hypothesis builds every block kind from the types themselves, so a new field cannot be forgotten here.
    blocks = st.one_of(*(st.from_type(kind) for kind in Block.__args__))
    whole = st.builds(
        Document, figures=st.lists(figures(), max_size=2, unique_by=lambda figure: figure.figure_id).map(tuple)
    )
    return st.builds(
        lambda document, extra: dataclasses.replace(
            document, sections=tuple(dataclasses.replace(section, blocks=(extra,)) for section in document.sections)
        ),
        whole,
        blocks,
    )


@settings(max_examples=60, deadline=None)
@given(documents())
def test_from_json_reads_exactly_what_to_json_wrote(document: Document) -> None:
    written = to_json(document)

    assert from_json(written) == document
    assert to_json(from_json(written)) == written


def plain(value: float) -> Document:
    document = make_document(neighbourhoods=8)
    return dataclasses.replace(document, figures=(dataclasses.replace(document.figures[0], value=value),))


def test_to_json_gives_the_same_bytes_for_equal_numbers_of_other_kinds() -> None:
    assert to_json(plain(3)) == to_json(plain(3.0)) == to_json(plain(np.float64(3)))


def test_to_json_refuses_a_number_that_is_not_finite() -> None:
    with pytest.raises(ValueError, match="not finite"):
        to_json(plain(float("nan")))


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"schema": 1}', b"\xff"])
def test_from_json_of_something_else_says_so(data: bytes) -> None:
    with pytest.raises(NotADocument, match="not a profile document"):
        from_json(data)


def test_figure_keeps_its_id_and_exclusions_under_the_names_readers_expect() -> None:
    written = json.loads(to_json(make_document(edition=EDITION, neighbourhoods=8)))

    assert written["edition"]["label"] == "2025Q4"
    assert {"id", "value", "unit", "numerator", "rows_excluded", "sentence"} <= set(written["figures"][0])
