"""Ink can be read on its paper, and neighbours on a map can be told apart."""

from itertools import pairwise

import pytest

from fourpoint.publications.ink import theme
from fourpoint.publications.ink.theme import PAGE, PRINT, Theme


def test_contrast_of_black_on_white_is_21() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("look", [PAGE, PRINT])
def test_words_on_paper_have_contrast_of_4_5(look: Theme) -> None:
    for ink in (look.ink, look.muted, look.accent, look.signal):
        assert theme.contrast(ink, look.paper) >= 4.5
    assert theme.contrast(look.ordinary, look.paper) >= 3


@pytest.mark.parametrize("count", range(1, 10))
def test_sequence_runs_from_light_to_dark(count: int) -> None:
    made = theme.sequence(count)

    assert len(made) == count
    assert all(theme.luminance(first) >= theme.luminance(second) for first, second in pairwise(made))


def test_ink_on_any_fill_can_be_read() -> None:
    for fill in (*theme.CATEGORIES, *theme.sequence(7), *theme.DENSITY, theme.HOT, theme.COLD):
        assert theme.contrast(theme.ink_on(fill), fill) >= 4.5


def test_marks_on_paper_have_contrast_of_3() -> None:
    for colour in theme.CATEGORIES:
        assert theme.contrast(colour, PAGE.paper) >= 3
