"""Every dependency says what it is for, and the lock file is the one these requirements give."""

import os
import shutil
import subprocess

from fourpoint.config.house.repository import read_dependencies
from tests.architecture.house import CHECKOUT


def test_every_dependency_has_its_sentence():
    silent = [dependency.requirement for dependency in read_dependencies(CHECKOUT) if not dependency.sentence]

    assert silent == [], f"Say above these what for and what we would do without: {silent}"


def test_every_runtime_dependency_says_what_we_would_do_without_it():
    text = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("\ndependencies = [", maxsplit=1)[1].split("\n]", maxsplit=1)[0]
    comments = [line.strip() for line in block.splitlines() if line.strip().startswith("#")]

    requirements = [line for line in block.splitlines() if line.strip().startswith('"')]

    assert len(comments) == len(requirements), "Each run-time dependency stands on its own line under its own comment."
    assert all("Without" in comment for comment in comments)


def test_lock_file_is_current():
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv, "uv is not on the PATH: run the tests with ./fourpoint test."

    result = subprocess.run(
        [uv, "lock", "--check", "--offline"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, f"Run `uv lock` and commit uv.lock. {result.stderr}"
