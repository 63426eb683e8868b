"""Every exit of the overlay and the ranked list."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.domain import overlay


def test_terciles_are_thirds_and_missing_has_none() -> None:
    assert overlay.terciles([1, 2, 3, 4, 5, 6, np.nan]).tolist() == [0, 0, 1, 1, 2, 2, -1]


@pytest.mark.parametrize("values", [[1, 2], [4, 4, 4], [np.nan, 1, 2]])
def test_terciles_of_too_little_are_none(values: list[float]) -> None:
    assert set(overlay.terciles(values).tolist()) == {-1}


@given(st.lists(st.integers(0, 9), min_size=3, max_size=40))
def test_terciles_keep_order_and_equals_together(values: list[int]) -> None:
    classes = overlay.terciles(values)

    for one, other in zip(np.argsort(values), np.argsort(values)[1:], strict=False):
        assert classes[one] <= classes[other]
        assert values[one] != values[other] or classes[one] == classes[other]


def test_bivariate_is_missing_where_either_is() -> None:
    found = overlay.bivariate([1, 2, 3, np.nan], [30, 20, 10, 5])

    assert found.tolist() == [[0, 2], [1, 1], [2, 0], [-1, -1]]


def evidence(rule_id: str, *holds: bool) -> overlay.Evidence:
    return overlay.Evidence(rule_id=rule_id, words=f"because of {rule_id}", holds=holds)


def test_ranked_most_rules_first_with_reasons() -> None:
    rules = [evidence("hot-spot", True, True, False, False), evidence("deprived", False, True, True, False)]

    found = overlay.ranked(["A", "B", "C", "D"], rules, order_by=[5, 1, 9, 99])

    assert [(place.rank, place.code) for place in found] == [(1, "B"), (2, "C"), (3, "A")]
    assert found[0].reasons == ("because of hot-spot", "because of deprived")
    assert found[2].rules == ("hot-spot",)


def test_ranked_equals_share_a_rank_and_missing_order_stands_last() -> None:
    found = overlay.ranked(["C", "B", "A"], [evidence("x", True, True, True)], order_by=[4, np.nan, 4])

    assert [(place.rank, place.code) for place in found] == [(1, "A"), (1, "C"), (3, "B")]


def test_ranked_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="one value for each area"):
        overlay.ranked(["A"], [evidence("x", True, False)], order_by=[1])


@pytest.mark.parametrize("name", [*overlay.PROTECTED, "Ethnicity", "sexual-orientation", "religion_or_belief"])
def test_ranked_protected_characteristic_refuses(name: str) -> None:
    with pytest.raises(overlay.ProtectedCharacteristic, match="Equality Act 2010"):
        overlay.ranked(["A"], [evidence(name, True)], order_by=[1])
