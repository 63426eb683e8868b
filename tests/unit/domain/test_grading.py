"""3x5x2 grades hold their rule, a key explains only what is used, and older grades are kept letter for letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.catalogue.loader import load
from fourpoint.domain.errors import Unusable
from fourpoint.domain.grading import (
    LEGACY,
    Grade,
    InformationGrade,
    KeyLine,
    LegacyGrade,
    Meaning,
    Meanings,
    SourceGrade,
    grade_key,
)
from fourpoint.domain.sharing import Handling


def known(name: str) -> dict[str, Meaning]:
    return {
        entry.id: Meaning(
            words=entry.words, is_confirmed=entry.status == "confirmed", caveat=getattr(entry, "caveat", "")
        )
        for entry in load(name)
    }


MEANINGS = Meanings(sources=known("source_grades"), information=known("information_grades"), handling=known("handling"))


def grade(codes: str, *conditions: str) -> Grade:
    source, information, handling = codes
    return Grade(
        source=SourceGrade(source),
        information=InformationGrade(information),
        handling=Handling(handling),
        conditions=frozenset(conditions),
    )


def test_grade_is_written_with_its_conditions_in_order():
    assert grade("2BP").text == "2BP"
    assert grade("1AC", "S2", "A1").text == "1AC (A1, S2)"


def test_code_c_needs_a_condition_and_code_p_carries_none():
    with pytest.raises(Unusable, match="needs at least one condition"):
        grade("1AC")
    with pytest.raises(Unusable, match="carries no conditions"):
        grade("1AP", "A1")


def test_key_has_the_codes_used_in_the_order_of_a_grade_and_tells_the_two_cs_apart():
    key = grade_key([grade("3CC", "S2"), grade("1AP")], MEANINGS)

    assert [(line.part, line.code) for line in key.lines] == [
        ("source", "1"),
        ("source", "3"),
        ("information", "A"),
        ("information", "C"),
        ("handling", "C"),
        ("handling", "P"),
        ("condition", "S2"),
    ]
    assert KeyLine(part="information", code="C", words="Known indirectly to the source.") in key.lines


def test_key_carries_the_caveats_of_weak_grades_and_says_what_is_unconfirmed():
    key = grade_key([grade("3EC", "S2")], MEANINGS)

    assert [caveat.split(":")[0] for caveat in key.caveats[1:2]] == ["Information E is suspected to be false"]
    assert key.caveats[0].startswith("Source 3 is not reliable.")
    assert key.caveats[-1].startswith("The words of S2 are widely taught and were not checked")


def test_strong_grade_without_conditions_has_no_caveat():
    assert grade_key([grade("1AP")], MEANINGS).caveats == ()


def test_key_says_that_older_grades_do_not_compare():
    key = grade_key([LegacyGrade("B24")], MEANINGS)

    assert (key.lines, key.caveats) == ((), (LEGACY,))


def test_condition_that_the_catalogue_lacks_is_refused():
    with pytest.raises(Unusable, match="'Z9' is not a condition"):
        grade_key([grade("1AC", "Z9")], MEANINGS)


@pytest.mark.parametrize("text", ["B24", "b24", "E41", "A 1 1", "B/2/4", "C-3-5", "D.4.2", " B24 "])
def test_older_grade_is_kept_letter_for_letter(text):
    assert LegacyGrade(text).text == text


@pytest.mark.parametrize("text", ["", "1AP", "F24", "B64", "B2", "B244", "B24 or so", "B24\x00", "B" * 5_000_000])
def test_what_is_no_older_grade_is_refused(text):
    with pytest.raises(Unusable, match="is not a 5x5x5 grade"):
        LegacyGrade(text)


@given(st.text())
def test_any_text_is_kept_as_it_is_or_refused(text):
    try:
        assert LegacyGrade(text).text == text
    except Unusable as refusal:
        assert "5x5x5" in str(refusal)
