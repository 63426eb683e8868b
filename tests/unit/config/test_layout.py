"""Where the embedded database lives, and which clusters nobody will start again."""

from pathlib import Path

import pytest

from fourpoint.config.postgres.layout import find_orphans, lay_out


def leave(elsewhere: Path, name: str, checkout: Path) -> Path:
    folder = elsewhere / name
    folder.mkdir()
    (folder / "checkout").write_text(f"{checkout / '.fourpoint' / 'postgres'}\n", encoding="utf-8")
    return folder


def test_orphans_are_those_whose_checkout_is_gone(tmp_path: Path) -> None:
    there, elsewhere = tmp_path / "there", tmp_path / "lib"
    (there / ".fourpoint").mkdir(parents=True)
    elsewhere.mkdir()
    leave(elsewhere, "fourpoint-kept", there)
    left = leave(elsewhere, "fourpoint-left", tmp_path / "gone")
    (elsewhere / "fourpoint-without-a-note").mkdir()

    assert find_orphans(elsewhere) == (left,)


@pytest.mark.parametrize("note", ["", "\n", "fourpoint-cut-sh"])
def test_note_that_was_cut_short_names_no_place(tmp_path: Path, note: str) -> None:
    wanted = tmp_path / "postgres"
    wanted.mkdir()
    before = lay_out(wanted)
    (wanted / "location").write_text(note, encoding="utf-8")

    assert lay_out(wanted) == before
    assert lay_out(wanted).root.is_absolute()


def test_note_says_where_a_cluster_went(tmp_path: Path) -> None:
    wanted = tmp_path / "postgres"
    wanted.mkdir()
    (wanted / "location").write_text(f"{tmp_path / 'there'}\n", encoding="utf-8")

    assert lay_out(wanted).root == tmp_path / "there"
