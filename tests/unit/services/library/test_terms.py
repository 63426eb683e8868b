"""What a reader types into the search, as terms."""

import pytest

from fourpoint.domain.errors import Unusable
from fourpoint.services.library.finding import NothingToSearchFor, Term, read_terms


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("county lines", (Term(text="county"), Term(text="lines"))),
        ('"county lines"', (Term(text="county lines", is_phrase=True),)),
        ('"county lines', (Term(text="county lines", is_phrase=True),)),
        ("licens*", (Term(text="licens", begins=True),)),
        ("drugs -harbour", (Term(text="drugs"), Term(text="harbour", is_left_out=True))),
        ('drugs -"the pier"', (Term(text="drugs"), Term(text="the pier", is_phrase=True, is_left_out=True))),
        ("a:*", (Term(text="a", begins=True),)),
        ("!a & (b | c)", (Term(text="a"), Term(text="b"), Term(text="c"))),
        ("o'clock\\", (Term(text="o'clock"),)),
    ],
)
def test_terms(typed, terms):
    assert read_terms(typed) == terms


@pytest.mark.parametrize("typed", ["", " ", '""', "-only", "***", "!&|()"])
def test_nothing_to_search_for(typed):
    with pytest.raises(NothingToSearchFor):
        read_terms(typed)


def test_long_searches_are_refused_and_many_terms_cut():
    with pytest.raises(Unusable, match="too long"):
        read_terms("a" * 201)
    assert len(read_terms("a " * 100)) == 20
