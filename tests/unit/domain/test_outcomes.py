"""Every exit of the outcomes by age of the crime."""

import pytest

from fourpoint.domain import outcomes

GROUPS = (
    outcomes.OutcomeGroup(group_id="formal", outcomes=("Offender given a caution", "Suspect charged")),
    outcomes.OutcomeGroup(group_id="no-suspect", outcomes=("No suspect identified",)),
    outcomes.OutcomeGroup(group_id="open", outcomes=("Under investigation",), open=True),
    outcomes.OutcomeGroup(group_id="unknown", outcomes=("Status update unavailable",), unknown=True),
)
BANDS = (outcomes.AgeBand(youngest=3, oldest=None), outcomes.AgeBand(youngest=0, oldest=2))


def test_by_age_pools_months_of_like_age_and_marks_the_open() -> None:
    rows = {
        "2025-12": {"Under investigation": 60, "Suspect charged": 10, "No suspect identified": 30},
        "2025-08": {"Suspect charged": 20, "No suspect identified": 80, "Status update unavailable": 7},
        "2025-09": {"Suspect charged": 30, "No suspect identified": 70, "A new category": 3},
    }

    young, old = outcomes.by_age(rows, GROUPS, BANDS, as_at="2025-12")

    assert young.months == ("2025-12",)
    assert (young.still_open, young.open_share) == (True, 0.6)
    assert old.months == ("2025-08", "2025-09")
    assert (old.crimes, old.unknown, old.still_open) == (200, 10, False)
    assert [(share.group_id, share.rows, share.share) for share in old.shares] == [
        ("formal", 50, 0.25),
        ("no-suspect", 150, 0.75),
        ("open", 0, 0.0),
    ]
    assert old.shares[0].interval.low == pytest.approx(0.1951, abs=1e-3)


def test_by_age_band_without_months_is_not_told() -> None:
    found = outcomes.by_age({"2025-12": {"Suspect charged": 1}}, GROUPS, BANDS, as_at="2025-12")

    assert [band.band.words for band in found] == ["0 to 2 months"]


def test_by_age_band_of_unknowns_has_no_shares() -> None:
    (found,) = outcomes.by_age({"2025-12": {"Status update unavailable": 4}}, GROUPS, BANDS, as_at="2025-12")

    assert found.shares == ()
    assert found.open_share is None
    assert found.unknown == 4
    assert not found.still_open


def test_by_age_month_after_the_state_refuses() -> None:
    with pytest.raises(ValueError, match="is after 2025-11"):
        outcomes.by_age({"2025-12": {}}, GROUPS, BANDS, as_at="2025-11")


def test_by_age_outcome_in_two_groups_refuses() -> None:
    with pytest.raises(ValueError, match="in two groups, formal and copy"):
        outcomes.by_age(
            {}, (*GROUPS, outcomes.OutcomeGroup(group_id="copy", outcomes=("Suspect charged",))), BANDS, as_at="2025-12"
        )


def test_open_months_are_named_by_their_own_rows() -> None:
    rows = {
        "2025-12": {"Under investigation": 6, "Suspect charged": 94},
        "2025-11": {"Under investigation": 5, "Suspect charged": 95},
        "2025-10": {"Status update unavailable": 5},
    }

    assert outcomes.open_months(rows, GROUPS) == ("2025-12",)


def test_age_counts_whole_months_over_the_new_year() -> None:
    assert outcomes.age("2024-11", as_at="2025-02") == 3
