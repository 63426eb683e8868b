"""Every exit of the most similar areas."""

import numpy as np
import pytest

from fourpoint.domain import similarity

CODES = ["A", "B", "C", "D", "E"]


def test_most_similar_orders_by_distance_and_names_features() -> None:
    values = [[10, 1.0], [11, 1.1], [30, 3.0], [12, 0.9], [90, 9.0]]

    found = similarity.most_similar(values, codes=CODES, features=["income", "density"], target="A", count=3)

    assert [near.code for near in found.neighbours] == ["B", "D", "C"]
    assert found.neighbours[0].features == ("income", "density")
    assert found.neighbours[0].distance < found.neighbours[1].distance
    assert "median absolute deviation" in found.method


def test_most_similar_distance_is_the_root_mean_square_of_robust_scores() -> None:
    found = similarity.most_similar([[0.0], [1], [2], [3], [4]], codes=CODES, features=["x"], target="A", count=1)

    assert found.neighbours[0].distance == pytest.approx(1 / 1.4826)


def test_most_similar_unit_of_a_feature_does_not_matter() -> None:
    values = np.random.default_rng(1).normal(size=(5, 3))
    names = ["x", "y", "z"]

    metres = similarity.most_similar(values, codes=CODES, features=names, target="C", count=4)
    miles = similarity.most_similar(values * [1, 1609, 0.001], codes=CODES, features=names, target="C", count=4)

    assert [near.code for near in metres.neighbours] == [near.code for near in miles.neighbours]


def test_most_similar_missing_features_are_not_guessed() -> None:
    nan = np.nan
    values = [[1, 5, 2], [1, nan, 2], [nan, nan, 2], [4, 9, 8], [2, 6, nan]]

    found = similarity.most_similar(values, codes=CODES, features=["x", "y", "z"], target="A", count=5)

    assert found.left_out == ("C",)
    assert found.neighbours[0].code == "B"
    assert found.neighbours[0].features == ("x", "z")


def test_most_similar_feature_alike_everywhere_is_dropped_and_named() -> None:
    values = [[1, 7], [2, 7], [3, 7], [4, 7], [5, np.nan]]

    found = similarity.most_similar(values, codes=CODES, features=["x", "same"], target="A", count=1)

    assert found.dropped == ("same",)
    assert found.features == ("x",)


def test_most_similar_feature_mostly_alike_falls_back_on_its_deviation() -> None:
    found = similarity.most_similar([[0], [0], [0], [0], [5]], codes=CODES, features=["x"], target="E", count=1)

    assert found.neighbours[0].distance == pytest.approx(2.5)


def test_most_similar_ties_stand_by_code() -> None:
    found = similarity.most_similar([[0], [1], [-1], [5], [9]], codes=CODES, features=["x"], target="A", count=2)

    assert [near.code for near in found.neighbours] == ["B", "C"]


def test_most_similar_unknown_target_is_an_error() -> None:
    with pytest.raises(KeyError):
        similarity.most_similar([[1]], codes=["A"], features=["x"], target="Z", count=1)


def test_most_similar_shapes_must_agree() -> None:
    with pytest.raises(ValueError, match="2 areas and 1 features"):
        similarity.most_similar([[1]], codes=["A", "B"], features=["x"], target="A", count=1)
