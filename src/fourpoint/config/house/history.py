"""How the work is done, from the commits themselves: bodies, tests beside code, and size, for the figures."""

import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path

_SEPARATOR = "\x1e"
_NEWEST = 400


@dataclass(frozen=True)
class Commit:
    """A commit without its content: whether it explains itself, and the paths it touches."""

    has_body: bool
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Habits:
    """
    Shares over the newest commits, from 0 to 1.

    commits     how many were read
    with_body   share that says why
    with_tests  share of those that change source which change tests as well; None where none changes source
    files       median number of files in a commit
    """

    commits: int
    with_body: float
    with_tests: float | None
    files: float


def read_commits(checkout: Path) -> tuple[Commit, ...]:
    """Return the newest 400 commits that are no merges; empty where there is no git or no history."""
    command = ["git", "log", f"-{_NEWEST}", "--no-merges", "--name-only", f"--format={_SEPARATOR}%b{_SEPARATOR}"]
    try:
        result = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ()
    parts = result.stdout.split(_SEPARATOR)[1:]
    return tuple(
        Commit(bool(body.strip()), tuple(line for line in paths.splitlines() if line))
        for body, paths in zip(parts[::2], parts[1::2], strict=True)
    )


def measure_habits(commits: tuple[Commit, ...]) -> Habits | None:
    """Return the shares of the commits given, None where there are none."""
    if not commits:
        return None
    changing = [commit for commit in commits if _touches(commit, "src/")]
    tested = sum(_touches(commit, "tests/") for commit in changing)
    return Habits(
        commits=len(commits),
        with_body=sum(commit.has_body for commit in commits) / len(commits),
        with_tests=tested / len(changing) if changing else None,
        files=statistics.median(len(commit.paths) for commit in commits),
    )


def _touches(commit: Commit, folder: str) -> bool:
    return any(path.startswith(folder) and path.endswith(".py") for path in commit.paths)
