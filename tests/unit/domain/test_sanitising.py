"""A sanitised text is weighed against its original: what could still lead to whoever told. All examples are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.catalogue.vocabulary import load_vocabulary
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sanitising import Caution, count_fitting, find_cautions

WORDS = load_vocabulary()
ORIGINAL = (
    "My neighbour Mary Quill told me that Dean Hart keeps three knives in the blue biscuit tin at 14 Marine Parade. "
    "Only he and I knew. His mother said “never a word” at 9.15pm on 12/3/26. He paid 430 pounds to Leroy."
)


def cautions(sanitised: str, original: str = ORIGINAL, **more) -> tuple[Caution, ...]:
    return find_cautions(original, sanitised, WORDS, most=20_000, **more)


def told(sanitised: str, original: str = ORIGINAL, **more) -> list[tuple[str, str]]:
    return [(one.code, one.stretch.of(sanitised)) for one in cautions(sanitised, original, **more)]


@pytest.mark.parametrize(
    ("sanitised", "caution"),
    [
        ("Knives are kept in a biscuit tin.", ("detail", "biscuit")),
        ("Some 430 was paid.", ("detail", "430")),
        ("It was at 9.15pm.", ("time", "9.15pm")),
        ("It was on 12/3/26.", ("time", "12/3/26")),
        ("Knives are kept at 14 Marine Parade.", ("place", "14 Marine Parade")),
        ("Knives are kept near CT9 1AB.", ("place", "CT9 1AB")),
        ("Knives are kept at number 14.", ("place", "number 14")),
        ("Only he and I knew this.", ("sole", "Only he and I")),
        ("Nobody else knows of it.", ("sole", "Nobody else")),
        ("I saw knives.", ("pronoun", "I")),
        ("She keeps knives.", ("pronoun", "She")),
        ("Dean Hart keeps knives.", ("name", "Dean Hart")),
        ("Quill's knives are kept there.", ("name", "Quill")),
        ("It was said: “never a word”.", ("words", "“never a word”")),
        ("The mother was there.", ("relation", "The mother")),
        ("Hart's mother was there.", ("relation", "Hart's mother")),
        (
            "It is said that Hart keeps three knives in the blue biscuit tin at home.",
            ("words", "Hart keeps three knives in the blue biscuit tin at"),
        ),
    ],
)
def test_what_could_lead_to_the_source_is_pointed_at(sanitised, caution):
    assert caution in told(sanitised)


@pytest.mark.parametrize(
    "sanitised",
    [
        "",
        "A man is believed to have weapons at an address in Margate.",
        "Weapons are kept in a house in the north of the town.",
        "They were paid in cash during the spring.",
    ],
)
def test_text_that_says_little_gets_no_caution(sanitised):
    assert told(sanitised) == []


def test_word_that_is_usual_in_the_units_reports_is_no_detail():
    assert told("There is a biscuit tin.") == [("detail", "biscuit")]
    assert told("There is a biscuit tin.", usual={"biscuit"}) == []


def test_detail_that_only_the_sanitised_text_has_is_not_the_sources():
    assert told("There is an aquarium.") == []


def test_cautions_come_in_the_order_of_the_text_and_say_why_in_one_sentence():
    found = cautions("Dean Hart left at 9.15pm. Only he and I knew. Nobody else did.")

    assert [one.stretch for one in found] == sorted(one.stretch for one in found)
    assert all(one.sentence.endswith((".", "?")) and len(one.sentence) < 160 for one in found)


def test_long_text_is_refused():
    with pytest.raises(Unusable, match="10 is the most"):
        find_cautions("x" * 11, "", WORDS, most=10)


ODD = st.text(
    st.one_of(st.characters(codec=None, exclude_categories=()), st.sampled_from("\u202e\u2066\u200fשل “”’\x00")),
    max_size=100,
)
SAID = ["", "Only he and I knew ", "Dean Hart ", "at 14 Marine Parade", "his mother ", "“never a word”"]


@given(ODD, st.sampled_from(SAID), ODD)
def test_any_texts_can_be_weighed_and_stretches_lie_in_the_sanitised_one(original, said, more):
    sanitised = f"{more}{said}{original}"

    for one in find_cautions(f"{original}{said}", sanitised, WORDS, most=1000):
        assert 0 <= one.stretch.start < one.stretch.end <= len(sanitised)


@pytest.mark.parametrize(
    ("people", "counts", "fewest", "most"),
    [
        (40, {}, 40, 40),
        (40, {"aged 30 to 39": 12}, 12, 12),
        (40, {"aged 30 to 39": 12, "a woman": 20}, 0, 12),
        (40, {"aged 30 to 39": 35, "a woman": 30}, 25, 30),
        (40, {"a cousin": 1, "a woman": 20}, 0, 1),
        (0, {}, 0, 0),
    ],
)
def test_how_many_known_people_fit_a_description(people, counts, fewest, most):
    fitting = count_fitting(people, counts)

    assert (fitting.fewest, fitting.most) == (fewest, most)


def test_fitting_says_the_narrowest_attribute_first():
    said = count_fitting(40, {"a woman": 20, "a cousin": 3}).sentence

    assert said == "At most 3 of 40 known people fit this description, and at least 0 (a cousin: 3, a woman: 20)."


@pytest.mark.parametrize(("people", "counts"), [(3, {"a": 4}), (3, {"a": -1}), (-1, {})])
def test_counts_that_cannot_be_are_refused(people, counts):
    with pytest.raises(Unusable, match="none to all"):
        count_fitting(people, counts)


@given(st.lists(st.frozensets(st.integers(0, 9)), min_size=1, max_size=4))
def test_the_people_who_fit_are_never_outside_the_bounds(groups):
    fitting = count_fitting(10, {str(place): len(group) for place, group in enumerate(groups)})

    assert fitting.fewest <= len(frozenset.intersection(*groups)) <= fitting.most
