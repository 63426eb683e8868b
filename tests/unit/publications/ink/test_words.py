"""Labels fit the room that they are given."""

from hypothesis import given
from hypothesis import strategies as st

from fourpoint.publications.ink import words


@given(st.text(max_size=80), st.floats(40, 300), st.integers(1, 4))
def test_wrap_never_exceeds_room_or_lines(text: str, room: float, lines: int) -> None:
    made = words.wrap(text, 14, room, lines=lines)

    assert len(made) <= lines
    assert all(words.width(row, 14) <= room for row in made)


def test_wrap_keeps_all_words_when_they_fit() -> None:
    assert words.wrap("Tonbridge and Malling", 14, 100) == ("Tonbridge and", "Malling")


def test_shorten_says_that_it_cut() -> None:
    assert words.shorten("Violence and sexual offences", 14, 80).endswith("…")
    assert words.shorten("Robbery", 14, 80) == "Robbery"


def test_width_knows_accents_and_wide_letters() -> None:
    assert words.width("é", 1000) == words.width("e", 1000)
    assert words.width("漢", 10) == 10
