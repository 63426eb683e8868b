"""What is typed into a search box is read as its writer means it."""

import pytest

from fourpoint.domain.errors import Unusable
from fourpoint.domain.linkage.variants import read_variants
from fourpoint.domain.seeking import LONGEST, MOST_TERMS, NothingToSearchFor, Term, name_keys, read_terms, words_of

READ = [
    ("grey van", (Term(text="grey"), Term(text="van"))),
    ('"grey van"', (Term(text="grey van", is_phrase=True),)),
    ("licens*", (Term(text="licens", begins=True),)),
    ("van -grey", (Term(text="van"), Term(text="grey", is_left_out=True))),
    ('van -"grey door"', (Term(text="van"), Term(text="grey door", is_phrase=True, is_left_out=True))),
    ("Smyth~", (Term(text="Smyth", alike=True),)),
    ("van NEAR garage", (Term(text="van", near=5), Term(text="garage"))),
    ("van NEAR/3 garage", (Term(text="van", near=3), Term(text="garage"))),
    ("van NEAR/99 garage", (Term(text="van", near=10), Term(text="garage"))),
    ("NEAR van NEAR", (Term(text="van"),)),
    ("near the van", (Term(text="near"), Term(text="the"), Term(text="van"))),
    ("07700 900123", (Term(text="07700 900123", key="7700900123", form="phone"),)),
    ("+44 7700 900123", (Term(text="+44 7700 900123", key="7700900123", form="phone"),)),
    ("ab12 cde", (Term(text="ab12 cde", key="ab12cde", form="plate"),)),
    ("CT9 1AA", (Term(text="CT9 1AA", key="ct91aa", form="postcode"),)),
    ("van AB12CDE", (Term(text="van"), Term(text="AB12CDE", key="ab12cde", form="plate"))),
    ("what? the; van!", (Term(text="what"), Term(text="the"), Term(text="van"))),
]


@pytest.mark.parametrize(("typed", "terms"), READ, ids=[typed for typed, _ in READ])
def test_terms_are_read(typed, terms):
    assert read_terms(typed) == terms


@pytest.mark.parametrize("typed", ["", "   ", '""', "-van", "???", "NEAR", "\x00"])
def test_nothing_to_look_for_is_said(typed):
    with pytest.raises(NothingToSearchFor, match="Type a word"):
        read_terms(typed)


def test_too_long_a_search_is_refused_and_many_terms_are_cut():
    with pytest.raises(Unusable, match="200 characters"):
        read_terms("v" * (LONGEST + 1))

    assert len(read_terms("a " * 30)) == MOST_TERMS


def test_every_single_word_is_sought_in_other_spellings_when_all_are():
    terms = read_terms('jay hollow "grey van" lic* 07700 900123', alike=True)

    assert [term.text for term in terms if term.alike] == ["jay", "hollow"]


def test_keys_of_a_name_are_its_spellings_sound_and_forms():
    spelt = read_variants([("William", ["Bill", "Will"])])

    assert {"n=bill", "n=will", "n=illiam", "n=william", "s=WLM"} <= name_keys("William", spelt)
    assert name_keys("Ng") == frozenset()
    assert name_keys("two words") == frozenset()


def test_words_that_are_left_out_are_not_looked_for():
    assert words_of(read_terms('Jáy -hollow "Quay Lane"')) == ("jay", "quay", "lane")
