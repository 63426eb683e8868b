"""A person is found in words by name, e-mail, telephone and address; generously, and not in every word."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.errors import Unusable
from fourpoint.domain.mentions import Terms, find_mentions

BORN = Terms(names=("Quill",), born_on=date(1990, 3, 27))
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


@pytest.mark.parametrize(
    "text",
    [
        *("born 27/03/1990", "born 27.3.90", "1990-03-27", "27-03-1990", "27th March 1990", "the 27 of March 1990"),
        *("March 27, 1990", "27 Mar 1990", "b. 27 3 1990"),
    ],
)
def test_day_of_birth_is_found_as_people_write_it(text):
    assert find_mentions(text, BORN) == ("birth",)


@pytest.mark.parametrize(
    "text", ["1990-03-28", "27/03/1991", "127/03/1990", "27/03/19901", "27 May 1990", "03/27/1990"]
)
def test_other_days_are_not(text):
    assert find_mentions(text, BORN) == ()


@given(st.dates(), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%d.%m.%Y"]))
def test_every_day_is_found_in_every_writing(day, form):
    written = day.strftime(form)
    terms = Terms(names=("Quill",), born_on=day)
    assert "birth" in find_mentions(f"x {written} y", terms) or day.year < 1000


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("NI QQ 12 34 56 C on file", ("identifier",)),
        ("qq123456c", ("identifier",)),
        ("QQ-123456-C.", ("identifier",)),
        ("XQQ123456C", ()),
        ("QQ123456CD", ()),
        ("a car, ab12 cde", ("identifier",)),
    ],
)
def test_identifier_is_found_by_its_letters_and_digits(text, by):
    assert find_mentions(text, Terms(names=("Quill",), identifiers=("QQ123456C", "AB12CDE", "12"))) == by


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Zoë O'Marsh", "zoe o\u2019marsh"),
        ("Łukasz Brøndby", "BRONDBY, Lukasz"),
        ("Lukasz Brondby", "Łukasz Brøndby"),
        ("Strauß Ann", "Ann STRAUSS"),
        ("Mary-Jane Reed", "Reed, Mary Jane"),
    ],
)
def test_name_is_found_in_other_letters_and_order(name, text):
    assert find_mentions(text, Terms(names=(name,))) == ("name",)


@given(st.text())
def test_any_text_can_be_searched(text):
    assert set(find_mentions(text, TERMS)) <= {"name", "email", "phone", "address"}
    more = Terms(names=("Quill",), born_on=date(1990, 3, 27), identifiers=("QQ123456C",))
    assert set(find_mentions(text, more)) <= {"name", "birth", "identifier"}


@pytest.mark.parametrize("names", [(), ("",), (" ", "-")])
def test_search_for_nobody_is_refused(names):
    with pytest.raises(Unusable, match="name"):
        Terms(names=names)


def test_short_numbers_and_empty_terms_find_nothing():
    terms = Terms(names=("Ann",), emails=("", " "), phones=("12", ""), addresses=("", "-"))

    assert find_mentions("number 12 at 12 12 12, e-mail @", terms) == ()
