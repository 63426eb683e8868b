"""False discovery against the table of those who proposed it."""

import numpy as np

from fourpoint.domain import spatial

# Benjamini and Hochberg (1995), section 3.2: 15 p values, of which the first four are findings at 5 %.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000,
]  # fmt: skip


def test_false_discovery_published_example_is_reproduced() -> None:
    adjusted = spatial.false_discovery(PUBLISHED)

    assert (adjusted <= 0.05).tolist() == [True] * 4 + [False] * 11


def test_false_discovery_missing_takes_no_part() -> None:
    adjusted = spatial.false_discovery([*PUBLISHED, np.nan])

    np.testing.assert_allclose(adjusted[:15], spatial.false_discovery(PUBLISHED))
    assert np.isnan(adjusted[15])
