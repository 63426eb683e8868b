"""Control limits against worked examples that were published by others."""

import numpy as np
import pytest

from fourpoint.domain import control

# Defects in 26 samples of circuit boards: Montgomery, Introduction to Statistical Quality Control, example 7.3
# (c chart): 516 defects, mean 19.85, limits 6.48 and 33.22, samples 6 and 20 outside.
MONTGOMERY = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]


def test_control_chart_classic_example_is_reproduced_where_there_is_no_over_dispersion() -> None:
    counts = np.array(MONTGOMERY, dtype=float)

    chart = control.control_chart(counts, days=np.ones(26))

    half = 3 * chart.dispersion * np.sqrt(516 / 26)
    assert chart.centre[0] == pytest.approx(19.85, abs=0.005)
    assert chart.high[0] == pytest.approx(19.85 + half, abs=0.005)
    assert (chart.high[0] - chart.centre[0]) / chart.dispersion == pytest.approx(33.22 - 19.85, abs=0.01)
    assert (chart.centre[0] - 3 * np.sqrt(chart.centre[0])) == pytest.approx(6.48, abs=0.01)


def test_control_chart_calm_months_have_the_plain_limits_and_flag_both_ways() -> None:
    calm = [20, 20, 21, 20, 19, 20, 20, 20, 21, 19, 20, 20, 20, 5, 39]

    chart = control.control_chart(calm, days=np.ones(15), baseline=np.arange(15) < 13)

    assert chart.dispersion == 1.0
    assert chart.signals[-2:] == ("low", "high")
    assert set(chart.signals[:-2]) == {""}
