"""The wheel carries everything that an installation without Node and without a checkout needs."""

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fourpoint.config import tools

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def inside(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[set[str]]:
    """The names in a freshly built wheel."""
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [tools.uv(), "build", "--wheel", "--out-dir", out], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    [wheel] = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        yield set(archive.namelist())
    shutil.rmtree(out)


@pytest.mark.parametrize("name", ["fourpoint.css", "fourpoint.js", "map.js", "maplibre-worker.js"])
def test_wheel_has_bundle(inside: set[str], name: str):
    assert f"fourpoint/web/frame/static/built/{name}" in inside


def test_wheel_has_fonts_and_their_licence(inside: set[str]):
    fonts = "fourpoint/web/frame/static/built/fonts"

    assert {f"{fonts}/SourceSans3VF-Upright.woff2", f"{fonts}/SourceSans3-Regular.ttf", f"{fonts}/LICENSE.md"} <= inside


def test_wheel_has_every_file_of_the_package_that_git_has(inside: set[str], checkout: Path):
    listed = subprocess.run(
        ["git", "ls-files", "src/fourpoint"], cwd=checkout, capture_output=True, text=True, check=True
    ).stdout.splitlines()

    missing = {name.removeprefix("src/") for name in listed} - inside

    assert missing == set()


def test_wheel_has_no_third_party_sources(inside: set[str]):
    assert not [name for name in inside if "node_modules" in name]
