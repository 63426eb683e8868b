"""Names and numbers are cut in the database as `domain.linkage` cuts them."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from fourpoint.access import in_force
from fourpoint.catalogue.entries import NameVariantEntry
from fourpoint.domain.linkage.latin import latin
from fourpoint.domain.linkage.sounds import sound
from fourpoint.domain.seeking import name_keys, read_terms

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def ask(query, *given):
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchone()[0]


class TestCutting(TestCase):
    @settings(max_examples=20)
    @given(st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=60, max_size=60))
    def test_words_sound_alike_in_both(self, words):
        heard = ask(
            "SELECT array_agg(fourpoint_sound(w) ORDER BY n) FROM unnest(%s::text[]) WITH ORDINALITY u(w, n)", words
        )

        assert heard == [sound(word) for word in words]

    @settings(max_examples=10)
    @given(st.lists(st.text(LETTERS + "áçéñöšžłøđ'", min_size=3, max_size=12), min_size=20, max_size=20))
    def test_names_have_the_same_keys_in_both(self, names):
        for name in names:
            held = set(ask("SELECT fourpoint_name_keys(%s, '([[:alpha:]'']+)')", name))
            wanted = name_keys(name.replace("'", ""))
            # What English takes for no word at all has no keys, nor has what a search would not look for.
            assert held in (wanted, set()), name


@pytest.mark.django_db
def test_names_of_the_catalogue_have_the_same_keys_in_both():
    for entry in in_force.read_entries("name_variants", NameVariantEntry):
        for form in (entry.name, *entry.forms):
            if latin(form).isascii() and latin(form).isalpha() and form.isalpha() and all(ord(c) < 0x250 for c in form):
                held = set(ask("SELECT fourpoint_name_keys(%s, '([[:alpha:]'']+)')", form))
                assert held in (set(name_keys(form)), set()), form


@pytest.mark.django_db
@pytest.mark.parametrize(
    "written",
    [
        "07700 900123",
        "+44 7700 900123",
        "+44 (0)7700 900 123",
        "0044 7700-900123",
        "AB12 CDE",
        "ab12cde",
        "CT9 1AA",
        "M1 1AE",
    ],
)
def test_number_is_found_however_it_is_written(written):
    keys = ask("SELECT fourpoint_number_keys(%s)", f"It was {written}, they say.")
    terms = [term for term in read_terms(written) if term.key]

    assert [f"d={term.key}" for term in terms] == [key for key in keys if key == f"d={terms[0].key}"]


@pytest.mark.django_db
def test_no_text_yields_what_narrows_a_search():
    text = "a=5 k=report r=E07000114 'a=5' <a=5> http://a=5 x&a=5; m=2026-1 n=hollow p=11 d=ab12cde &a=5; foo.com/a=5"
    lexemes = ask("SELECT array_agg(lexeme) FROM unnest(to_tsvector('pg_catalog.english', %s))", text)

    assert [one for one in lexemes if one[1:2] == "="] == []


@pytest.mark.django_db
def test_text_of_many_megabytes_is_indexed_by_its_beginning():
    text = "zorbal " + " ".join(f"w{number}x" for number in range(400_000))
    held = ask("SELECT fourpoint_entry_words('Title', %s, '', '{a=1}') @@ '''zorbal'' & ''a=1'''::tsquery", text)

    assert held is True
