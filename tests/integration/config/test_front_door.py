"""The front door as a stranger finds it: the script without Python, without uv, without a home."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture
def stranger(tmp_path: Path, checkout: Path) -> Path:
    """A folder with the script alone in it, beside a folder `bin` that is the whole PATH."""
    shutil.copy2(checkout / "fourpoint", tmp_path / "fourpoint")
    (tmp_path / "bin").mkdir()
    for name in ("sh", "dirname", "mkdir", "env", "cat"):
        found = shutil.which(name)
        assert found
        (tmp_path / "bin" / name).symlink_to(found)
    return tmp_path


def put(folder: Path, name: str, body: str) -> None:
    program = folder / "bin" / name
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)


def knock(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(folder / "fourpoint"), *arguments],
        env={"PATH": str(folder / "bin"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# A Python that is new enough says yes to the version and tells where it is.
PYTHON = 'case "$2" in *version_info*) exit 0;; *executable*) echo "$0";; esac'
UV = 'case "$1" in --version) echo uv 1;; *) echo "UV $* | python $UV_PYTHON | cache $UV_CACHE_DIR";; esac'


def test_without_python_one_sentence_says_what_to_install(stranger: Path):
    done = knock(stranger, "demo")

    assert done.returncode == 1
    assert done.stderr.startswith("fourpoint: Python 3.11 or newer is needed and was not found: install it")
    assert len(done.stderr.strip().splitlines()) == 1


def test_python_that_is_too_old_is_passed_over(stranger: Path):
    put(stranger, "python3.11", "exit 127")
    put(stranger, "python3", "exit 1")
    put(stranger, "python", PYTHON)
    put(stranger, "uv", UV)

    done = knock(stranger, "demo", HOME=str(stranger))

    assert f"python {stranger}/bin/python " in done.stdout


def test_uv_of_the_path_runs_the_lock_file_with_the_arguments(stranger: Path):
    put(stranger, "python3.11", PYTHON)
    put(stranger, "uv", UV)

    done = knock(stranger, "data", "add", "two words", HOME=str(stranger))

    assert f"--project {stranger} --locked --no-dev --inexact fourpoint data add two words" in done.stdout


@pytest.mark.parametrize("home", ["", "/nowhere/at/all"])
def test_without_a_home_the_cache_stays_in_the_checkout(stranger: Path, home: str):
    put(stranger, "python3.11", PYTHON)
    put(stranger, "uv", UV)

    done = knock(stranger, "doctor", HOME=home)

    assert f"cache {stranger}/.fourpoint/uv-cache" in done.stdout


def test_uv_that_cannot_be_had_is_one_sentence(stranger: Path):
    put(stranger, "python3.11", PYTHON.replace("esac", "*) exit 3;; esac"))

    done = knock(stranger, "demo", HOME=str(stranger))

    assert done.returncode == 1
    assert "uv could not be installed from PyPI (see .fourpoint/uv.log)" in done.stderr


def test_help_names_every_command(checkout: Path):
    done = subprocess.run(
        [checkout / "fourpoint", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "120"},
    )

    for command in ("demo", "run", "worker", "migrate", "doctor", "data", "test", "check", "fix", "bench", "house"):
        assert f" {command} " in done.stdout
