"""Texts that tell the same are found by a key or two, after edits and inside longer ones; strangers mostly are not."""

from hashlib import sha256
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain import likeness
from fourpoint.domain.likeness import Likeness, compare, keys, wording
from tests.factories.retellings import EDITS, Teller, written

REPORTS, LEAST_FOUND, MOST_STRANGERS = 120, 0.95, 0.05
words = st.lists(st.text("abcdefgh", min_size=1, max_size=4), max_size=40).map(" ".join)
TEXT = "A made-up van stood by the made-up quay."
# A digest of that text's keys: when this changes, every stored key must be made again.
DIGEST = "ba644edce611af38"


@pytest.fixture(scope="module")
def teller() -> Teller:
    return Teller(7)


@pytest.fixture(scope="module")
def reports(teller):
    return [teller.sentences(teller.random.randint(25, 200)) for _ in range(REPORTS)]


@pytest.mark.parametrize("edit", EDITS)
def test_report_told_again_shares_a_key_and_is_near(teller, reports, edit):
    pairs = [(written(told), written(teller.retell(told, edit))) for told in reports]

    found = [
        bool(set(keys(one)) & set(keys(other))) and compare(wording(one), wording(other)).is_near
        for one, other in pairs
    ]

    assert sum(found) / REPORTS >= LEAST_FOUND


def test_strangers_seldom_share_a_key_and_are_never_near(reports):
    texts = [written(told) for told in reports]
    held, said = [set(keys(text)) for text in texts], [wording(text) for text in texts]

    shared = [bool(one & other) for one, other in combinations(held, 2)]

    assert sum(shared) / len(shared) <= MOST_STRANGERS
    assert not any(compare(one, other).is_near for one, other in combinations(said, 2))


def test_keys_of_a_text_never_change():
    assert sha256(repr(keys(TEXT)).encode()).hexdigest()[:16] == DIGEST


@given(words, words, st.lists(st.text("abc", min_size=1), min_size=likeness.SURE_RUN, max_size=30).map(" ".join))
def test_long_enough_run_of_words_that_two_texts_share_gives_them_one_key(before, after, run):
    assert set(keys(f"{before} {run} {after}")) & set(keys(run))
    assert set(keys(f"{before} {run}")) & set(keys(f"{run} {after}"))


@given(st.text(), st.text())
def test_any_texts_are_as_alike_from_either_side(one, other):
    said = compare(wording(one), wording(other))

    assert said == compare(wording(other), wording(one))
    assert said is None or 0 <= said.both <= said.within <= 1


@given(st.text())
def test_text_is_itself_whatever_its_case_and_its_signs(text):
    said = compare(wording(text), wording(f"... {text.upper().lower()} !"))

    assert said is None or said.both == 1 or text.upper().lower().casefold() != text.casefold()
    assert all(0 <= key < likeness.SPREAD for key in keys(text))
    assert (keys(text) == ()) == (wording(text) == frozenset())


def test_accents_and_case_make_no_other_text():
    assert keys("Zoë saw the Café") == keys("ZOE SAW THE CAFE")


def test_text_longer_than_is_hashed_at_once_has_the_keys_of_all_of_it():
    text = " ".join(f"word{number}" for number in range(likeness.AT_ONCE + 500))

    assert set(keys(text)) & set(keys(" ".join(text.split()[-40:])))


@pytest.mark.parametrize(
    ("one", "other", "both", "within"),
    [
        ("a b c d", "a b c d", 1, 1),
        ("a b c d", "a b c e", 2 / 4, 2 / 3),
        ("a b", "x a b y", 1 / 3, 1),
        ("a b", "b a", 0, 0),
        ("a", "A!", 1, 1),
    ],
)
def test_shares_are_of_runs_of_two_words(one, other, both, within):
    said = compare(wording(one), wording(other))

    assert (said.both, said.within) == pytest.approx((both, within))


def test_text_without_words_is_like_nothing():
    assert compare(wording("..."), wording("a b")) is None
    assert keys("...") == ()


@pytest.mark.parametrize(
    ("both", "within", "near", "sentence"),
    [
        (1, 1, True, "The wording is the same."),
        (0.4, 0.6, True, "40% of the wording is shared."),
        (0.1, 0.9, True, "90% of the shorter text stands in the longer one."),
        (0.1, 0.2, False, "10% of the wording is shared."),
    ],
)
def test_likeness_is_told_in_words(both, within, near, sentence):
    said = Likeness(both=both, within=within)

    assert (said.is_near, said.sentence) == (near, sentence)
