"""Habits are shares of commits; no commits, no habits."""

import subprocess

import pytest

from fourpoint.config.house.history import Commit, Habits, measure_habits, read_commits


def test_habits_of_three_commits():
    commits = (
        Commit(True, ("src/a.py", "tests/test_a.py")),
        Commit(False, ("src/b.py",)),
        Commit(True, ("README.md", "docs/a.md", "docs/b.md")),
    )

    habits = measure_habits(commits)

    assert habits == Habits(commits=3, with_body=pytest.approx(2 / 3), with_tests=0.5, files=2)


def test_commits_that_change_no_source_have_no_share_with_tests():
    habits = measure_habits((Commit(True, ("README.md",)),))

    assert habits is not None
    assert habits.with_tests is None


def test_no_commits_have_no_habits():
    assert measure_habits(()) is None


def test_commits_are_read_from_git(tmp_path):
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.invalid"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init")
    (tmp_path / "a.py").touch()
    git("add", ".")
    git("commit", "-m", "Light the stove\n\nIt was cold.")
    (tmp_path / "b.py").touch()
    git("add", ".")
    git("commit", "-m", "Put it out")

    assert read_commits(tmp_path) == (Commit(False, ("b.py",)), Commit(True, ("a.py",)))


def test_a_folder_without_git_has_no_commits(tmp_path):
    assert read_commits(tmp_path) == ()
