"""Where the command line writes what was frozen."""

from pathlib import Path

import pytest

from fourpoint.config.commands.profile import Wanted

FOLDER = Path("out")


@pytest.mark.parametrize(
    ("cut", "alone", "place"),
    [
        ("partner", True, FOLDER),
        ("public", True, FOLDER / "public"),
        ("partner", False, FOLDER / "E07000001"),
        ("public", False, FOLDER / "E07000001" / "public"),
    ],
)
def test_place_fullest_cut_stands_in_the_folder_itself(cut: str, alone: bool, place: Path) -> None:
    wanted = Wanted(cuts=("partner", "public"), folder=FOLDER)

    assert wanted.place("E07000001", cut, alone=alone, fullest="partner") == place


def test_place_without_a_folder_is_nowhere() -> None:
    assert Wanted(cuts=(), folder=None).place("E07000001", "partner", alone=True, fullest="partner") is None
