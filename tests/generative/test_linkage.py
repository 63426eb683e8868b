"""What must hold for any names and identifiers: no side is first, a slip is found, and any text can be compared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.errors import Unusable
from fourpoint.domain.linkage import births, names, phones, plates, postcodes
from fourpoint.domain.linkage.variants import read_variants

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VARIANTS = read_variants([("William", ("Bill", "Will")), ("Catherine", ("Kate", "Kathryn"))])
texts = st.text(max_size=39)
people = st.lists(
    st.sampled_from(["Bill", "William", "O'Neill", "Neill", "O", "al", "Ann", "Mary", "Maryann", "Kate", "Mr", "x"])
    | st.text(LETTERS, min_size=1, max_size=8),
    max_size=5,
).map(" ".join)
COMPARE = [births.compare, names.compare, phones.compare, plates.compare, postcodes.compare]


@st.composite
def slips(draw, signs=LETTERS, words=None):
    """A word of four signs or more, and the word with one typing error."""
    word = draw(words if words is not None else st.text(signs, min_size=4, max_size=12))
    place = draw(st.integers(0, len(word) - 1))
    sign = draw(st.sampled_from(signs))
    after = word[place + 1 :]
    made = {
        "other": word[:place] + sign + after,
        "more": word[:place] + sign + word[place:],
        "less": word[:place] + after,
        "swapped": word[:place] + after[:1] + word[place] + after[1:],
    }
    return word, made[draw(st.sampled_from(sorted(made)))]


@given(people | texts, people | texts)
def test_names_are_as_alike_from_either_side(one, other):
    assert names.compare(one, other, VARIANTS) == names.compare(other, one, VARIANTS)


@given(people | texts)
def test_name_is_itself_or_nothing_is_known(name):
    match = names.compare(name, name, VARIANTS)

    assert match.score in (1.0, None)
    assert (match.score is None) == (names.wanted(name, VARIANTS) == ())


@given(people, people)
def test_score_of_names_is_a_share_and_has_a_reason(one, other):
    match = names.compare(one, other, VARIANTS)

    assert match.score is None or 0 <= match.score <= 1
    assert match.reasons


@given(people)
def test_stored_name_is_found_by_every_word_of_itself(name):
    assert all(word & names.keys(name, VARIANTS) for word in names.wanted(name, VARIANTS))


@given(slips())
def test_word_with_one_slip_shares_a_key(pair):
    word, mistyped = pair

    assert names.keys(word) & names.keys(mistyped)


@given(slips(signs="0123456789", words=st.integers(700_900_000, 700_900_999).map("07{}".format)))
def test_number_with_one_slip_shares_a_key_if_it_is_still_one_of_the_country(pair):
    number, mistyped = pair

    if (phones.e164(mistyped) or "").startswith("+44"):
        assert phones.keys(number) & phones.keys(mistyped)


@given(st.dates(), st.dates())
def test_slips_of_dates_are_found_both_ways(one, other):
    assert (one in births.slips(other)) == (other in births.slips(one))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2030, 1, 1)))
def test_every_slip_of_a_date_is_told_as_one(birth):
    assert all((births.compare(birth, other).score or 0) >= births.SLIP for other in births.slips(birth))
    assert all(birth in births.slips(other) for other in births.slips(birth))


@given(st.dates(), st.dates())
def test_dates_told_as_a_slip_are_among_the_slips(one, other):
    match = births.compare(one, other)

    assert ((match.score or 0) >= births.SLIP) == (one == other or other in births.slips(one))


@given(st.text("AB01OI?*", max_size=8), st.text("AB01OI?*", max_size=8))
def test_registrations_are_as_alike_from_either_side(one, other):
    assert plates.compare(one, other) == plates.compare(other, one)


@given(st.text("ABCDE01OI", min_size=5, max_size=8), st.data())
def test_run_of_a_registration_is_found_by_its_keys(plate, data):
    start = data.draw(st.integers(0, len(plate) - 2))
    part = plate[start : data.draw(st.integers(start + 2, len(plate)))]

    assert plates.part_keys(part) <= plates.keys(plate)
    assert (plates.compare(part, plate).score or 0) > 0


@pytest.mark.parametrize("compare", COMPARE[1:], ids=lambda compare: compare.__module__)
@given(st.text(), st.text())
def test_any_text_is_compared_or_refused_in_a_sentence(compare, one, other):
    try:
        match = compare(one, other)
    except Unusable as refusal:
        assert str(refusal).endswith(".")
    else:
        assert match == compare(other, one)


@pytest.mark.parametrize(("name", "most"), [("x" * 201, "at most 200"), ("x " * 21, "at most 20")])
def test_name_without_end_is_refused(name, most):
    with pytest.raises(Unusable, match=most):
        names.compare(name, "Zoë")
