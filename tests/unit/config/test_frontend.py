"""When the front end is built anew, and what a failure says."""

from pathlib import Path

import pytest

from fourpoint.config import frontend
from fourpoint.config.frontend import FRAME, FrontEnd, FrontEndUnusable


@pytest.fixture
def small(tmp_path: Path) -> FrontEnd:
    """A checkout with as little front end as there can be."""
    (tmp_path / FRAME / "assets").mkdir(parents=True)
    (tmp_path / FRAME / "assets" / "page.js").write_text("one")
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text("{}")
    return FrontEnd(tmp_path)


def stand_in(folder: Path, *, fails: bool = False) -> list[str]:
    """A program that does what npm would: it fills the folder that it is given last."""
    program = folder / "npm"
    body = (
        'echo "E404 no such package" >&2; exit 1'
        if fails
        else 'for last; do :; done; [ "$1" = ci ] || mkdir -p "$last"'
    )
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return [str(program)]


def test_bundles_are_current_until_a_source_changes(small: FrontEnd, tmp_path: Path):
    small.build(stand_in(tmp_path), cache=tmp_path / "cache")
    assert small.is_current()

    (tmp_path / FRAME / "assets" / "page.js").write_text("two")

    assert not small.is_current()


def test_failed_build_says_what_failed_and_leaves_the_old_bundles(small: FrontEnd, tmp_path: Path):
    small.build(stand_in(tmp_path), cache=tmp_path / "cache")

    with pytest.raises(FrontEndUnusable, match=r"(?s)`.* ci .*` failed.*E404 no such package"):
        small.build(stand_in(tmp_path, fails=True), cache=tmp_path / "cache")

    assert small.built.is_dir()


@pytest.mark.parametrize(("said", "wanted"), [("v20.1.0", True), ("v24.19.0", True), ("v18.20.1", False), ("?", False)])
def test_node_of_the_path_must_be_new_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, wanted: bool):
    for name, body in {"node": f"echo {said}", "npm": "true"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    command = frontend.npm_command("/somewhere/uv")

    assert (command == ["npm"]) is wanted
    assert wanted or command[:3] == ["/somewhere/uv", "tool", "run"]


def test_without_node_and_uv_the_mend_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(FrontEndUnusable, match="Node 20 or newer is needed"):
        frontend.npm_command(None)
