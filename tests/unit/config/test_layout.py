"""Where the embedded database lives, and which clusters nobody will start again."""

from pathlib import Path

from fourpoint.config.postgres.layout import find_orphans


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
