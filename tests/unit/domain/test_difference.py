"""A difference shows words, not letters, and gives both texts back whole. All examples are made up."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.difference import find_difference
from fourpoint.domain.errors import Unusable

ODD = st.text(
    st.one_of(st.characters(codec=None, exclude_categories=()), st.sampled_from("ab .,\n\t\u202e\u200fש\x00\x1c")),
    max_size=100,
)
WORDY = st.lists(st.sampled_from(["van", "the ", "pier", " ", "\n", "left. ", "Hart,"]), max_size=30).map("".join)


def shown(before: str, after: str) -> list[tuple[str, str, str]]:
    return [(one.kind, one.before.of(before), one.after.of(after)) for one in find_difference(before, after, most=1000)]


def test_difference_is_of_words():
    assert shown("He drove the red van home.", "He drove a van home, late.") == [
        ("same", "He drove ", "He drove "),
        ("replaced", "the red ", "a "),
        ("same", "van home", "van home"),
        ("added", "", ", late"),
        ("same", ".", "."),
    ]


def test_words_that_went_are_removed():
    assert shown("a red van", "a van") == [("same", "a ", "a "), ("removed", "red ", ""), ("same", "van", "van")]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "a van"), ("a van", "")])
def test_empty_text_differs_as_a_whole(before, after):
    assert "".join(one.before.of(before) for one in find_difference(before, after, most=9)) == before


@given(st.one_of(ODD, WORDY), st.one_of(ODD, WORDY))
def test_changes_make_up_both_texts_whole(before, after):
    changes = find_difference(before, after, most=1000)

    assert "".join(one.before.of(before) for one in changes) == before
    assert "".join(one.after.of(after) for one in changes) == after
    assert all((one.before.of(before) == one.after.of(after)) == (one.kind == "same") for one in changes)


@pytest.mark.parametrize(("before", "after"), [("x" * 50_000_000, ""), ("", "x" * 50_000_000)])
def test_text_of_fifty_megabytes_is_refused_before_it_is_read(before, after):
    started = perf_counter()

    with pytest.raises(Unusable, match=r"50,000,000 characters, and 20,000 is the most"):
        find_difference(before, after, most=20_000)

    assert perf_counter() - started < 1


@pytest.mark.parametrize("piece", ["the van ", "a ", "one two three four five six seven. ", "x"])
def test_long_texts_are_compared_in_good_time(piece):
    started = perf_counter()

    find_difference((piece * 20_000)[:20_000], "Now " + (piece * 20_000)[:18_000] + " and so", most=20_000)

    assert perf_counter() - started < 5
