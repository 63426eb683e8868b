"""Markings as they are written, and those that must never be loaded."""

import pytest

from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking, MarkingTooHigh, parse_marking

READ = {
    "OFFICIAL": Marking.OFFICIAL,
    "official": Marking.OFFICIAL,
    "O": Marking.OFFICIAL,
    "OFFICIAL-SENSITIVE": Marking.OFFICIAL_SENSITIVE,
    " official_sensitive ": Marking.OFFICIAL_SENSITIVE,
    "OS": Marking.OFFICIAL_SENSITIVE,
}


@pytest.mark.parametrize(("text", "marking"), READ.items())
def test_marking_is_read(text, marking):
    assert parse_marking(text) is marking


@pytest.mark.parametrize("text", ["SECRET", "secret", "TOP SECRET", "UK SECRET", "TOP_SECRET"])
def test_marking_above_the_ceiling_is_refused(text):
    with pytest.raises(MarkingTooHigh, match="ceiling"):
        parse_marking(text)


@pytest.mark.parametrize("text", ["", "CONFIDENTIAL", "RESTRICTED", "OFFICIAL SENSITIVE PERSONAL"])
def test_anything_else_is_no_marking(text):
    with pytest.raises(Unusable, match="not a marking"):
        parse_marking(text)


@pytest.mark.parametrize("marking", Marking)
def test_words_are_read_back(marking):
    assert parse_marking(marking.words) is marking


def test_sensitive_stands_above_plain():
    low, high = Marking.OFFICIAL, Marking.OFFICIAL_SENSITIVE

    assert [low.reaches(low), low.reaches(high), high.reaches(low), high.reaches(high)] == [True, False, True, True]
