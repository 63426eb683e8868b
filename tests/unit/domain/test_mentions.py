"""A person is found in words by name, e-mail, telephone and address; generously, and not in every word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.errors import Unusable
from fourpoint.domain.mentions import Terms, find_mentions

TERMS = Terms(
    names=("Zoë O'Marsh", "Quill"),
    emails=("zoe@saltmarsh.example",),
    phones=("+44 7700 900123",),
    addresses=("14 Harbour Row",),
)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Seen: ZOE OMARSH at the quay.", ("name",)),
        ("O'Marsh, Zoë", ("name",)),
        ("Zoë, who is also called Marsh and O'Marsh", ()),
        ("Zoë, known as O'Marsh", ("name",)),
        ("known to all as quill", ("name",)),
        ("quilling is a craft", ()),
        ("write to Zoe@Saltmarsh.Example", ("email",)),
        ("call 07700 900 123 or 0044 7700-900123", ("phone",)),
        ("case 900123", ()),
        ("lives at 14, Harbour Row,", ("address",)),
        ("14 boats in Harbour Row", ()),
        ("", ()),
    ],
)
def test_by_what_a_text_mentions_the_person(text, by):
    assert find_mentions(text, TERMS) == by


@given(st.text(), st.text(), st.sampled_from(["Zoë O'Marsh", "zoe@saltmarsh.example", "07700 900123"]))
def test_what_stands_in_a_text_is_found_whatever_stands_around(before, after, said):
    assert find_mentions(f"{before} {said} {after}", TERMS) or any(c.isdigit() for c in before[-8:] + after[:8])


@given(st.text())
def test_any_text_can_be_searched(text):
    assert set(find_mentions(text, TERMS)) <= {"name", "email", "phone", "address"}


@pytest.mark.parametrize("names", [(), ("",), (" ", "-")])
def test_search_for_nobody_is_refused(names):
    with pytest.raises(Unusable, match="name"):
        Terms(names=names)


def test_short_numbers_and_empty_terms_find_nothing():
    terms = Terms(names=("Ann",), emails=("", " "), phones=("12", ""), addresses=("", "-"))

    assert find_mentions("number 12 at 12 12 12, e-mail @", terms) == ()
