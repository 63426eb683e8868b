"""The catalogue of profiles: what it must hold, and that a bad file is refused with file, key and reason."""

import shutil

import pytest

from fourpoint.catalogue import profiles
from fourpoint.catalogue.reading import CatalogueError
from fourpoint.domain.errors import Unusable
from fourpoint.domain.overlay import check_not_protected

HELD = profiles.load(None)
PUBLISHED = {
    "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime",
    "Other theft", "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person",
    "Vehicle crime", "Violence and sexual offences",
}  # fmt: skip


def test_every_published_crime_type_stands_in_a_threat_and_no_other():
    assert {kind for threat in HELD.threats for kind in threat.crime_types} == PUBLISHED


def test_all_crime_leaves_out_incidents_only():
    assert set(HELD.threat("all-crime").crime_types) == PUBLISHED - {"Anti-social behaviour"}


def test_a_grouping_of_ours_is_never_called_confirmed():
    grouped = [threat for threat in HELD.threats if len(threat.crime_types) > 1 and threat.id != "all-crime"]

    assert grouped
    assert {threat.status for threat in grouped} == {"unconfirmed"}


def test_second_hand_weights_are_unconfirmed_and_give_incidents_none():
    assert {one.status for one in HELD.harm_sets} == {"unconfirmed"}
    assert all("Anti-social behaviour" not in one.weights for one in HELD.harm_sets)
    assert all(set(one.weights) == PUBLISHED - {"Anti-social behaviour"} for one in HELD.harm_sets)


def test_no_outcome_stands_in_two_groups():
    outcomes = [outcome for group in HELD.outcome_groups for outcome in group.outcomes]

    assert len(outcomes) == len(set(outcomes))


def test_likeness_uses_neither_crime_nor_a_protected_characteristic():
    names = [feature.id for feature in HELD.features]

    check_not_protected(names)
    assert "crime" not in names


def test_an_unknown_threat_is_refused_with_those_that_are_known():
    with pytest.raises(Unusable, match=r"no threat 'piracy'.*all-crime, drugs"):
        HELD.threat("piracy")


@pytest.mark.parametrize(
    ("name", "find", "put", "says"),
    [
        ("threats", 'status = "confirmed"', 'status = "perhaps"', r"threats\[1\].*'status'.*confirmed"),
        ("threats", "[[unseen]]", "[[hidden]]", "'unseen': must hold"),
        ("refresh", "months = 3", "month = 3", "'month': is not a key"),
        ("similarity", "areas = 4", 'areas = "4"', "'areas'"),
    ],
)
def test_a_bad_file_of_a_force_is_refused_with_file_key_and_reason(tmp_path, name, find, put, says):
    text = (profiles.reading.PACKAGE / f"{name}.toml").read_text(encoding="utf-8")
    (tmp_path / f"{name}.toml").write_text(text.replace(find, put), encoding="utf-8")

    with pytest.raises(CatalogueError, match=says) as refusal:
        profiles.load(tmp_path)
    assert str(tmp_path) in str(refusal.value) or name in str(refusal.value)


def test_a_force_overrides_one_file_and_keeps_the_others(tmp_path):
    shutil.copy(profiles.reading.PACKAGE / "refresh.toml", tmp_path)
    own = tmp_path / "refresh.toml"
    own.write_text(own.read_text(encoding="utf-8").replace("months = 3", "months = 1", 1), encoding="utf-8")

    assert profiles.load(tmp_path).refresh.months == 1
    assert profiles.load(tmp_path).threats == HELD.threats
