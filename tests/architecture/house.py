"""The house under test, read once for every architecture test: paths, source files, tracked files."""

import subprocess
from functools import cache
from pathlib import Path

from fourpoint.config.house.source import SourceFile, read_tree

CHECKOUT = Path(__file__).parents[2]
SOURCE = CHECKOUT / "src" / "fourpoint"
DOCS = CHECKOUT / "docs"


@cache
def source_files() -> tuple[SourceFile, ...]:
    """Every Python file of the package but migrations."""
    return read_tree(SOURCE)


@cache
def held_tests() -> tuple[SourceFile, ...]:
    """Every Python file under tests."""
    return read_tree(CHECKOUT / "tests")


@cache
def tracked_paths() -> tuple[Path, ...]:
    """Every file git tracks and that is still there, relative to the checkout."""
    listed = git("ls-files", "-z").split("\0")
    return tuple(Path(name) for name in listed if name and (CHECKOUT / name).is_file())


def git(*arguments: str) -> str:
    """The output of a git command run in the checkout."""
    return subprocess.run(["git", *arguments], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout


def files_on(*floors: str) -> tuple[SourceFile, ...]:
    """The source files of those floors."""
    return tuple(file for file in source_files() if file.module.split(".")[1:2] and file.module.split(".")[1] in floors)


def place(file: SourceFile, line: int) -> str:
    """A file and line as an editor opens it."""
    return f"{file.path.relative_to(CHECKOUT)}:{line}"
