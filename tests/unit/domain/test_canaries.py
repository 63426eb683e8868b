"""Tokens of decoys: made, found in whatever is about to leave, and blotted out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain.canaries import PREFIX, find_tokens, hide_tokens, make_token

TOKEN = make_token(b"0123456789")


def test_token_is_a_word_of_capitals_and_digits():
    assert TOKEN.startswith(PREFIX)
    assert len(TOKEN) == 21
    assert TOKEN.isalnum()


@pytest.mark.parametrize("size", [0, 9, 11])
def test_token_takes_ten_bytes(size):
    with pytest.raises(ValueError, match="10 bytes"):
        make_token(b"x" * size)


@given(st.binary(max_size=200), st.binary(min_size=10, max_size=10), st.binary(max_size=200))
def test_token_is_found_wherever_it_stands(before, randomness, after):
    token = make_token(randomness)
    assert token in find_tokens(before + b"\n" + token.encode() + b"\n" + after)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", set()),
        (b"nothing of the kind", set()),
        (PREFIX.encode(), set()),
        (f"<b>{TOKEN}</b>".encode(), {TOKEN}),
        (f"{TOKEN.lower()}".encode(), {TOKEN}),
        (f"{TOKEN}{TOKEN}".encode(), {TOKEN}),
        (f"é{TOKEN}é".encode("utf-16-le"), set()),
    ],
)
def test_tokens_in_bytes(content, found):
    assert find_tokens(content) == found


def test_tokens_are_blotted_out():
    assert hide_tokens(f"row {TOKEN} and {TOKEN.lower()}") == "row [a decoy's token] and [a decoy's token]"
