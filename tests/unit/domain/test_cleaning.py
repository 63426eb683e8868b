"""Sent text is kept without what no person types, shown with it written out, and refused when it is too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.cleaning import check_length, clean_text, show_hidden
from fourpoint.domain.errors import Unusable

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\x00b\x07c\x1bd", "abcd"),
        ("a\tb\nc", "a\tb\nc"),
        ("plate \u202eDCBA\u202c seen", "plate DCBA seen"),
        ("\ufeffname\ud800", "name"),
        ("שלום \u200fعالم", "שלום \u200fعالم"),
        ("  \n ", ""),
    ],
    ids=["line breaks", "controls", "tab and line", "turned", "halves", "right to left", "blank"],
)
def test_what_is_kept_of_sent_text(sent, kept):
    assert clean_text(sent) == kept


def test_hidden_characters_are_written_out_for_a_reader():
    assert show_hidden("plate \u202eDCBA\x00\r\nseen ") == "plate [U+202E]DCBA[U+0000]\nseen "


@given(ANY_TEXT)
def test_cleaned_text_can_be_stored_and_is_clean_already(text):
    kept = clean_text(text)

    assert kept.encode().decode() == kept == clean_text(kept)
    assert show_hidden(kept) == kept
    assert "\x00" not in kept


def test_text_of_fifty_megabytes_is_refused_in_one_sentence():
    with pytest.raises(Unusable, match=r"^The note has 50,000,000 characters, and 20,000 is the most: attach it"):
        check_length("x" * 50_000_000, most=20_000, what="note")


def test_text_of_just_the_length_is_taken():
    assert check_length("x" * 20, most=20) is None
